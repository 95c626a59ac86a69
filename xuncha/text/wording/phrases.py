"""Slips in protected phrases, told from ordinary words that merely come close to one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from xuncha.text.wording.candidates import written_words
from xuncha.text.wording.confusion import Confusion, shipped_confusion
from xuncha.text.wording.lattice import best_ways
from xuncha.text.wording.mentions import only_mentioned
from xuncha.text.wording.near_phrases import Near, PhraseSearch, Slip
from xuncha.text.wording.phrase_table import Phrase, shipped_phrases
from xuncha.text.wording.word_model import WordModel, shipped_words

#: Below every gain asked for.
_REFUSED = float("-inf")
#: Characters beside a near phrase that are read with it.
_BESIDE = 4


@dataclass(frozen=True, slots=True)
class PhraseSlip:
    """Characters ``start`` to ``end`` read ``wrong`` where the phrase is ``right``."""

    start: int
    end: int
    wrong: str
    right: str
    phrase: Phrase
    slip: Slip


class PhraseCheck:
    """Finds slips in the phrases of a table."""

    def __init__(self, search: PhraseSearch, confusion: Confusion, words: WordModel) -> None:
        self._search = search
        self._confusion = confusion
        self._words = words
        self._known = lru_cache(maxsize=20_000)(self._score)

    def find(self, text: str) -> tuple[PhraseSlip, ...]:
        """Slips in the order of the text, not overlapping; phrases only spoken of as wrong are passed over."""
        found: list[PhraseSlip] = []
        for _, group in groupby(self._search.find(text), key=Near.spot):
            weighed = [(self._weight(text, near), near) for near in group]
            gain, near = max(weighed, key=lambda pair: (pair[0], len(pair[1].phrase.text)))
            right = near.phrase.text
            if gain <= _REFUSED or only_mentioned(text, near.start, near.end, right):
                continue
            if found and near.start < found[-1].end:
                continue
            found.append(PhraseSlip(near.start, near.end, text[near.start : near.end], right, near.phrase, near.slip))
        return tuple(found)

    def _weight(self, text: str, near: Near) -> float:
        """How much likelier the phrase is than what is written; _REFUSED where that is too little for its kind."""
        least = self._least_gain(text, near)
        if least is None:
            return _REFUSED
        gain = self.gain(text, near)
        return gain if gain >= least else _REFUSED

    def _least_gain(self, text: str, near: Near) -> float | None:
        """The gain a slip must bring; None where none would do."""
        whole = near.phrase.text
        short = len(whole) < 5
        if near.slip is Slip.SWAPPED:
            return 0.0
        if near.slip is Slip.MISSING:
            return 1.0 if short else 0.0
        at = near.start + near.place
        if not "\u4e00" <= text[at] <= "\u9fff":
            return None
        edge = near.place in (0, len(whole) - 1)
        if self._confusion.taken_for(text[at], whole[near.place]):
            return 1.5 if edge else -0.7
        # A character that neither sounds nor looks alike is more often another word than a slip.
        return 4.0 if short or edge else 2.5

    def gain(self, text: str, near: Near) -> float:
        """How much likelier (log10) the words are with the phrase put right."""
        before = _chinese_tail(text[max(0, near.start - _BESIDE) : near.start])
        after = _chinese_head(text[near.end : near.end + _BESIDE])
        written = before + text[near.start : near.end] + after
        return self._known(before + near.phrase.text + after) - self._known(written)

    def _score(self, text: str) -> float:
        numbers = self._confusion.numbers(text)
        return best_ways(written_words(numbers, self._words), len(numbers), self._words).best


def _chinese_tail(text: str) -> str:
    return _chinese_head(text[::-1])[::-1]


def _chinese_head(text: str) -> str:
    for place, char in enumerate(text):
        if not "\u4e00" <= char <= "\u9fff":
            return text[:place]
    return text


@cache
def shipped_phrase_check() -> PhraseCheck:
    """The check over the phrases that come with the program."""
    return PhraseCheck(PhraseSearch(shipped_phrases()), shipped_confusion(), shipped_words())
