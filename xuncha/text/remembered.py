"""What functions remember for as long as it will be asked for, and what is let go when it will not be."""

from __future__ import annotations

import gc
from typing import Protocol, TypeVar


class Remembering(Protocol):
    """A function under ``cache`` or ``lru_cache``."""

    def cache_clear(self) -> None:
        """Forget everything."""


F = TypeVar("F", bound=Remembering)
_remembering: list[Remembering] = []


def until_let_go(function: F) -> F:
    """Above ``cache`` or ``lru_cache``: what it remembers is large, and no longer wanted after the last judgement."""
    _remembering.append(function)
    return function


def let_go() -> None:
    """Forget all that. It is only memory that changes: what is asked for again is made again."""
    for function in _remembering:
        function.cache_clear()
    gc.collect()  # some of the tables hold themselves
