"""N107 长期停滞栏目

检查什么  应当更新的栏目是否长期没有新内容。
怎样判定  应更新栏目超过自身更新期限，或动态要闻、通知公告、政策文件、图片新闻等栏目超过 1 年没有更新。
看不到时  打不开、由脚本加载或读不全的栏目不列入。
怎样整改  恢复更新，或归并、下线不再维护的栏目；确无新信息的应在栏目内说明。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, KindSource
from xuncha.indicators.freshness import Freshness, column_evidence, column_freshness, days_before, last_update
from xuncha.indicators.kernel import Doubt, Hit, indicator

_UPDATED_KINDS = frozenset(
    {ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS, ColumnKind.SHOULD_UPDATE}
)


@indicator("N107", "长期停滞栏目")
def column_stagnant(
    columns: tuple[ColumnSeen, ...], asof: datetime, *, stagnant_days: int = 365
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B3, B8)."""
    for column in columns:
        if column.kind not in _UPDATED_KINDS or column.is_blank:
            continue
        own_period = column.period_days if column.kind is ColumnKind.SHOULD_UPDATE else None
        days = own_period or stagnant_days
        if column_freshness(column, days_before(asof, days)) is not Freshness.STALE:
            continue
        newest = column.newest
        observed = {
            "newest": newest.published.day.isoformat() if newest and newest.published else None,
            "days": days,
        }
        detail = f"栏目“{column.name}”超过 {days} 天没有更新（{last_update(column)}）"
        inferred = column.kind is ColumnKind.SHOULD_UPDATE and column.kind_source is KindSource.NAME
        shape = Doubt if inferred else Hit
        suffix = "；应否更新仅由名称推断，待人工确认" if inferred else ""
        yield shape(detail + suffix, observed, (column.url,), column_evidence(column), key=column.url)
