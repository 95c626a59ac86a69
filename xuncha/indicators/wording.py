"""Wrong wording as doubts: what W101, N110 and A101 share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import DateSource, Evidence
from xuncha.facts.targets import MediaAccount, Site
from xuncha.facts.words import WordEntry
from xuncha.indicators.kernel import Doubt
from xuncha.text.remembered import until_let_go
from xuncha.text.wording import WordingIssue, find_wording, search_together
from xuncha.text.wording.check import Source
from xuncha.text.wording.word_list import WordList, joined_list

#: Characters shown on either side of a wrong form.
_CONTEXT = 12
#: Addresses one doubt names; all are counted.
_URLS = 20
#: Characters searched together.
_SEARCHED_AT_ONCE = 20_000
_NOT_STATED = (DateSource.LIST_NO_YEAR, DateSource.URL)


@dataclass(frozen=True, slots=True)
class Said:
    """Words published somewhere: ``name`` as a reader knows it, ``day`` on which they were right or wrong."""

    words: str
    name: str
    url: str
    day: date
    evidence: Evidence | None
    typos: bool = False


def said_on_pages(
    texts: Iterable[TextSeen], asof: date, typos_in: frozenset[str] = frozenset()
) -> Iterator[Said]:
    """What pages and their documents say; a text with undecodable bytes says nothing. ``typos_in``: pages read for open
    typos too.

    An article is judged by the day it states: the name of an organ renamed since was right then.
    """
    for text in texts:
        stated = text.published and text.published.source not in _NOT_STATED
        day = min(text.published.day, asof) if text.published and stated else asof
        name = f"《{text.title}》" if text.title else text.url
        if not text.lossy:
            words = f"{text.title}\n{text.text}"
            yield Said(words, name, text.url, day, text.evidence, typos=text.url in typos_in)
        for attachment in text.attachments:
            where = f"{name}的附件“{attachment.name}”"
            yield Said(attachment.text, where, attachment.url, day, attachment.evidence)


def newest_articles(texts: Iterable[TextSeen], count: int) -> frozenset[str]:
    """Addresses of the ``count`` newest articles; those without a date come last."""
    articles = [text for text in texts if text.role is TextRole.ARTICLE]
    dated = [(text.published.sort_key, text.url) for text in articles if text.published]
    newest = [url for _, url in sorted(dated, reverse=True)]
    newest += [text.url for text in articles if not text.published]
    return frozenset(newest[:count])


def names_of(target: Site | MediaAccount) -> str:
    """The names the directory knows a target by, one a line."""
    return "\n".join((target.name, target.region, target.sponsor, target.supervisor))


def wording_doubts(
    said: Iterable[Said], office_words: tuple[WordEntry, ...], own_names: str, *, serious: bool
) -> Iterator[Doubt]:
    """One doubt for each wrong form, naming the places where it stands: a slip in a page's foot is one fault.

    What stands so in ``own_names`` only comes near another name; a listed wrong form is wrong there too.
    """
    words = joined_list(office_words)
    found: dict[tuple[str, str], list[tuple[WordingIssue, Said]]] = {}
    for one in _searched(said):
        for issue in _issues(one.words, one.day, words, typos=one.typos):
            is_own = issue.source is not Source.LISTED and issue.wrong in own_names
            if issue.serious is serious and issue.alert and not is_own:
                found.setdefault((issue.wrong, issue.right), []).append((issue, one))
    for (wrong, right), places in found.items():
        yield _doubt(wrong, right, places)


def _searched(said: Iterable[Said]) -> Iterator[Said]:
    """The same, some at a time searched together before they are read one by one."""
    waiting: list[Said] = []
    characters = 0
    for one in said:
        waiting.append(one)
        characters += len(one.words)
        if characters > _SEARCHED_AT_ONCE:
            yield from _together(waiting)
            waiting, characters = [], 0
    yield from _together(waiting)


def _together(some: list[Said]) -> list[Said]:
    search_together([one.words for one in some], [one.words for one in some if one.typos])
    return some


def _doubt(wrong: str, right: str, places: list[tuple[WordingIssue, Said]]) -> Doubt:
    issue, first = places[0]
    pages = list(dict.fromkeys(said.url for _, said in places))
    where = first.name if len(pages) == 1 else f"{first.name}等 {len(pages)} 个页面"
    cited = {said.url: said.evidence for _, said in places if said.evidence}
    return Doubt(
        f"{where}中的“{wrong}”疑应为“{right}”：{issue.reason}",
        {
            "wrong": wrong,
            "right": right,
            "source": str(issue.source),
            "pages": len(pages),
            "places": len(places),
        },
        tuple(pages[:_URLS]),
        tuple(evidence for url, evidence in cited.items() if url in pages[:_URLS]),
        quote=_around(first.words, issue),
        key=f"{wrong}|{right}",
    )


def _around(words: str, issue: WordingIssue) -> str:
    """The wrong form with the words round it, on one line."""
    begin, end = max(0, issue.start - _CONTEXT), issue.end + _CONTEXT
    before, after = "…" if begin else "", "…" if end < len(words) else ""
    return before + " ".join(words[begin:end].split()) + after


@until_let_go
@lru_cache(maxsize=1024)
def _issues(words: str, day: date, word_list: WordList, *, typos: bool) -> tuple[WordingIssue, ...]:
    """Every issue; kept, because two indicators read the same texts."""
    return find_wording(words, asof=day, word_list=word_list, typos=typos)
