"""D109 其他栏目

检查什么  其他栏目有没有空白的，应更新栏目有没有到期未更新的。
怎样判定  每个空白栏目、每个超过更新期限的应更新栏目算一处，不论个数是否达到否决线；由动态要闻、政策文件、政策解读、
          办事统计、留言和征集调查各项另行判定的栏目不在此重复扣分。
看不到时  打不开、由脚本加载或读不全的栏目不算空白；仅凭名称推断为应更新的栏目到期未更新的，判为待核。
怎样整改  补充更新，或归并、下线没有内容的栏目；暂无信息的，应在栏目内说明原因。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, KindSource
from xuncha.indicators.freshness import (
    Freshness,
    column_evidence,
    column_freshness,
    days_before,
    last_update,
    named,
    why_open,
)
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.indicators.portal_columns import (
    FUNCTIONS,
    INTERPRETATION,
    LEADERS,
    OVERVIEW,
    SERVICE_FIGURES,
    SURVEYS,
    is_first_level_policy,
    named_like,
)

_JUDGED_BY_NAME = (OVERVIEW, FUNCTIONS, LEADERS, INTERPRETATION, SERVICE_FIGURES, SURVEYS)


@indicator("D109", "其他栏目")
def other_columns(
    columns: tuple[ColumnSeen, ...], asof: datetime, *, should_update_days: int = 365
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 发布解读; no double deduction: note to the annex."""
    unseen = []
    for column in columns:
        if _judged_elsewhere(column):
            continue
        if not column.is_seen:
            unseen.append(column)
        elif column.is_blank:
            detail = f"“{column.name}”为空白栏目"
            yield Hit(detail, {"blank": 1}, (column.url,), column_evidence(column), key=column.url)
        elif column.kind is ColumnKind.SHOULD_UPDATE:
            yield from _late(column, asof, column.period_days or should_update_days)
    if unseen:
        detail = f"有 {len(unseen)} 个栏目未能看清：{named(unseen, 'unseen')}"
        urls = tuple(column.url for column in unseen)
        yield Doubt(detail, {"unseen": len(unseen)}, urls, key="unseen", state=why_open(unseen))


def _judged_elsewhere(column: ColumnSeen) -> bool:
    """True where another scored indicator deducts for the column."""
    if column.kind in (ColumnKind.NEWS, ColumnKind.CONSULTATION) or is_first_level_policy(column):
        return True
    return any(named_like([column], pattern) for pattern in _JUDGED_BY_NAME)


def _late(column: ColumnSeen, asof: datetime, days: int) -> Iterator[Hit]:
    freshness = column_freshness(column, days_before(asof, days))
    if freshness is Freshness.FRESH:
        return
    observed = {"days": days}
    shown = (observed, (column.url,), column_evidence(column))
    if freshness is Freshness.STALE and column.kind_source is not KindSource.NAME:
        detail = f"应更新栏目“{column.name}”超过 {days} 天没有更新（{last_update(column)}）"
        yield Hit(detail, *shown, key=column.url)
    elif freshness is Freshness.STALE:
        detail = f"“{column.name}”超过 {days} 天没有更新（{last_update(column)}），是否应更新待确认"
        yield Doubt(detail, *shown, key=column.url)
    else:
        yield Doubt(f"应更新栏目“{column.name}”有没有更新未能看清", *shown, key=column.url)
