"""Did we look all the time? A process that is paused, or whose loop is held up, hears nothing meanwhile.

A machine is suspended, a disk stalls, somebody stops the process: when it goes on, the time limits of all requests
under way have run out and their servers have hung up. That says nothing of the sites.
"""

from __future__ import annotations

import asyncio
import time

#: How often the loop is looked at (seconds).
_EVERY_S = 0.5
#: The least time away at one go that counts: a loop that is busy is late again and again, and hears everything.
_LEAST_S = 1.0
#: The least share of a request's time limit that can be to blame.
_LEAST_SHARE = 0.1
#: The clock that goes on while the machine sleeps, where there is one.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
SAID = "本机停顿，请求的时间用完或连接断开，多次重试仍如此"


class Attention:
    """Counts the seconds in which the running loop was not there. Use as ``with``, inside the loop."""

    def __init__(self) -> None:
        self._away = 0.0
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Attention:
        self._look()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    @property
    def away_s(self) -> float:
        """The seconds missed since the beginning, up to now."""
        return self._away + self._late()

    def was_away(self, since: float, limit_s: float) -> bool:
        """True when so much was missed since ``away_s`` was ``since`` that a request within ``limit_s`` seconds may
        have failed by it."""
        return self.away_s - since >= max(_LEAST_S, limit_s * _LEAST_SHARE)

    def _late(self) -> float:
        late = _now() - self._due if self._due else 0.0
        return late if late >= _LEAST_S else 0.0

    def _look(self) -> None:
        self._away += self._late()
        self._due = _now() + _EVERY_S
        self._timer = asyncio.get_running_loop().call_later(_EVERY_S, self._look)


def _now() -> float:
    return time.clock_gettime(_CLOCK)
