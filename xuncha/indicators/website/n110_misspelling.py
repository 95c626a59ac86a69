"""N110 错别字

检查什么  稿件、栏目和首页的文字里有没有错别字和不规范表述。
怎样判定  与正误词库中的一般错误形式一致，或语言模型高度怀疑的错字，列为疑点，待人工确认；引用、纠正错字的文字不列。
          语言模型较慢，只检查最新的若干篇稿件。
看不到时  不能解码的网页不检查文字；图片、音视频中的文字看不到，不作结论。
怎样整改  更正错别字，落实三审三校；可用 xuncha check 在发布前检查稿件。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.content import TextSeen
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.wording import newest_articles, wording_doubts


@indicator("N110", "错别字")
def misspelling(texts: tuple[TextSeen, ...], asof: datetime, *, typo_articles: int = 3) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy A3)."""
    yield from wording_doubts(texts, asof, serious=False, typos_in=newest_articles(texts, typo_articles))
