"""One cause told once: what kept anybody from looking leaves many indicators open, and is told with all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from xuncha.apps.inspections.results import NOT_SEEN
from xuncha.indicators.kernel import NOT_LOOKED

_Left = TypeVar("_Left")


def told_once(pairs: Iterable[tuple[str, _Left]]) -> dict[str, list[_Left]]:
    """Every cause in words with all that it left open, in the order in which the causes come up first."""
    found: dict[str, list[_Left]] = {}
    for why, left in pairs:
        found.setdefault(why, []).append(left)
    return found


def cause_number(detail: str, state: str) -> int | None:
    """The same number, in every process, for findings with the same ``detail`` that a fact nobody could look at left
    open; None for all others: what was seen in part is looked at by itself."""
    if state not in NOT_SEEN or not detail.startswith(NOT_LOOKED):
        return None
    return int.from_bytes(hashlib.sha256(detail.encode()).digest()[:8], signed=True)
