"""N101 重复发布相同稿件

检查什么  同一篇稿件是否在同一栏目、或换个日期重复发布。
怎样判定  正文高度相同的稿件，出现在同一栏目，或发布日期不同；同日在不同栏目各发一次属于正常的交叉发布，不算。
          格式相同、内容不同的周报、表格和短通知不算。
看不到时  只比对读到的稿件；缺少发布日期、不能断定是否交叉发布的，判为待核。
怎样整改  保留一篇，其余撤下或改为链接；规范稿件在多个栏目的发布方式。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.content import TextRole, TextSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.articles.near_duplicates import Article, RepeatKind, find_repeats


@indicator("N101", "重复发布相同稿件")
def same_article_repeated(texts: tuple[TextSeen, ...]) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy A12)."""
    articles = {text.url: text for text in texts if text.role is TextRole.ARTICLE and not text.lossy}
    given = [
        Article(url, text.column_url, text.title, text.text, text.published.day if text.published else None)
        for url, text in articles.items()
    ]
    for repeat in find_repeats(given):
        if repeat.kind is RepeatKind.CROSS_POSTING:
            continue
        earlier, later = articles[repeat.earlier_key], articles[repeat.key]
        observed = {
            "similarity": round(repeat.similarity, 3),
            "containment": round(repeat.containment, 3),
            "days_apart": repeat.days_apart,
        }
        where = f"栏目“{later.column}”" if later.column else "网站"
        detail = f"{where}的《{later.title}》与已发布的《{earlier.title}》正文相同"
        undated = repeat.kind is RepeatKind.UNDATED
        shape = Doubt if undated else Hit
        yield shape(
            detail + ("，缺少发布日期，不能断定是否为正常的交叉发布" if undated else ""),
            observed,
            (later.url, earlier.url),
            tuple(one for one in (later.evidence, earlier.evidence) if one),
            quote=later.text[:60],
            key=later.url,
        )
