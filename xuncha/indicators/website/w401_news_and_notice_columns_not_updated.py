"""W401 动态要闻、通知公告、政策文件类栏目不更新

检查什么  动态、要闻类栏目是否 2 周内更新，通知公告、政策文件类一级栏目是否 6 个月内更新。
怎样判定  逾期未更新的两类栏目合计 5 个（含）以上，即为栏目不更新。空白的同类栏目计入，历史专题不计入。
          以天计的期限从监测时间点起倒算到时分，以月计的按日计，到期当日不算超过。
看不到时  打不开、由脚本加载或读不全的栏目既不算更新也不算未更新；足以改变结论的，判为待核。
怎样整改  按期更新栏目，或归并、下线不再维护的栏目；信息应注明发布时间。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen
from xuncha.indicators.freshness import (
    Freshness,
    beginning_of,
    column_evidence,
    column_freshness,
    days_before,
    months_before,
    named,
    why_open,
)
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W401", "动态要闻、通知公告、政策文件类栏目不更新")
def news_and_notice_columns_not_updated(
    columns: tuple[ColumnSeen, ...],
    asof: datetime,
    *,
    news_days: int = 14,
    notice_months: int = 6,
    max_stale: int = 5,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W4 ①."""
    stale, unseen = overdue_columns(columns, asof, news_days, notice_months)
    observed = {
        "stale_news": sum(column.kind is ColumnKind.NEWS for column in stale),
        "stale_notice_policy": sum(column.kind is not ColumnKind.NEWS for column in stale),
        "stale": len(stale),
        "unseen": len(unseen),
        "max_stale": max_stale,
    }
    urls = tuple(column.url for column in stale)
    evidence = tuple(one for column in stale for one in column_evidence(column))
    if len(stale) >= max_stale:
        yield Hit(f"{len(stale)} 个栏目逾期未更新：{named(stale)}", observed, urls, evidence)
    elif len(stale) + len(unseen) >= max_stale:
        detail = f"{len(stale)} 个栏目逾期未更新，另有 {len(unseen)} 个未能看清，不能断定：{named(unseen, 'unseen')}"
        yield Doubt(
            detail,
            observed,
            urls + tuple(column.url for column in unseen),
            evidence,
            state=why_open([*stale, *unseen]),
        )


def overdue_columns(
    columns: tuple[ColumnSeen, ...], asof: datetime, news_days: int, notice_months: int
) -> tuple[list[ColumnSeen], list[ColumnSeen]]:
    """The columns of these kinds that are not updated in time at ``asof``, and those not seen well enough."""
    news_limit = days_before(asof, news_days)
    notice_limit = beginning_of(months_before(asof, notice_months))
    stale: list[ColumnSeen] = []
    unseen: list[ColumnSeen] = []
    for column in columns:
        is_news = column.kind is ColumnKind.NEWS
        if not is_news and not (column.kind in (ColumnKind.NOTICE, ColumnKind.POLICY) and column.level == 1):
            continue
        freshness = column_freshness(column, news_limit if is_news else notice_limit, columns)
        if freshness is Freshness.STALE:
            stale.append(column)
        elif freshness is Freshness.UNSEEN:
            unseen.append(column)
    return stale, unseen
