"""W101 严重表述错误

检查什么  稿件及其附件、栏目和首页的文字里有没有国家机构、领导职务、固定表述、地名、法律名称等的严重差错。
怎样判定  与正误词库中列为严重的错误写法一致，或与受保护的固定表述、行政区划名称只差一处的，列为疑点，一律待人工确认后才算；
          引用、纠正错误表述的文字，按稿件发布日期当时正确的旧称，以及名录中该网站自己的名称、地区和单位名称不列。本单位可用 --words 提供自己的正误词库。
看不到时  不能完整解码的网页不检查文字；读不出的附件、图片、音视频中的文字看不到，不作结论。
怎样整改  立即更正或撤下，查明三审三校在哪一环节失守，并检查同类稿件。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.content import TextSeen
from xuncha.facts.targets import Site
from xuncha.facts.words import WordEntry
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.wording import names_of, said_on_pages, wording_doubts


@indicator("W101", "严重表述错误")
def serious_misstatement(
    texts: tuple[TextSeen, ...], site: Site, office_words: tuple[WordEntry, ...], asof: datetime
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W1."""
    said = said_on_pages(texts, asof.date())
    yield from wording_doubts(said, office_words, names_of(site), serious=True)
