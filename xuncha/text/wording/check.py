"""Wrong wording in a text: listed forms, slips in protected phrases, open typos."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xuncha.text.wording.mentions import about_mistakes, only_mentioned
from xuncha.text.wording.near_phrases import Slip
from xuncha.text.wording.old_names import shipped_old_names
from xuncha.text.wording.phrases import PhraseSlip, shipped_phrase_check
from xuncha.text.wording.place_names import in_small_place_name
from xuncha.text.wording.traditional import in_traditional_script
from xuncha.text.wording.typos import ALERT, find_typos, search_typos_together
from xuncha.text.wording.word_list import WordList, shipped_word_list

_SLIPS = {
    Slip.OTHER: "有一个字不同",
    Slip.MISSING: "缺一个字",
    Slip.SWAPPED: "有两个字颠倒",
    Slip.DOUBLED: "多一个重复的字",
}


class Source(StrEnum):
    """Which check found the issue, the surest first."""

    LISTED = "listed"
    FORMER = "former"
    PHRASE = "phrase"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class WordingIssue:
    """Characters ``start`` to ``end`` of the text read ``wrong`` and should probably read ``right``.

    ``serious`` marks what may count as 严重表述错误, which only a person decides. ``alert`` tells the issues
    sure enough to be put before a person from those that are only hints.
    """

    start: int
    end: int
    wrong: str
    right: str
    source: Source
    serious: bool
    alert: bool
    reason: str


def find_wording(
    text: str, *, asof: date, word_list: WordList | None = None, typos: bool = True
) -> tuple[WordingIssue, ...]:
    """Wording issues in the order of the text, not overlapping; a listed form comes before a phrase, a phrase
    before a typo.

    ``asof`` is the day on which dated entries of the word list must hold. ``word_list`` is the office's own list,
    used in place of the shipped one (``own.plus(shipped_word_list())`` joins them). ``typos`` false leaves out the
    search for open typos, by far the slowest part.
    """
    words = word_list if word_list is not None else shipped_word_list()
    issues = _Kept()
    issues.add(_listed(words, text, asof))
    issues.add(_old_names(text))
    slips = shipped_phrase_check().find(text)
    issues.add(_slips(slips))
    issues.close(*(place for slip in slips for place in slip.beside))
    if typos:
        issues.add(_typos(text))
    return tuple(sorted(issues.kept, key=lambda issue: issue.start))


def search_together(texts: Iterable[str], typos_in: Iterable[str] = ()) -> None:
    """Search several texts at once, so that :func:`find_wording` of each of them comes quickly after; what is found is the
    same either way. ``typos_in``: those that will be searched for open typos.
    """
    shipped_phrase_check().search_together(texts)
    search_typos_together(typos_in)


class _Kept:
    """Issues that do not overlap; who comes first stays."""

    def __init__(self) -> None:
        self.kept: list[WordingIssue] = []
        self._taken: set[int] = set()

    def close(self, *places: int) -> None:
        """Nothing that comes later may touch these places: what is wrong there has been told."""
        self._taken.update(places)

    def add(self, issues: Iterable[WordingIssue]) -> None:
        for issue in issues:
            places = range(issue.start, issue.end)
            if self._taken.isdisjoint(places):
                self._taken.update(places)
                self.kept.append(issue)


def _listed(words: WordList, text: str, asof: date) -> Iterable[WordingIssue]:
    for found in words.find(text, asof):
        entry = found.entry
        reason = f"{words.name}：“{entry.wrong}”应为“{entry.right}”"
        yield WordingIssue(
            found.start, found.end, entry.wrong, entry.right, Source.LISTED, entry.serious, True, reason
        )


def _old_names(text: str) -> Iterable[WordingIssue]:
    for found in shipped_old_names().find(text):
        reason = f"“{found.wrong}”在机构改革后已是“{found.right}”，句中所写年份在此之后；确指当时机构的，宜加“原”字"
        yield WordingIssue(
            found.start, found.end, found.wrong, found.right, Source.FORMER, False, True, reason
        )


def _slips(slips: Iterable[PhraseSlip]) -> Iterable[WordingIssue]:
    for slip in slips:
        what = "行政区划名称" if slip.phrase.region else "固定表述"
        reason = f"“{slip.wrong}”与{what}“{slip.right}”相比{_SLIPS[slip.slip]}"
        serious = slip.phrase.serious
        yield WordingIssue(slip.start, slip.end, slip.wrong, slip.right, Source.PHRASE, serious, True, reason)


def _typos(text: str) -> Iterable[WordingIssue]:
    if about_mistakes(text) or in_traditional_script(text):
        return  # the models know the simplified script alone
    for typo in find_typos(text):
        if in_small_place_name(text, typo.start, typo.end, typo.right):
            continue
        if only_mentioned(text, typo.start, typo.end, typo.right):
            continue
        if in_traditional_script(_line_of(text, typo.start)):
            continue
        alert = typo.probability >= ALERT
        sure = "很可能" if alert else "可能"
        reason = (
            f"“{typo.wrong}”{sure}是“{typo.right}”之误（模型判断，把握 {typo.probability:.0%}，须人工核实）"
        )
        yield WordingIssue(typo.start, typo.end, typo.wrong, typo.right, Source.TYPO, False, alert, reason)


def _line_of(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
