"""The figures that tell a slip in a phrase from other words: its kind and place, and what the characters round it say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xuncha.text.wording.char_model import ORDER, CharCodes, CharModel
from xuncha.text.wording.confusion import Confusion
from xuncha.text.wording.near_phrases import Near, Slip
from xuncha.text.wording.packed import Floats, Ints
from xuncha.text.wording.phrase_table import Phrase

#: Names of the columns of a figures table, in their order.
COLUMNS = (
    "slip", "edge", "length", "region", "above", "below", "serious", "place", "left", "rank", "before", "after",
    "sound", "shape", "gain", "gain_behind", "written", "meant",
)  # fmt: skip
_CONTEXT = ORDER - 1
#: Stands for the beginning of a text; no text holds it.
_BEGIN = "\uffff"
_SLIPS = {Slip.OTHER: 0, Slip.MISSING: 1, Slip.SWAPPED: 2, Slip.DOUBLED: 3}
#: Words of one character between which names and formulas stand.
_JOINING = "的和与及至到在有从是等来去为对向由于了经赴往将把被以并或"


#: A near phrase and the text it stands in.
Found = tuple[str, Near]
#: All that the figures of a near phrase come from: the phrase, its slip and where, the words before it, its own as
#: written, and those behind it.
Place = tuple[Phrase, Slip, int, str, str, str]


def place_of(text: str, near: Near) -> Place:
    """Near phrases of one place, in whatever texts, have the same figures."""
    before, after = text[max(0, near.start - _CONTEXT) : near.start], text[near.end : near.end + _CONTEXT]
    return near.phrase, near.slip, near.place, before, text[near.start : near.end], after


class NearFigures:
    """Makes the figures of near phrases, many at once."""

    def __init__(self, confusion: Confusion, characters: CharModel, codes: CharCodes) -> None:
        self._confusion = confusion
        self._characters = characters
        self._codes = codes

    def of(self, found: Sequence[Found]) -> Floats:
        """A row for each near phrase, one of them at least, with the columns of COLUMNS."""
        # Where no character stands for another, the two are the same.
        pairs = [
            (text[near.start + near.place], near.phrase.text[near.place])
            if near.slip is Slip.OTHER
            else ("一", "一")
            for text, near in found
        ]
        written, meant = (self._confusion.numbers("".join(side)) for side in zip(*pairs, strict=True))
        kinds = np.array([_kind(text, near) for text, near in found], np.float32)
        alike = np.column_stack(
            [self._confusion.sound(written, meant), self._confusion.shape(written, meant)]
        )
        return np.column_stack([kinds, alike, self._gains(found)]).astype(np.float32)

    def _gains(self, found: Sequence[Found]) -> Floats:
        """The gain (log10) of putting each phrase right, the part of it behind the phrase, and how usual a character
        of what is written and of the phrase is."""
        lines, sizes = [], []
        for text, near in found:
            before = text[max(0, near.start - _CONTEXT) : near.start].rjust(_CONTEXT, _BEGIN)
            after = text[near.end : near.end + _CONTEXT].ljust(_CONTEXT, "\n")
            for inside in (text[near.start : near.end], near.phrase.text):
                lines.append(before + inside + after)
                sizes.append(len(inside))
        scores = self._characters.windows(self._windows(lines))[:, 0]
        # Of every line first the phrase's own characters, then those behind it.
        parts = np.column_stack([sizes, np.full(len(sizes), _CONTEXT)]).ravel()
        sums = np.add.reduceat(scores, np.cumsum(parts) - parts).reshape(-1, 2, 2)
        own, behind = sums[:, :, 0], sums[:, :, 1]
        gain = sums.sum(axis=2)
        usual = own / np.array(sizes, np.float32).reshape(-1, 2)
        gains: Floats = np.column_stack([gain[:, 1] - gain[:, 0], behind[:, 1] - behind[:, 0], usual])
        return gains

    def _windows(self, lines: list[str]) -> Ints:
        """Every run of ORDER characters within one of the lines, coded: shape (runs, ORDER)."""
        joined = "".join(lines)
        coded = self._codes.numbers(joined)
        coded[[place for place, char in enumerate(joined) if char == _BEGIN]] = self._codes.begin
        ends = np.cumsum([len(line) for line in lines])
        within = np.ones(len(joined) - _CONTEXT, bool)
        for back in range(1, ORDER):  # what begins here would reach into the next line
            within[ends[:-1] - back] = False
        runs: Ints = np.lib.stride_tricks.sliding_window_view(coded, ORDER)[within]
        return runs


def _kind(text: str, near: Near) -> tuple[float, ...]:
    phrase, place = near.phrase, near.place
    length = len(phrase.text)
    edge = 0 if place == 0 else 2 if place == length - 1 else 1
    return (
        _SLIPS[near.slip], edge, length, phrase.region, phrase.above, length - phrase.above, phrase.serious, place,
        length - place, phrase.text[place] in "省市州区县盟旗", _neighbour(text[max(0, near.start - 1) : near.start]),
        _neighbour(text[near.end : near.end + 1]),
    )  # fmt: skip


def _neighbour(char: str) -> int:
    """What stands beside: 0 nothing or a sign, 1 a word that joins, 2 another Chinese character."""
    if not char or not "\u4e00" <= char <= "\u9fff":
        return 0
    return 1 if char in _JOINING else 2
