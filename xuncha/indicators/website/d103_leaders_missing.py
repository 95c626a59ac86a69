"""D103 领导信息

检查什么  有没有领导信息栏目，栏目里有没有内容（领导信箱、领导活动、领导讲话不算）。
怎样判定  领导信息类栏目都是空白的，逐个指出；姓名、简历、分工是否齐全、准确，由人工核对后录入。
看不到时  没有找到名称相符的栏目、栏目打不开或由脚本加载的，判为待核。
怎样整改  公开领导姓名、简历和分工，人员变动后及时更新。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.website import ColumnSeen
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.portal_columns import LEADERS, presence


@indicator("D103", "领导信息")
def leaders_missing(columns: tuple[ColumnSeen, ...]) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 发布解读."""
    yield from presence(columns, LEADERS, "领导信息")
