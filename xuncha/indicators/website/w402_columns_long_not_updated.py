"""W402 应更新栏目长期未更新

检查什么  应当更新的栏目是否长期没有更新。
怎样判定  超过各自更新期限（栏目表未填的，用标准中的天数）仍未更新的应更新栏目达到 10 个（含）以上。
看不到时  打不开或读不全的栏目、仅凭名称推断为应更新的栏目，足以改变结论的，判为待核。
怎样整改  补充更新，或归并、下线确无内容可更新的栏目；确无新信息的应在栏目内说明。
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
    how_unseen,
    named,
    why_open,
)
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W402", "应更新栏目长期未更新")
def columns_long_not_updated(
    columns: tuple[ColumnSeen, ...], asof: datetime, *, should_update_days: int = 365, max_stale: int = 10
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W4 ②."""
    stale, unsure = long_overdue_columns(columns, asof, should_update_days)
    observed = {"stale": len(stale), "unsure": len(unsure), "max_stale": max_stale}
    urls = tuple(column.url for column in stale)
    evidence = tuple(one for column in stale for one in column_evidence(column))
    if len(stale) >= max_stale:
        yield Hit(f"{len(stale)} 个应更新栏目长期未更新：{named(stale)}", observed, urls, evidence)
    elif len(stale) + len(unsure) >= max_stale:
        detail = (
            f"{len(stale)} 个应更新栏目长期未更新，另有 {len(unsure)} 个未能看清或应否更新未经确认："
            f"{'、'.join(column.name for column in unsure)}{how_unseen(unsure)}"
        )
        yield Doubt(
            detail,
            observed,
            urls + tuple(column.url for column in unsure),
            evidence,
            state=why_open([*stale, *unsure]),
        )


def long_overdue_columns(
    columns: tuple[ColumnSeen, ...], asof: datetime, should_update_days: int
) -> tuple[list[ColumnSeen], list[ColumnSeen]]:
    """The columns past their own period at ``asof``, and those of which that cannot be said."""
    stale: list[ColumnSeen] = []
    unsure: list[ColumnSeen] = []
    for column in columns:
        if column.kind is not ColumnKind.SHOULD_UPDATE:
            continue
        limit = days_before(asof, column.period_days or should_update_days)
        freshness = column_freshness(column, limit, columns)
        inferred = column.kind_source is KindSource.NAME
        if freshness is Freshness.STALE and not inferred:
            stale.append(column)
        elif freshness is not Freshness.FRESH:
            unsure.append(column)
    return stale, unsure
