"""How many parsed pages a process holds in memory at once.

A parsed page takes more than a megabyte, however short it is, and parsing it again half a millisecond. Forty sites read
at a time, each with the pages of its columns, would take gigabytes; beyond the room there is, the page that nobody
has looked at for longest goes back to its markup.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol
from weakref import ref

#: Measured with lexbor and its selectors: bytes asked of the C library for an empty page, and for a character of
#: markup. A process that parses its first pages seems to need a third of it: the rest is not yet written to.
_OF_A_PAGE, _OF_A_CHARACTER = 1_200_000, 13
#: Bytes for all parsed pages of this process together.
ROOM = 128 << 20
#: The pages looked at last stay parsed, however large they are: they are being read.
_BEING_READ = 24


class Holder(Protocol):
    """Something that can let its parsed tree go, and parse again when it is asked for."""

    html: str

    def fold(self) -> None:
        """Let the tree go."""


class HeldTrees:
    """Which pages hold their trees, the least lately looked at first."""

    def __init__(self, room: int = ROOM, being_read: int = _BEING_READ) -> None:
        self._room, self._being_read = room, being_read
        self._held: OrderedDict[int, tuple[ref[Holder], int]] = OrderedDict()
        self._taken = 0

    def parsed(self, page: Holder) -> None:
        """A page has parsed its markup; others may have to let go for it."""
        key, weight = id(page), _OF_A_PAGE + _OF_A_CHARACTER * len(page.html)
        self._held[key] = ref(page, lambda _: self._gone(key)), weight
        self._taken += weight
        while self._taken > self._room and len(self._held) > self._being_read:
            _, (other, its_weight) = self._held.popitem(last=False)
            self._taken -= its_weight
            if (folded := other()) is not None:
                folded.fold()

    def looked_at(self, page: Holder) -> None:
        """A page that holds its tree is being read."""
        if id(page) in self._held:
            self._held.move_to_end(id(page))

    def _gone(self, key: int) -> None:
        self._taken -= self._held.pop(key, (None, 0))[1]
