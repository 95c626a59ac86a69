"""D101 概况信息

检查什么  有没有概况信息栏目，栏目里有没有内容。
怎样判定  概况类栏目都是空白的，逐个指出；内容是否完整、准确、及时，由人工核对后录入。
看不到时  没有找到名称相符的栏目、栏目打不开或由脚本加载的，判为待核。
怎样整改  开设概况信息栏目，补充并及时更新区划、人口、经济等基本情况。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.website import ColumnSeen
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.portal_columns import OVERVIEW, presence


@indicator("D101", "概况信息")
def overview_missing(columns: tuple[ColumnSeen, ...]) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 发布解读."""
    yield from presence(columns, OVERVIEW, "概况信息")
