"""Where readers put the text they find, and how they say that they cannot go on."""

from __future__ import annotations


class UnreadableError(Exception):
    """Nothing, or nothing more, can be read; the text says why, in Chinese."""


class FullError(Exception):
    """The limit of characters is reached."""


class Sink:
    """Collects text up to a number of characters, and what was left unread on the way."""

    def __init__(self, limit: int) -> None:
        self.room = limit
        self._pieces: list[str] = []
        self._problems: list[str] = []

    def add(self, piece: str) -> None:
        """Keep a piece of text. Raises FullError when it does not fit; what fits is kept."""
        self._pieces.append(piece[: max(0, self.room)])
        self.room -= len(piece)
        if self.room < 0:
            raise FullError

    def miss(self, problem: str) -> None:
        """Note, in Chinese, a part of the file that could not be read."""
        if problem not in self._problems:
            self._problems.append(problem)

    @property
    def text(self) -> str:
        """All text kept so far."""
        return "".join(self._pieces)

    @property
    def problem(self) -> str:
        """What was left unread; empty when nothing was."""
        return "；".join(self._problems[:5])

    @property
    def is_empty(self) -> bool:
        """True when no visible character was kept."""
        return not any(piece.strip() for piece in self._pieces)
