"""One round over many sites: bounded, with reference targets that tell our own network's failures from theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.resolving import SystemLookup
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.probing.references import References
from xuncha.gather.probing.sample import Taken, sample

#: How often samples are handed over, and the references asked where some got no answer (seconds).
SETTLE_EVERY_S = 20.0
_FRESH_S = 60.0


@dataclass(frozen=True, slots=True)
class Target:
    """A site to sample."""

    site_code: str
    url: str


class Sweep:
    """Samples of one round, given to ``keep`` in batches once their validity is known.

    A sample without any answer counts only when a reference answered both before it began and after it
    ended: else nobody can say whose network was down, and it is kept as not valid.
    """

    def __init__(
        self,
        settings: FetchSettings,
        references: References,
        keep: Callable[[list[Taken]], None],
        settle_every_s: float = SETTLE_EVERY_S,
    ) -> None:
        self._settings = settings
        self._references = references
        self._keep = keep
        self._every_s = settle_every_s
        self._undecided: list[Taken] = []
        self._decided: list[Taken] = []
        self._was_up = True

    async def run(self, targets: Iterable[Target]) -> None:
        """Sample every target once. Raises what ``keep`` raises; samples already decided are handed over first."""
        # A look-up that hangs holds a thread: as many as there are samples under way, or live sites would wait.
        lookup = SystemLookup(self._settings.total_connections)
        try:
            async with Fetcher(self._settings, lookup=lookup) as fetcher:
                self._was_up = await self._references.is_up(within_s=_FRESH_S)
                await self._take_all(fetcher, iter(targets))
                await self._settle()
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            lookup.close()
            self._hand_over()

    async def _take_all(self, fetcher: Fetcher, left: Iterator[Target]) -> None:
        async with asyncio.TaskGroup() as group:
            settling = group.create_task(self._keep_settling())
            at_once = range(self._settings.total_connections)
            await asyncio.wait([group.create_task(self._work(fetcher, left)) for _ in at_once])
            settling.cancel()

    async def _work(self, fetcher: Fetcher, left: Iterator[Target]) -> None:
        for target in left:
            taken = await sample(fetcher, target.site_code, target.url)
            sure = taken.is_answered or not taken.sample.valid or not self._references
            (self._decided if sure else self._undecided).append(taken)

    async def _keep_settling(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            await self._settle()

    async def _settle(self) -> None:
        """Decide about the samples that ended before this look at the references, and hand them over."""
        undecided, self._undecided = self._undecided, []
        if undecided:
            was_up, self._was_up = self._was_up, await self._references.is_up()
            up = was_up and self._was_up
            self._decided += [replace(t, sample=replace(t.sample, valid=up)) for t in undecided]
        self._hand_over()

    def _hand_over(self) -> None:
        decided, self._decided = self._decided, []
        if decided:
            self._keep(decided)
