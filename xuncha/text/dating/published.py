"""When an article was published, as its page says: every place that says so casts a vote.

A vote is taken only from where pages state their own date: meta tags, JSON-LD, labels such as 发布时间,
and the line of source and date below the title. The clock in the header, dates in the text, other
articles' dates and the footer have no vote. No vote means unknown, which is better than wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from selectolax.lexbor import LexborHTMLParser

from xuncha.facts.seen import BEIJING, DateSource, Published
from xuncha.text.dating.dates import date_in_url
from xuncha.text.dating.stated_dates import json_ld_dates, meta_dates
from xuncha.text.dating.visible_dates import Label, visible_dates

#: Statements of one page's date may lie this far apart before they contradict each other.
_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """What a page says of its publication.

    ``candidates`` holds every vote, strongest first. ``published`` is the first of them; None when there
    is none, and also when the votes are too weak to tell a date: then the page is neither dated nor
    *undated*. ``conflict``: two strong votes lie more than a day apart. ``future``: ``published`` is later
    than the time the page was seen.
    """

    published: Published | None
    candidates: tuple[Published, ...]
    conflict: bool
    future: bool


class _Strength(IntEnum):
    """How much a vote counts, strongest first."""

    META = 0
    JSON_LD = 1
    LABEL = 2  # those down to here may contradict each other
    META_GENERAL = 3
    HEAD_LINE = 4
    FOOT_LINE = 5
    ISSUED = 6
    UPDATED = 7
    WRITTEN = 8
    URL = 9  # those down to here tell a date
    NO_YEAR = 10
    GENERATED = 11


_OF_LABEL = {
    Label.PUBLISHED: _Strength.LABEL,
    Label.HEAD_LINE: _Strength.HEAD_LINE,
    Label.FOOT_LINE: _Strength.FOOT_LINE,
    Label.ISSUED: _Strength.ISSUED,
    Label.UPDATED: _Strength.UPDATED,
    Label.WRITTEN: _Strength.WRITTEN,
    Label.NO_YEAR: _Strength.NO_YEAR,
}


def article_date(tree: LexborHTMLParser, url: str, asof: datetime) -> ArticleDate:
    """Reads when the article at ``url`` was published from its parsed page.

    ``asof`` (with time zone) is when the page was seen. A date in the address counts only when the page
    itself says nothing.
    """
    votes = sorted(_votes(tree, url, asof), key=lambda vote: vote[0])
    telling = [published for strength, published in votes if strength <= _Strength.URL]
    strong = [published.day for strength, published in votes if strength <= _Strength.LABEL]
    best = telling[0] if telling else None
    return ArticleDate(
        published=best,
        candidates=tuple(dict.fromkeys(published for _, published in votes)),
        conflict=bool(strong) and max(strong) - min(strong) > _TOLERANCE,
        future=best is not None and best.is_after(asof),
    )


def _votes(tree: LexborHTMLParser, url: str, asof: datetime) -> Iterator[tuple[_Strength, Published]]:
    meta = meta_dates(tree)
    yield from ((_Strength.META, published) for published in meta.publication)
    yield from ((_Strength.META_GENERAL, published) for published in meta.general)
    yield from ((_Strength.GENERATED, published) for published in meta.generated)
    yield from ((_Strength.JSON_LD, published) for published in json_ld_dates(tree))
    today = asof.astimezone(BEIJING).date()
    yield from ((_OF_LABEL[label], published) for label, published in visible_dates(tree, today))
    day = date_in_url(url)
    if day is not None:
        yield _Strength.URL, Published(day, DateSource.URL)
