"""Articles of one site that were published more than once.

Meant for N101 重复发布相同稿件 and, through the older date, for W105. Posting one article on the same day
in two columns is lawful and told apart; so are issues of the same form, corrections and series.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from xuncha.text.articles.column_frame_text import own_texts
from xuncha.text.articles.info_lines import is_editor_line, is_info_line
from xuncha.text.articles.same_form import (
    Wording,
    differ_in_particulars,
    is_reissue,
    titles_agree,
    titles_number_apart,
)
from xuncha.text.articles.shingles import Shingles, candidates, overlap, shingles
from xuncha.text.remembered import until_let_go

#: Texts that share so much of their runs of four characters are candidates for one article.
LEAST_JACCARD = 0.6
#: Texts of their own shorter than this (letters) must be equal, and their titles agree.
SHORT = 80
#: Shorter ones say nothing: 详见附件 under two titles is not one article.
_TOO_SHORT = 20
#: So many titles above one such text make it a form.
_FORM_TITLES = 3
#: An equal text up to this length may be a form around a picture or an attachment.
_FORM = 400
_ELSEWHERE = ("附件", "附表", "下图", "如图", "点击", "下载", "链接")
_BETWEEN_IDEOGRAPHS = re.compile(r"[^\u4e00-\u9fff]+")
#: Of one text in more articles than this each is compared with the next ones only.
_CROWD = 60


class RepeatKind(StrEnum):
    """What it means that an article stands twice."""

    REPETITION = "repetition"  # in one column, or under another date
    CROSS_POSTING = "cross_posting"  # the same day in another column: lawful
    UNDATED = "undated"  # in another column, a date is missing: cannot be told


_GRAVITY = {RepeatKind.REPETITION: 2, RepeatKind.UNDATED: 1, RepeatKind.CROSS_POSTING: 0}


@dataclass(frozen=True, slots=True)
class Article:
    """An article as published: ``key`` (its address), the column that lists it, its title and cleaned text."""

    key: str
    column: str
    title: str
    text: str
    published: date | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """An article (``key``) that stands on the site before it (``earlier_key``).

    ``similarity`` and ``containment`` are shares from 0 to 1 of runs of four characters.
    ``days_apart`` counts from the earlier date; None where a date is missing.
    """

    earlier_key: str
    key: str
    kind: RepeatKind
    similarity: float
    containment: float
    days_apart: int | None


def find_repeats(articles: Sequence[Article]) -> tuple[Repeat, ...]:
    """Every article that repeats an earlier one, once each, with the earlier one that makes it gravest.

    Articles are ordered by date, undated ones after, then as given. An article found twice under one key
    is one article.
    """
    ordered = _in_order(articles)
    wordings = tuple(_wording(article.title, article.text) for article in ordered)
    found: dict[int, Repeat] = {}
    for first, second, likeness in _matches(tuple(article.column for article in ordered), wordings):
        repeat = _repeat(ordered[first], ordered[second], likeness)
        known = found.get(second)
        if known is None or _GRAVITY[repeat.kind] > _GRAVITY[known.kind]:
            found[second] = repeat
    return tuple(found[place] for place in sorted(found))


def _in_order(articles: Iterable[Article]) -> list[Article]:
    distinct: dict[str, Article] = {}
    for article in articles:
        distinct.setdefault(article.key, article)
    return sorted(distinct.values(), key=lambda article: article.published or date.max)


@until_let_go
@lru_cache(maxsize=512)
def _wording(title: str, text: str) -> Wording:
    """Title and text in one form of writing, without the lines about source, date and editor.

    Kept for a site's articles: two indicators look for repeats among them.
    """
    lines = (line.strip() for line in _in_one_form(text).splitlines())
    kept = [line for line in lines if line and not is_info_line(line) and not is_editor_line(line)]
    return Wording(_in_one_form(title), "\n".join(kept))


def _in_one_form(text: str) -> str:
    """NFKC. Ideographs stay what they are and join with nothing, so that only what stands between them is looked at."""
    return _BETWEEN_IDEOGRAPHS.sub(lambda between: unicodedata.normalize("NFKC", between[0]), text)


_Likeness = tuple[float, float]


@until_let_go
@lru_cache(maxsize=2)
def _matches(
    columns: tuple[str, ...], wordings: tuple[Wording, ...]
) -> tuple[tuple[int, int, _Likeness], ...]:
    """Pairs of one article, sorted by place, with their likeness.

    Kept for the last articles: of most sites both indicators that look for repeats see the same order.
    """
    pairs: dict[tuple[int, int], _Likeness] = dict(_equal_texts(wordings))
    own = own_texts(wordings, columns)
    long = [place for place, text in enumerate(own) if len(text) >= SHORT]
    grams = [shingles(own[place]) for place in long]
    for i, j in candidates(grams):
        pair = long[i], long[j]
        likeness = _likeness(grams[i], grams[j])
        if likeness is not None and _is_one_article(wordings[pair[0]], wordings[pair[1]]):
            pairs[pair] = likeness
    return tuple((first, second, likeness) for (first, second), likeness in sorted(pairs.items()))


def _likeness(first: Shingles, second: Shingles) -> _Likeness | None:
    jaccard, contained = overlap(first, second)
    return (jaccard, contained) if jaccard >= LEAST_JACCARD else None


def _is_one_article(first: Wording, second: Wording) -> bool:
    """Whether two like but unequal texts are one article."""
    if first.letters == second.letters:  # judged already, by other rules
        return False
    return not is_reissue(first, second) and not differ_in_particulars(first, second)


def _equal_texts(wordings: Sequence[Wording]) -> Iterator[tuple[tuple[int, int], _Likeness]]:
    """Pairs of articles whose texts are the same letter by letter, the short ones among them."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, wording in enumerate(wordings):
        if len(wording.letters) >= _TOO_SHORT:
            groups[wording.letters].append(place)
    for group in groups.values():
        titles = {wordings[place].title_letters for place in group}
        is_form = len(titles) >= _FORM_TITLES and len(wordings[group[0]].letters) <= _FORM
        reach = len(group) if len(group) <= _CROWD else _CROWD // 2
        for number, first in enumerate(group):
            for second in group[number + 1 : number + 1 + reach]:
                if _equal_is_same(wordings[first], wordings[second], is_form=is_form):
                    yield (first, second), (1.0, 1.0)


def _equal_is_same(first: Wording, second: Wording, *, is_form: bool) -> bool:
    """Whether an equal text makes one article: not when the titles differ and the matter is elsewhere."""
    if is_reissue(first, second):
        return False
    numbered = titles_number_apart(first, second)
    length = len(first.letters)
    if titles_agree(first, second) and not numbered:
        return length >= SHORT or first.title_letters == second.title_letters
    if length > _FORM:
        return True
    elsewhere = any(word in first.text for word in _ELSEWHERE)
    return length >= SHORT and not (is_form or numbered or elsewhere)


def _repeat(earlier: Article, later: Article, likeness: _Likeness) -> Repeat:
    days = (later.published - earlier.published).days if earlier.published and later.published else None
    if earlier.column == later.column or days:
        kind = RepeatKind.REPETITION
    elif days is None:
        kind = RepeatKind.UNDATED
    else:
        kind = RepeatKind.CROSS_POSTING
    return Repeat(earlier.key, later.key, kind, round(likeness[0], 4), round(likeness[1], 4), days)
