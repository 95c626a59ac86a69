"""D202 办事统计数据

检查什么  办件量等办事统计数据在监测时间点前 3 个月内有没有更新。
怎样判定  办事统计类栏目全部到期没有更新的，每个栏目算一处；有一个在期限内更新即可。
看不到时  没有找到这类栏目（可能在政务服务平台上）、打不开、由脚本加载或读不全的，判为待核，由人工查看后录入。
怎样整改  按季度公开办件量等统计数据并注明发布时间。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.website import ColumnSeen
from xuncha.indicators.freshness import Freshness, beginning_of, column_freshness, months_before
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.portal_columns import SERVICE_FIGURES, named_like, overdue


@indicator("D202", "办事统计数据")
def service_figures_not_updated(
    columns: tuple[ColumnSeen, ...], asof: datetime, *, months: int = 3
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 办事服务."""
    limit = beginning_of(months_before(asof, months))
    found = named_like(columns, SERVICE_FIGURES)
    if any(column_freshness(column, limit) is Freshness.FRESH for column in found):
        return
    yield from overdue(found, limit, "办事统计数据", f"{months} 个月")
