"""Waiting for what must come: a machine that does much else is slow, not wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

#: Longer than anything takes on a machine that is at all usable; what is right never waits for it.
PATIENCE_S = 600.0


def until(met: Callable[[], Any], what: object = "", every_s: float = 0.05) -> Any:
    """What ``met`` answers, as soon as that is true of it; ``what``: the words to fail with."""
    end = time.monotonic() + PATIENCE_S
    while not (answer := met()):
        assert time.monotonic() < end, what or "it never came to it"
        time.sleep(every_s)
    return answer


async def until_then(met: Callable[[], Any], what: object = "", every_s: float = 0.005) -> Any:
    """As :func:`until`, while everything else in the loop goes on."""
    end = time.monotonic() + PATIENCE_S
    while not (answer := met()):
        assert time.monotonic() < end, what or "it never came to it"
        await asyncio.sleep(every_s)
    return answer
