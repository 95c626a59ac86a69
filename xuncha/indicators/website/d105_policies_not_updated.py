"""D105 政策文件

检查什么  政策文件类一级栏目在监测时间点前 6 个月内有没有更新。
怎样判定  每个到期没有更新的政策文件类一级栏目算一处；空白的同类栏目计入，下级栏目不计。
看不到时  没有找到这类栏目，或栏目打不开、由脚本加载、读不全的，判为待核。
怎样整改  及时公开新印发的文件，注明发布时间；已废止、失效的文件予以标注。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.website import ColumnSeen
from xuncha.indicators.freshness import beginning_of, months_before
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.portal_columns import is_first_level_policy, overdue


@indicator("D105", "政策文件")
def policies_not_updated(
    columns: tuple[ColumnSeen, ...], asof: datetime, *, months: int = 6
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 发布解读."""
    policies = [column for column in columns if is_first_level_policy(column)]
    yield from overdue(policies, beginning_of(months_before(asof, months)), "政策文件", f"{months} 个月")
