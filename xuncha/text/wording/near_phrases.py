"""Where a text comes within one slip of a protected phrase: another character, one left out, twice, two swapped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from xuncha.text.wording.phrase_table import Phrase, PhraseTable


class Slip(StrEnum):
    """What happened to the phrase."""

    OTHER = "other"  # one character is another
    MISSING = "missing"  # one character is left out
    SWAPPED = "swapped"  # two neighbours have changed places
    DOUBLED = "doubled"  # one character stands there twice


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


class PhraseSearch:
    """Finds near phrases. A slip touches one half of a phrase only, so the other half stands there exactly;
    two swapped characters on either side of the middle are looked for as they are."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table
        anchors: dict[str, list[tuple[Phrase, int]]] = {}
        for phrase in table.phrases:
            middle = len(phrase.text) // 2
            swapped = (
                phrase.text[: middle - 1]
                + phrase.text[middle]
                + phrase.text[middle - 1]
                + phrase.text[middle + 1 :]
            )
            anchors.setdefault(phrase.text[:middle], []).append((phrase, 0))
            anchors.setdefault(phrase.text[middle:], []).append((phrase, middle))
            if swapped != phrase.text:
                anchors.setdefault(swapped, []).append((phrase, -1))
        self._anchored = list(anchors.values())
        self._anchors = AhoCorasick(list(anchors))
        self._known = AhoCorasick(sorted(table.known))

    def find(self, text: str) -> list[Near]:
        """All near phrases outside the names that are right as they stand, in the order of their spots."""
        covered = _Cover(self._known.find_matches_as_indexes(text, overlapping=True))
        found: set[Near] = set()
        for number, start, end in self._anchors.find_matches_as_indexes(text, overlapping=True):
            for phrase, offset in self._anchored[number]:
                if not _may_slip(text, start, end, phrase.text, offset):
                    continue
                found.update(
                    near
                    for near in _slips(text, start, end, phrase, offset)
                    if not covered.holds(near.spot()) and text[near.start : near.end] not in self._table.known
                )
        return sorted(found, key=lambda near: (near.spot(), near.phrase.text, near.start, near.slip))


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


def _may_slip(text: str, start: int, end: int, whole: str, offset: int) -> bool:
    """False where the characters next to an exact half show that the other half is as it should be, or more than a
    slip away. Nearly all halves found end here: they are ordinary words, or the phrase itself.
    """
    if offset < 0:
        return True
    middle = len(whole) // 2
    if offset == 0:
        first, second, there = whole[middle], whole[middle + 1 : middle + 2], text[end : end + 2]
    else:
        first, second = whole[middle - 1], whole[: middle - 1][-1:]
        there = text[max(0, start - 2) : start][::-1]
    if len(there) < 2 or not second:
        return True
    if there[0] != first:  # the slip is at once: the right second stands behind it, or in its place
        return second in there
    if offset == 0 and text.startswith(whole, start):  # only its last character may stand there twice
        return text.startswith(whole[-1], start + len(whole))
    if offset > 0 and text.endswith(whole, 0, end):
        return text.endswith(whole[0], 0, end - len(whole))
    return True


def _slips(text: str, start: int, end: int, phrase: Phrase, offset: int) -> Iterator[Near]:
    whole = phrase.text
    middle = len(whole) // 2
    if offset < 0:
        yield Near(start, end, phrase, Slip.SWAPPED, middle - 1)
    elif offset == 0:
        rest = whole[middle:]
        for slip, place in _slips_after(text[end : end + len(rest) + 1], rest):
            length = len(whole) + _LONGER.get(slip, 0)
            yield Near(start, start + length, phrase, slip, middle + place)
    else:
        rest = whole[:middle]
        # Read backwards the part before is a part after.
        for slip, place in _slips_after(text[max(0, start - middle - 1) : start][::-1], rest[::-1]):
            first = start - middle - _LONGER.get(slip, 0)
            yield Near(first, end, phrase, slip, middle - 1 - place - (slip is Slip.SWAPPED))


def _slips_after(there: str, rest: str) -> Iterator[tuple[Slip, int]]:
    """The single slips that turn ``rest`` into the beginning of ``there``, one character longer where the text goes on,
    and their places."""
    place = next(
        (i for i, (a, b) in enumerate(zip(there, rest, strict=False)) if a != b), min(len(there), len(rest))
    )
    if place and there[place:] == rest[place - 1 :]:
        yield Slip.DOUBLED, place - 1
    if place == len(rest):
        return
    there = there[: len(rest)]
    if len(there) == len(rest):
        if there[place + 1 :] == rest[place + 1 :]:
            yield Slip.OTHER, place
        if (
            there[place : place + 2] == rest[place : place + 2][::-1]
            and there[place + 2 :] == rest[place + 2 :]
        ):
            yield Slip.SWAPPED, place
    if there[place : len(rest) - 1] == rest[place + 1 :]:
        yield Slip.MISSING, place
