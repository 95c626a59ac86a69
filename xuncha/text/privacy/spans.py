"""Leaks of one text kept in order, none overlapping, to be asked what stands near a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from xuncha.text.privacy.leak import Leak


class Spans:
    """The leaks taken so far. The first to claim a place keeps it."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._leaks: list[Leak] = []

    def take(self, leaks: Iterable[Leak]) -> None:
        """Keep those that overlap none taken before."""
        for leak in leaks:
            if not self.near(leak.start, leak.end, 0):
                place = bisect_right(self._starts, leak.start)
                self._starts.insert(place, leak.start)
                self._leaks.insert(place, leak)

    def near(self, start: int, end: int, within: int) -> list[Leak]:
        """Those fewer than ``within`` characters away from the stretch, or overlapping it where that is 0."""
        found = []
        first = bisect_right(self._starts, start)
        place = first - 1
        while place >= 0 and self._leaks[place].end + within > start:
            found.append(self._leaks[place])
            place -= 1
        place = first
        while place < len(self._leaks) and self._leaks[place].start - within < end:
            found.append(self._leaks[place])
            place += 1
        return found

    def all(self) -> tuple[Leak, ...]:
        """Every leak taken, in the order of the text."""
        return tuple(self._leaks)
