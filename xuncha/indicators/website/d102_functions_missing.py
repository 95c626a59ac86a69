"""D102 机构职能

检查什么  有没有机构职能栏目，栏目里有没有内容。
怎样判定  机构职能类栏目都是空白的，逐个指出；职责、内设机构、地址和电话是否准确，由人工核对后录入。
看不到时  没有找到名称相符的栏目、栏目打不开或由脚本加载的，判为待核。
怎样整改  公开机构设置、主要职责、内设机构、办公地址、办公时间和联系方式。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.website import ColumnSeen
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.portal_columns import FUNCTIONS, presence


@indicator("D102", "机构职能")
def functions_missing(columns: tuple[ColumnSeen, ...]) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 发布解读."""
    yield from presence(columns, FUNCTIONS, "机构职能")
