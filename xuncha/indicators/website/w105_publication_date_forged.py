"""W105 伪造发稿日期等弄虚作假

检查什么  稿件标注的发布日期与落款日期、网址中的日期、服务器记录的修改时间、更早发布的相同稿件是否矛盾。
怎样判定  有矛盾的稿件列为疑点，一律待人工确认：周年纪念、转载旧文件、规划的未来日期、整站迁移等不列。
看不到时  没有标注完整日期或文字未能读取的稿件不作结论。
怎样整改  更正发布日期，撤下为应付检查补发、旧文新发的稿件，并查明责任。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import BEIJING, DateSource
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.articles.near_duplicates import Article, find_repeats
from xuncha.text.dating.false_dates import DatedArticle, date_contradictions, older_copies, site_dates

#: Dates whose year we inferred, or that stand in the address alone, are not what the site states.
_NOT_STATED = (DateSource.LIST_NO_YEAR, DateSource.URL)


@indicator("W105", "伪造发稿日期等弄虚作假")
def publication_date_forged(texts: tuple[TextSeen, ...], asof: datetime) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W1."""
    articles = {text.url: text for text in texts if text.role is TextRole.ARTICLE and not text.lossy}
    dated = _dated(articles)
    site = site_dates(dated.values())
    for url, article in dated.items():
        contradictions = date_contradictions(article, asof, site)
        if not contradictions:
            continue
        text = articles[url]
        yield Doubt(
            f"《{text.title}》{'；'.join(one.detail for one in contradictions)}",
            {one.kind.value: one.days for one in contradictions},
            (url,),
            (text.evidence,) if text.evidence else (),
            quote=text.text[-80:],
            key=url,
        )


def _dated(articles: dict[str, TextSeen]) -> dict[str, DatedArticle]:
    days = {
        url: text.published.day
        for url, text in articles.items()
        if text.published and text.published.source not in _NOT_STATED
    }
    given = [Article(url, t.column_url, t.title, t.text, days.get(url)) for url, t in articles.items()]
    older = older_copies(find_repeats(given), days)
    return {
        url: DatedArticle(
            published=day,
            title=articles[url].title,
            text=articles[url].text,
            url=url,
            last_modified=_moment(articles[url].last_modified),
            older_copy=older.get(url),
        )
        for url, day in days.items()
    }


def _moment(header: str) -> datetime | None:
    """The header's moment; None where there is none, or none that a calendar holds."""
    try:
        moment = parsedate_to_datetime(header)
        return moment.astimezone(BEIJING) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
