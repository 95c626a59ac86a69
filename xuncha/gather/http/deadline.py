"""How long a request may take, in one place for all its parts."""

from __future__ import annotations

import asyncio
import time
from typing import Any


class Deadline:
    """The time one try may spend on the network. It runs inside ``async with``, any number of times one after the
    other; when the limit is reached, TimeoutError is raised there."""

    __slots__ = ("_began", "_limit", "_timeout", "spent")

    def __init__(self, limit_s: float) -> None:
        self._limit = limit_s
        self.spent = 0.0

    async def __aenter__(self) -> None:
        self._began = time.monotonic()
        self._timeout = asyncio.timeout(max(self._limit - self.spent, 0.0))
        await self._timeout.__aenter__()

    async def __aexit__(self, *raised: Any) -> None:
        try:
            await self._timeout.__aexit__(*raised)
        finally:
            self.spent += time.monotonic() - self._began
