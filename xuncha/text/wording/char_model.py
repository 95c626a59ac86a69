"""How usual a character is after the three before it in official writing: the shipped character model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.confusion import Confusion, shipped_confusion
from xuncha.text.wording.packed import Floats, Ints, Keys, load_arrays

ORDER = 4
#: Bits a character takes in a key.
BITS = 14
_SIGNS = "，。、；：（）《》“”〔〕—"
_HALF_WIDTH = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}


class CharCodes:
    """Numbers for all characters: those of the confusion table, then signs, digits, letters and the beginning."""

    def __init__(self, confusion: Confusion) -> None:
        self._confusion = confusion
        self._signs = {sign: confusion.unknown + 1 + place for place, sign in enumerate(_SIGNS)}
        self._signs |= {half: self._signs[full] for half, full in _HALF_WIDTH.items()}
        self._digit = confusion.unknown + len(_SIGNS) + 1
        self._letter = self._digit + 1
        self.begin = self._digit + 2
        self.size = self._digit + 3

    def numbers(self, text: str) -> Ints:
        """The number of every character; what is not Chinese goes into a few classes."""
        found = self._confusion.numbers(text)
        for place in np.flatnonzero(found == self._confusion.unknown).tolist():
            found[place] = self._class(text[place])
        return found

    def _class(self, char: str) -> int:
        if char in self._signs:
            return self._signs[char]
        if char.isdigit():
            return self._digit
        return self._letter if char.isalpha() and char.isascii() else self._confusion.unknown

    def padded(self, text: str) -> Ints:
        """The numbers of ``text`` after ORDER - 1 marks for the beginning."""
        return np.concatenate([np.full(ORDER - 1, self.begin, np.int64), self.numbers(text)])


class CharModel:
    """log10 probabilities of characters in their left context."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._keys = [_keys(arrays[f"step{order}"]) for order in range(1, ORDER + 1)]
        self._scores: list[Floats] = [
            arrays[f"score{order}"].astype(np.float32) for order in range(1, ORDER + 1)
        ]
        self._histories = [_keys(arrays[f"history{order}"]) for order in range(2, ORDER + 1)]
        self._left: list[Floats] = [
            arrays[f"left{order}"].astype(np.float32) for order in range(2, ORDER + 1)
        ]
        self._floor = np.float32(self._scores[0].min() - 1)

    def windows(self, rows: Ints) -> Floats:
        """Scores of columns ORDER - 1 … of every row, each in the context of the columns before it."""
        width = rows.shape[1] - ORDER + 1
        stacked = np.stack([rows[:, back : back + width] for back in range(ORDER)], axis=-1)
        return self._score(stacked.reshape(-1, ORDER)).reshape(len(rows), width)

    def _score(self, runs: Ints) -> Floats:
        key = runs[:, -1].copy()
        place = self._keys[0].find(key)
        score = np.where(place >= 0, self._scores[0][place], self._floor).astype(np.float32)
        for order in range(2, ORDER + 1):
            key |= runs[:, ORDER - order] << BITS * (order - 1)
            place = self._keys[order - 1].find(key)
            history = self._histories[order - 2].find(key >> BITS)
            passed = np.where(history >= 0, self._left[order - 2][history], np.float32(0))
            score = np.where(place >= 0, self._scores[order - 1][place], score + passed).astype(np.float32)
        return score

    def pair_seen(self, first: Ints, second: Ints) -> NDArray[np.bool_]:
        """Whether the second character was ever seen after the first."""
        return self._keys[1].find((first << BITS) | second) >= 0

    def triples_seen(self, rows: Ints) -> Ints:
        """How many of the three runs of three characters in each row of five were ever seen."""
        seen = np.zeros(len(rows), np.int64)
        for begin in range(3):
            key = (rows[:, begin] << 2 * BITS) | (rows[:, begin + 1] << BITS) | rows[:, begin + 2]
            seen += self._keys[2].find(key) >= 0
        return seen


def _keys(steps: NDArray[np.generic]) -> Keys:
    return Keys(np.cumsum(steps.astype(np.int64)))


@until_let_go
@cache
def shipped_characters() -> CharModel:
    """The model that comes with the program, read once."""
    return CharModel(load_arrays("characters.npz"))


@until_let_go
@cache
def shipped_codes() -> CharCodes:
    """The numbering of characters that goes with it."""
    return CharCodes(shipped_confusion())
