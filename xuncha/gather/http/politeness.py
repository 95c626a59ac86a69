"""Do no harm: how often and how many at once a host is asked.

Host names that share an address share its limits: many small sites stand on one machine.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from xuncha.gather.http.settings import FetchSettings

_SECONDS = re.compile(r"\d{1,18}")


class _Limiter:
    """The limits of one host name or one address. Those who wait are served in order."""

    __slots__ = ("paused_until", "ready_at", "slots", "turn")

    def __init__(self, connections: int) -> None:
        self.slots = asyncio.Semaphore(connections)
        self.turn = asyncio.Lock()
        self.ready_at = 0.0
        self.paused_until = 0.0


class Politeness:
    """All limits of one fetcher."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._interval = 1.0 / settings.rate if settings.rate > 0 else 0.0
        self._total = asyncio.Semaphore(settings.total_connections)
        self._limiters: dict[tuple[int, str], _Limiter] = {}

    def slot(self, host: str, addresses: Iterable[str] = ()) -> _Slot:
        """A block that begins when one request may be sent, and is that request's time.

        ``addresses`` are the host's real ones, empty where they are not known.
        """
        # Always host before addresses, addresses in order: no two tasks can wait for each other.
        return _Slot(self, [self._limiter(0, host), *[self._limiter(1, a) for a in sorted(set(addresses))]])

    def pause(self, host: str, seconds: float) -> None:
        """Send nothing to the host for a while; a longer pause already set stays."""
        limiter = self._limiter(0, host)
        limiter.paused_until = max(limiter.paused_until, time.monotonic() + seconds)

    def retry_after(self, value: str | None, default_s: float) -> float:
        """Seconds to wait by a Retry-After header: never below the back-off base, never above the cap.

        What is absent, negative, past or senseless counts as ``default_s``.
        """
        floor, cap = self._settings.backoff_s, self._settings.retry_after_cap_s
        asked = _seconds(value) if value else None
        wanted = asked if asked is not None and asked > 0 else default_s
        return min(max(wanted, floor), max(cap, floor))

    async def take_turn(self, limiters: list[_Limiter], held: list[asyncio.Semaphore]) -> None:
        """Keep the distance to the request before. A turn given up (cancelled) delays nobody."""
        turns: list[asyncio.Lock] = []
        try:
            for limiter in limiters:
                await limiter.turn.acquire()
                turns.append(limiter.turn)
            await _sleep_until_free(limiters)
            must_wait = self._total.locked()
            await self._total.acquire()
            held.append(self._total)
            if must_wait:  # a pause may have come meanwhile
                await _sleep_until_free(limiters)
            now = time.monotonic()
            for limiter in limiters:
                limiter.ready_at = now + self._interval
        finally:
            for turn in turns:
                turn.release()

    def _limiter(self, kind: int, name: str) -> _Limiter:
        key = (kind, name)
        limiter = self._limiters.get(key)
        if limiter is None:
            limiter = self._limiters[key] = _Limiter(self._settings.connections)
        return limiter


class _Slot:
    """One request's time: see :meth:`Politeness.slot`."""

    __slots__ = ("_held", "_limiters", "_politeness")

    def __init__(self, politeness: Politeness, limiters: list[_Limiter]) -> None:
        self._politeness = politeness
        self._limiters = limiters
        self._held: list[asyncio.Semaphore] = []

    async def __aenter__(self) -> None:
        try:
            for limiter in self._limiters:
                await limiter.slots.acquire()
                self._held.append(limiter.slots)
            await self._politeness.take_turn(self._limiters, self._held)
        except BaseException:
            self._release()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._release()

    def _release(self) -> None:
        for slots in self._held:
            slots.release()


async def _sleep_until_free(limiters: list[_Limiter]) -> None:
    while True:
        now, free_at = time.monotonic(), 0.0
        for limiter in limiters:
            free_at = max(free_at, limiter.ready_at, limiter.paused_until)
        if free_at <= now:
            return
        await asyncio.sleep(free_at - now)


def _seconds(value: str) -> float | None:
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime.now(UTC)).total_seconds()
