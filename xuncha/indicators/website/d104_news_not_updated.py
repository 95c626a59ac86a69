"""D104 动态要闻

检查什么  动态、要闻类栏目在监测时间点前 2 周内有没有更新。
怎样判定  每个到期没有更新的动态、要闻类栏目算一处；空白的同类栏目计入。
看不到时  没有找到这类栏目，或栏目打不开、由脚本加载、读不全的，判为待核。
怎样整改  及时发布本地区、本部门动态，信息注明发布时间；不再维护的栏目归并或下线。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen
from xuncha.indicators.freshness import days_before
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.portal_columns import overdue


@indicator("D104", "动态要闻")
def news_not_updated(columns: tuple[ColumnSeen, ...], asof: datetime, *, days: int = 14) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 发布解读."""
    news = [column for column in columns if column.kind is ColumnKind.NEWS]
    yield from overdue(news, days_before(asof, days), "动态要闻", f"{days} 天")
