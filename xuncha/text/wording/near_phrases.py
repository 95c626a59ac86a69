"""Where a text comes within one slip of a protected phrase: another character, one left out, twice, two swapped."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, groupby

from ahocorasick_rs import AhoCorasick

from xuncha.text.wording.phrase_table import SHORTEST, Phrase, PhraseTable


class Slip(StrEnum):
    """What happened to the phrase."""

    OTHER = "other"  # one character is another
    MISSING = "missing"  # one character is left out
    SWAPPED = "swapped"  # two neighbours have changed places
    DOUBLED = "doubled"  # one character stands there twice


#: Stands for what is beyond the ends of a text, which tells nothing; no text holds it.
_EDGE = "\uffff"
#: Characters by which a slip makes a phrase longer.
_LONGER = {Slip.MISSING: -1, Slip.DOUBLED: 1}


@dataclass(frozen=True, slots=True)
class Near:
    """Characters ``start`` to ``end`` of the text are ``phrase`` but for a slip at its place ``place``."""

    start: int
    end: int
    phrase: Phrase
    slip: Slip
    place: int

    def spot(self) -> tuple[int, int]:
        """The characters of the text the slip touches: two neighbours for a missing, a doubled or two swapped ones."""
        at = self.start + self.place
        if self.slip is Slip.MISSING:
            return at - 1, at + 1
        return at, at + (1 if self.slip is Slip.OTHER else 2)


@dataclass(frozen=True, slots=True)
class _Half:
    """One half of a phrase as it stands in a text, and the other: ``rest``, read away from it, of which ``next`` and
    ``beyond`` are the first two characters, empty where it has no second."""

    phrase: Phrase
    rest: str
    next: str
    beyond: str

    def may_slip(self, there: str) -> bool:
        """False where the two characters that stand ``there``, beside this half, show that the other is more than a
        slip away. Nearly all halves found end here: they are ordinary words."""
        if there[:1] == self.next or self.beyond in there:  # all that is empty is in there
            return True
        return len(there) < 2


class _Anchored:
    """The phrases of which something stands in a text: their first half, their second, or both with the two characters
    in the middle swapped.

    ``ahead`` and ``behind``: where none of these stands among the two characters on that side, none of the phrases
    is a slip away, if ``told``. Nearly all that is found ends here: it is ordinary words.
    """

    def __init__(self) -> None:
        self.firsts: list[_Half] = []
        self.seconds: list[_Half] = []
        self.swapped: list[Phrase] = []
        self.ahead: set[str] = set()
        self.behind: set[str] = set()
        self.told = True

    def add_first(self, half: _Half) -> None:
        """A phrase whose first half stands there."""
        self.firsts.append(half)
        self.ahead |= {half.next, half.beyond, _EDGE}
        self.told &= half.beyond != ""

    def add_second(self, half: _Half) -> None:
        """A phrase whose second half stands there."""
        self.seconds.append(half)
        self.behind |= {half.next, half.beyond, _EDGE}
        self.told &= half.beyond != ""

    def add_swapped(self, phrase: Phrase) -> None:
        """A phrase that stands there with two characters swapped."""
        self.swapped.append(phrase)
        self.told = False


class PhraseSearch:
    """Finds near phrases. A slip touches one half of a phrase only, so the other half stands there exactly;
    two swapped characters on either side of the middle are looked for as they are.

    What lacks a character of a name of three, or has one twice, is a word: that is not looked for.
    """

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        anchors: defaultdict[str, _Anchored] = defaultdict(_Anchored)
        for phrase in table.phrases:
            whole, middle = phrase.text, len(phrase.text) // 2
            ahead, behind = whole[middle:], whole[:middle][::-1]
            anchors[whole[:middle]].add_first(_Half(phrase, ahead, ahead[0], ahead[1:2]))
            anchors[whole[middle:]].add_second(_Half(phrase, behind, behind[0], behind[1:2]))
            swapped = whole[: middle - 1] + whole[middle] + whole[middle - 1] + whole[middle + 1 :]
            if swapped != whole:
                anchors[swapped].add_swapped(phrase)
        self._anchored = list(anchors.values())
        self._anchors = AhoCorasick(list(anchors))
        self._known = AhoCorasick(sorted(table.known))

    def find(self, text: str) -> list[Near]:
        """All near phrases outside the names that are right as they stand, in the order of their spots."""
        covered = _Cover(self._known.find_matches_as_indexes(text, overlapping=True))
        found = [
            near
            for start, end, anchored in self._hopeful(text)
            for near in _slips(text, start, end, anchored)
            if not covered.holds(near.spot()) and text[near.start : near.end] not in self._table.known
        ]
        found.sort(key=lambda near: (near.spot(), near.phrase.text, near.start, near.slip))
        # Some slips are found from both halves of the phrase.
        return [near for near, _ in groupby(found)]

    def _hopeful(self, text: str) -> Iterator[tuple[int, int, _Anchored]]:
        """Where something of a phrase stands and what is beside it does not rule out a slip."""
        beside = _EDGE * 2 + text + _EDGE * 2
        for number, start, end in self._anchors.find_matches_as_indexes(text, overlapping=True):
            anchored = self._anchored[number]
            if (
                not anchored.told
                or not anchored.ahead.isdisjoint(beside[end + 2 : end + 4])
                or (anchored.behind and not anchored.behind.isdisjoint(beside[start : start + 2]))
            ):
                yield start, end, anchored


class _Cover:
    """Stretches of a text that are right as they stand."""

    def __init__(self, matches: list[tuple[int, int, int]]) -> None:
        stretches = sorted((start, end) for _, start, end in matches)
        self._starts = [start for start, _ in stretches]
        #: Of the stretches up to this one, how far the furthest goes.
        self._furthest = list(accumulate((end for _, end in stretches), max))

    def holds(self, spot: tuple[int, int]) -> bool:
        """Whether one stretch holds the whole spot."""
        before = bisect_right(self._starts, max(0, spot[0]))
        return before > 0 and self._furthest[before - 1] >= spot[1]


def _slips(text: str, start: int, end: int, anchored: _Anchored) -> Iterator[Near]:
    for phrase in anchored.swapped:
        yield Near(start, end, phrase, Slip.SWAPPED, len(phrase.text) // 2 - 1)
    there = text[end : end + 2]
    for half in anchored.firsts:
        if half.may_slip(there):
            yield from _slips_behind(text, start, end, half)
    there = text[max(0, start - 2) : start][::-1]
    for half in anchored.seconds:
        if half.may_slip(there):
            yield from _slips_before(text, start, end, half)


def _slips_behind(text: str, start: int, end: int, half: _Half) -> Iterator[Near]:
    """Slips in the second half of a phrase whose first half stands there."""
    whole = half.phrase.text
    for slip, place in _slips_after(text[end : end + len(half.rest) + 1], half.rest, len(whole)):
        yield Near(start, start + len(whole) + _LONGER.get(slip, 0), half.phrase, slip, end - start + place)


def _slips_before(text: str, start: int, end: int, half: _Half) -> Iterator[Near]:
    """Slips in the first half of a phrase whose second half stands there: read backwards it is a part after."""
    rest = half.rest
    there = text[max(0, start - len(rest) - 1) : start][::-1]
    for slip, place in _slips_after(there, rest, len(half.phrase.text)):
        first = start - len(rest) - _LONGER.get(slip, 0)
        yield Near(first, end, half.phrase, slip, len(rest) - 1 - place - (slip is Slip.SWAPPED))


def _slips_after(there: str, rest: str, length: int) -> list[tuple[Slip, int]]:
    """The single slips that turn ``rest`` into the beginning of ``there``, one character longer where the text goes on,
    and their places. ``length``: that of the whole phrase."""
    found: list[tuple[Slip, int]] = []
    place, same = 0, min(len(there), len(rest))
    while place < same and there[place] == rest[place]:
        place += 1
    can_lose = length >= SHORTEST
    if can_lose and place and there[place:] == rest[place - 1 :]:
        found.append((Slip.DOUBLED, place - 1))
    if place == len(rest):
        return found
    if len(there) >= len(rest):
        if there[place + 1 : len(rest)] == rest[place + 1 :]:
            found.append((Slip.OTHER, place))
        elif there[place] == rest[place + 1] and _is_swapped(there, rest, place):
            found.append((Slip.SWAPPED, place))
    if can_lose and there[place : len(rest) - 1] == rest[place + 1 :]:
        found.append((Slip.MISSING, place))
    return found


def _is_swapped(there: str, rest: str, place: int) -> bool:
    return there[place + 1] == rest[place] and there[place + 2 : len(rest)] == rest[place + 2 :]
