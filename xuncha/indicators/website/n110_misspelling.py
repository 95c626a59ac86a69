"""N110 错别字

检查什么  稿件及其附件、栏目和首页的文字里有没有错别字和不规范表述。
怎样判定  与正误词库中的一般错误写法一致，与法律、机构等通行名称只差一处，写明改革以后的年份仍用机构旧名，或语言模型把握
          很大的错字，列为疑点，待人工确认；引用、纠正错字的文字不列。语言模型只检查最新的若干篇稿件（typo_articles）。
看不到时  不能完整解码的网页不检查文字；读不出的附件、图片、音视频中的文字看不到，不作结论。
怎样整改  更正错别字，落实三审三校；可用 xuncha check 在发布前检查稿件。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.content import TextSeen
from xuncha.facts.targets import Site
from xuncha.facts.words import WordEntry
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.wording import names_of, newest_articles, said_on_pages, wording_doubts


@indicator("N110", "错别字")
def misspelling(
    texts: tuple[TextSeen, ...],
    site: Site,
    office_words: tuple[WordEntry, ...],
    asof: datetime,
    *,
    typo_articles: int = 100,
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy A3)."""
    said = said_on_pages(texts, asof.date(), newest_articles(texts, typo_articles))
    yield from wording_doubts(said, office_words, names_of(site), serious=False)
