"""When to leave a host alone: one that fails again and again is paused, and then given up for this run.

A host that drips, times out or says "busy" to everything would otherwise cost every page its whole deadline,
several times over. What is not asked for is not seen: neither a pass nor a fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

#: Pauses, each twice as long as the one before, after which the next failure gives the host up.
_PAUSES = 2
#: One answer may be luck: a host has recovered when this many requests in a row went well.
_STEADY = 2


@dataclass(slots=True)
class _Host:
    failures: int = 0
    pauses: int = 0
    steady: int = 0
    generation: int = 0
    given_up: bool = False


class Breaker:
    """Counts the failures of every host. ``after`` of them in a row pause it, 0 for never; times in seconds."""

    def __init__(self, after: int, pause_s: float) -> None:
        self._after = after
        self._pause_s = pause_s
        self._hosts: dict[str, _Host] = {}

    def is_given_up(self, host: str) -> bool:
        """True when the host is not to be asked any more."""
        state = self._hosts.get(host)
        return state is not None and state.given_up

    def ticket(self, host: str) -> int:
        """To be taken when a request is sent and shown when it has ended."""
        state = self._hosts.get(host)
        return 0 if state is None else state.generation

    def note(self, host: str, ticket: int, *, failed: bool) -> float:
        """Take in how a request ended; the seconds for which the host must now be left alone.

        Requests that were sent before a pause say nothing of the host after it.
        """
        state = self._hosts.get(host)
        if state is None:
            if not failed or not self._after:
                return 0.0
            state = self._hosts[host] = _Host()
        if ticket != state.generation or state.given_up:
            return 0.0
        return self._failed(state) if failed else self._went_well(state)

    def forget(self) -> None:
        """Begin anew with every host: it was our own line that failed."""
        self._hosts.clear()

    def _went_well(self, state: _Host) -> float:
        state.failures = 0
        if state.pauses:
            state.steady += 1
            if state.steady >= _STEADY:
                state.pauses = state.steady = 0
        return 0.0

    def _failed(self, state: _Host) -> float:
        state.failures += 1
        state.steady = 0
        if not state.pauses and state.failures < self._after:
            return 0.0
        state.failures = 0
        state.generation += 1
        if state.pauses >= _PAUSES:
            state.given_up = True
            return 0.0
        state.pauses += 1
        return float(self._pause_s * 2 ** (state.pauses - 1))


class Silence:
    """Knows the ports that nobody answers at: asked again and again, each would cost a run its whole patience.

    Only those of which not one connection came about, ``after`` tries in a row, and only for ``rest_s``: then one
    may try again. 0 for never. A host that has let us in once, and a page that is slow, are none of its business.
    """

    def __init__(self, after: int, rest_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._after = after
        self._rest_s = rest_s
        self._clock = clock
        self._met: set[str] = set()
        self._unanswered: dict[str, tuple[int, float]] = {}

    def note(self, origin: str, *, connected: bool) -> None:
        """Take in how a try to connect ended."""
        if connected:
            self._met.add(origin)
            self._unanswered.pop(origin, None)
        elif origin not in self._met:
            tries, _ = self._unanswered.get(origin, (0, 0.0))
            self._unanswered[origin] = (tries + 1, self._clock() + self._rest_s)

    def covers(self, origin: str) -> bool:
        """True when it is no use to try this port now."""
        tries, until = self._unanswered.get(origin, (0, 0.0))
        return 0 < self._after <= tries and self._clock() < until

    def forget(self) -> None:
        """Begin anew: it was our own line that failed."""
        self._unanswered.clear()
