"""Signs that the stated date of an article is not the day it was published (for W105 弄虚作假).

Every sign is a doubt for a person to judge, never a verdict. What has a lawful explanation is no sign:
an older document published under its number, a text for an anniversary, dates of plans, and the days on
which a whole site was moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from xuncha.facts.seen import BEIJING
from xuncha.text.articles.near_duplicates import Repeat, RepeatKind
from xuncha.text.dating.closing_date import closing_date
from xuncha.text.dating.dates import date_in_url

#: Days that a date may differ without saying anything.
_SIGNED_LATER = 3  # signed after it was published: the notice went up on the eve
_SIGNED_EARLIER = 180  # documents are published weeks after they were signed
_CREATED_LATER = 7  # a page may be filed again after a correction
_CREATED_EARLIER = 30  # drafts wait
_MODIFIED_EARLIER = 2  # time zones and pages prepared the day before
_MODIFIED_LATER = 30
_OLDER_COPY = 30
#: A page changed within so many days of being seen is written anew for each reader.
_FRESH = timedelta(days=1)
#: A day on which the site filed, changed or dated so many pages is a day of moving.
_MOVED = 50
#: Or so large a share of them, where the site is small.
_MOVED_SHARE, _LEAST_SHARED = 0.5, 5
#: A site's times of change tell something where so many pages agree with their stated dates.
_HABIT, _LEAST_HABIT = 0.8, 20

_DOCUMENT_NUMBER = re.compile(
    r"[〔\[［(（【]\s*((?:19|20)\d\d)\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号|((?:19|20)\d\d)年第\d{1,4}号"
)
_ANNIVERSARY = re.compile(r"周年|诞辰|逝世|历史上的今天")
_PAST = re.compile(r"纪念|往事|回眸|重温|回顾|档案|口述|缅怀|追忆|史话|地方志")
#: A document's own number stands above its text.
_NUMBER_WITHIN = 200
_PLAN = re.compile(r"计划|规划|方案|安排|预告|日程|要点|时间表|进度表|工期|议程|预案")
_SAID_AGAIN = re.compile(r"重发|再次发布|重新发布|转载|转发|更正|修订|重印|旧闻|汇编")


class ContradictionKind(StrEnum):
    """What contradicts the stated date."""

    CLOSING_DATE = "closing_date"  # the date below the text
    ADDRESS_DATE = "address_date"  # the day in the address
    LAST_MODIFIED = "last_modified"  # the server's time of change
    OLDER_COPY = "older_copy"  # the same article under an older date


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One doubt. ``detail`` is a sentence for the person who judges.

    ``days``: the stated date less the other one; positive where the article seems older than stated.
    """

    kind: ContradictionKind
    detail: str
    days: int


@dataclass(frozen=True, slots=True)
class DatedArticle:
    """An article with its stated date and what else tells of its age.

    ``last_modified``: the response's header, with time zone. ``older_copy``: the date of the oldest
    article of the site with the same text, as :func:`older_copies` gives it.
    """

    published: date
    title: str
    text: str
    url: str
    last_modified: datetime | None = None
    older_copy: date | None = None


@dataclass(frozen=True, slots=True)
class SiteDates:
    """How many pages of a site share a day, and how many change on their stated day."""

    pages: int = 0
    changed_on: Counter[date] = field(default_factory=Counter)
    created_on: Counter[date] = field(default_factory=Counter)
    stated_on: Counter[date] = field(default_factory=Counter)
    with_change: int = 0
    change_agrees: int = 0

    def is_moving_day(self, counts: Counter[date], day: date) -> bool:
        """True when so many pages share the day that it tells of the site, not of the article."""
        shared = counts[day]
        return shared >= _MOVED or (shared >= _LEAST_SHARED and shared >= _MOVED_SHARE * self.pages)

    @property
    def changes_tell(self) -> bool:
        """True when the site leaves pages alone after publishing, so that a later change stands out."""
        return self.with_change >= _LEAST_HABIT and self.change_agrees >= _HABIT * self.with_change


def site_dates(articles: Iterable[DatedArticle]) -> SiteDates:
    """Counts the days of a site's articles."""
    pages = with_change = agrees = 0
    changed: Counter[date] = Counter()
    created: Counter[date] = Counter()
    stated: Counter[date] = Counter()
    for article in articles:
        pages += 1
        stated[article.published] += 1
        day = date_in_url(article.url)
        if day is not None:
            created[day] += 1
        if article.last_modified is not None:
            change = _day(article.last_modified)
            changed[change] += 1
            with_change += 1
            agrees += abs((change - article.published).days) <= _MODIFIED_LATER
    return SiteDates(pages, changed, created, stated, with_change, agrees)


def older_copies(repeats: Iterable[Repeat], published: dict[str, date]) -> dict[str, date]:
    """For each repeated article the date of the article it repeats, where the two dates differ.

    ``published``: the stated dates by key.
    """
    return {
        repeat.key: published[repeat.earlier_key]
        for repeat in repeats
        if repeat.kind is RepeatKind.REPETITION and repeat.days_apart and repeat.earlier_key in published
    }


def date_contradictions(
    article: DatedArticle, asof: datetime, site: SiteDates | None = None
) -> tuple[Contradiction, ...]:
    """What contradicts an article's stated date, as it was seen at ``asof`` (with time zone).

    ``site`` tells the days on which the whole site was moved; without it every day counts as ordinary,
    and a later change of a page says nothing.
    """
    known = site or SiteDates()
    if known.is_moving_day(known.stated_on, article.published):
        return ()
    found = (
        _by_closing_date(article, asof),
        _by_address(article, known),
        _by_change(article, asof, known),
        _by_older_copy(article),
    )
    return tuple(one for one in found if one is not None)


_HANDED_IN = re.compile(
    r"(?:来信|来件|写信|留言|咨询|提问|反映|投诉|建议|提交|受理|收件|登记)(?:时间|日期)\s*[:：]?\s*"
    r"(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)


def _day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def _contradiction(kind: ContradictionKind, stated: date, other: date, words: str) -> Contradiction:
    days = (stated - other).days
    side = "早" if days > 0 else "晚"
    detail = f"标注发布日期为{_print(stated)}，{words}{_print(other)}，{side}{abs(days)}天"
    return Contradiction(kind, detail, days)


def _print(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _by_closing_date(article: DatedArticle, asof: datetime) -> Contradiction | None:
    signed = closing_date(article.text)
    if signed is None or signed > _day(asof):
        return None
    days = (article.published - signed).days
    if days < -_SIGNED_LATER:
        lawful = _PLAN.search(article.title) is not None
    elif days > _SIGNED_EARLIER:
        lawful = _is_document_of(article, signed.year) or _speaks_of_the_past(article)
    else:
        lawful = True
    if lawful:
        return None
    return _contradiction(ContradictionKind.CLOSING_DATE, article.published, signed, "文末落款日期为")


def _is_document_of(article: DatedArticle, year: int) -> bool:
    """True when the text bears the number of a document of that year: an older document, published as such."""
    found = _DOCUMENT_NUMBER.findall(f"{article.title}\n{article.text}")
    return any(str(year) in years for years in found)


def _speaks_of_the_past(article: DatedArticle) -> bool:
    title = article.title
    in_title = _PAST.search(title) or _SAID_AGAIN.search(title) or _ANNIVERSARY.search(title)
    return bool(in_title or _ANNIVERSARY.search(article.text))


def _by_address(article: DatedArticle, site: SiteDates) -> Contradiction | None:
    created = date_in_url(article.url)
    if created is None or site.is_moving_day(site.created_on, created):
        return None
    days = (article.published - created).days
    if -_CREATED_LATER <= days <= _CREATED_EARLIER or _is_letter_of(article.text, created):
        return None
    return _contradiction(ContradictionKind.ADDRESS_DATE, article.published, created, "网页地址中的日期为")


def _is_letter_of(text: str, created: date) -> bool:
    """Whether the text is a letter handed in on that day: its page is made then, and published once answered."""
    days = ((int(year), int(month), int(day)) for year, month, day in _HANDED_IN.findall(text))
    return (created.year, created.month, created.day) in days


def _by_change(article: DatedArticle, asof: datetime, site: SiteDates) -> Contradiction | None:
    if article.last_modified is None or asof - article.last_modified < _FRESH:
        return None
    changed = _day(article.last_modified)
    days = (article.published - changed).days
    early = days > _MODIFIED_EARLIER
    late = days < -_MODIFIED_LATER and site.changes_tell
    if not (early or late) or site.is_moving_day(site.changed_on, changed):
        return None
    words = "服务器记录的网页最后修改日期为"
    return _contradiction(ContradictionKind.LAST_MODIFIED, article.published, changed, words)


def _by_older_copy(article: DatedArticle) -> Contradiction | None:
    older = article.older_copy
    if older is None or (article.published - older).days <= _OLDER_COPY:
        return None
    head = f"{article.title}\n{article.text[:_NUMBER_WITHIN]}"
    numbered = _DOCUMENT_NUMBER.search(head) is not None
    if numbered or _speaks_of_the_past(article):
        return None
    return _contradiction(
        ContradictionKind.OLDER_COPY, article.published, older, "本网站相同稿件的发布日期为"
    )
