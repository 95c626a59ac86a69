"""Who is told how far the visits are, and what tells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Watcher(Protocol):
    """Someone who wants to know how far the visits are."""

    def page(self) -> None:
        """One more page was opened."""

    def site(self) -> None:
        """One more site was finished."""

    def say(self, text: str) -> None:
        """Something the user should know at once, in Chinese."""


Task = Callable[[Watcher], None]
