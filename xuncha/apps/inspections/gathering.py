"""Visiting many sites at once: in this process, or in several that share the sites by network address."""

from __future__ import annotations

import asyncio
import socket
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from xuncha.apps.inspections.keeping import Keep, Keeping
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.watching import Task, Watcher
from xuncha.gather.browser.opening import browser_for
from xuncha.gather.browser.settings import BrowserMode, NoBrowser
from xuncha.gather.evidence.free_space import FreeSpace, NoSpaceError, is_full
from xuncha.gather.http.answer import Answer
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import SitePlan
from xuncha.gather.second_look import Shows
from xuncha.gather.site import load_for
from xuncha.text.pages.addresses import host_of

#: Sites visited at the same time by one process. Politeness is per host; this bounds memory.
_SITES_AT_ONCE = 40
#: Names looked up at the same time.
_LOOKED_UP_AT_ONCE = 32
#: Visits to one site that a full disk may break off.
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Errand:
    """Sites for one process to visit, or to read again from their evidence (``rereads``).

    Below ``floor_mib`` of free disk space a visit pauses, ``patience_s`` seconds at most.

    ``browser``: whether pages may be shown in one; ``question``: what the facts are asked as soon as they are
    there, so that the pages of a veto can be pictured and the judgement be kept; None for neither. ``keep`` saves
    the facts of a site with their judgement in place of the stores; for one process alone. ``tick`` is told the site code of every page opened. ``beside`` is work done meanwhile through the same fetcher, so that
    politeness counts it in; told by the event that the visits are over, it comes to its end.
    """

    plans: tuple[SitePlan, ...]
    settings: FetchSettings
    result: Path
    floor_mib: int = 256
    patience_s: float = 1800.0
    rereads: bool = False
    browser: BrowserMode = BrowserMode.OFF
    question: Question | None = None
    keep: Keep | None = None
    tick: Callable[[str], None] | None = None
    beside: Callable[[Fetcher, Shows | NoBrowser, asyncio.Event], Awaitable[None]] | None = None


def gather_sites(errand: Errand, watcher: Watcher, jobs: int = 1) -> None:
    """Visit every site of the errand and save its facts as each is finished.

    Raises:
        GatheringError: a worker process died.
        NoSpaceError: the disk was full and stayed so.
    """
    with gathering(errand, jobs) as until_done:
        until_done(watcher)


@contextmanager
def gathering(errand: Errand, jobs: int = 1, beside: Sequence[Task] = ()) -> Iterator[Task]:
    """As :func:`gather_sites`, to be waited for in the block by what it is given: worker processes are begun before
    whoever watches has threads of his own. They do the tasks ``beside`` the visits as well; without workers nobody does.
    """
    shares = _shares(errand, jobs) if jobs > 1 else []
    if not shares or len(shares) + len(beside) == 1:
        yield partial(_run, errand)
        return
    # Most runs are of one process and have no use for what begins others.
    from xuncha.apps.inspections.new_processes import in_processes

    load_for(errand.plans)
    visits = [partial(_run, replace(errand, plans=tuple(share))) for share in shares]
    with in_processes([*beside, *visits]) as until_done:
        yield until_done


def _run(errand: Errand, watcher: Watcher) -> None:
    try:
        asyncio.run(_reread(errand, watcher) if errand.rereads else _gather(errand, watcher))
    except BaseExceptionGroup as group:
        out_of_space = group.subgroup(NoSpaceError)
        raise (_first(out_of_space) if out_of_space is not None else group) from None


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


class _PausingFetcher(Fetcher):
    """Begins no fetch while there is no room for its evidence."""

    def __init__(self, settings: FetchSettings, space: FreeSpace, say: Callable[[str], None]) -> None:
        super().__init__(settings, say=say)
        self._space = space

    async def fetch(self, url: str, **options: Any) -> Response:
        """As :meth:`Fetcher.fetch`, once there is room."""
        await self._space.wait()
        return await super().fetch(url, **options)

    async def relay(self, *asked: Any, **options: Any) -> Answer:
        """As :meth:`Fetcher.relay`, once there is room."""
        await self._space.wait()
        return await super().relay(*asked, **options)


async def _gather(errand: Errand, watcher: Watcher) -> None:
    space = FreeSpace(errand.result, errand.floor_mib, errand.patience_s, watcher.say)
    room = asyncio.Semaphore(_SITES_AT_ONCE)
    keeping = Keeping(errand.result, "sites", errand.question, errand.keep)

    async def visit(plan: SitePlan, fetcher: Fetcher, browser: Shows | NoBrowser) -> None:
        tick = partial(errand.tick, plan.site.site_code) if errand.tick else watcher.page
        async with room:
            for attempt in range(_ATTEMPTS):
                await space.wait()
                try:
                    await keeping.visited(plan, fetcher, browser, tick)
                    break
                except OSError as error:
                    if not is_full(error) or attempt == _ATTEMPTS - 1:
                        raise
                    await space.wait_after(error)  # what was seen of the site is seen again
            watcher.site()

    async with (
        _PausingFetcher(errand.settings, space, watcher.say) as fetcher,
        browser_for(errand.browser, fetcher, watcher.say) as browser,
        asyncio.TaskGroup() as group,
    ):
        visits = [group.create_task(visit(plan, fetcher, browser)) for plan in errand.plans]
        if errand.beside is not None and visits:
            over = asyncio.Event()
            beside = asyncio.ensure_future(errand.beside(fetcher, browser, over))
            await asyncio.wait(visits)
            over.set()
            await beside


async def _reread(errand: Errand, watcher: Watcher) -> None:
    """Read the sites again from their evidence. One never visited keeps no facts, as after the visit."""
    keeping = Keeping(errand.result, "reread", errand.question)
    for plan in errand.plans:
        await keeping.reread(plan, errand.settings.retries, watcher.page)
        watcher.site()


def _shares(errand: Errand, jobs: int) -> list[list[SitePlan]]:
    """Sites dealt out so that those on one network address meet in one process, where they are counted together."""
    groups: dict[str, list[SitePlan]] = defaultdict(list)
    hosts = [host_of(plan.site.url) for plan in errand.plans]
    is_told_nothing = errand.rereads or errand.settings.connect_to or len(set(hosts)) == 1
    names = _meeting(dict.fromkeys(hosts, ()) if is_told_nothing else _addresses(set(hosts)))
    for host, plan in zip(hosts, errand.plans, strict=True):
        groups[names[host]].append(plan)
    shares: list[list[SitePlan]] = [[] for _ in range(min(jobs, len(groups)))]
    for group in sorted(groups.values(), key=len, reverse=True):
        min(shares, key=len).extend(group)
    return shares


def _meeting(known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """One name for all hosts that meet at an address, be it over others: politeness counts every address of a host."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while (higher := above.get(name, name)) != name:
            name = higher
        return name

    for host, addresses in known.items():
        for address in addresses:
            lower, upper = top(host), top(address)
            if lower != upper:
                above[lower] = upper
    return {host: top(host) for host in known}


def _addresses(hosts: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The addresses of each host, looked up many at once: a name server that does not answer takes seconds each."""
    with ThreadPoolExecutor(_LOOKED_UP_AT_ONCE) as threads:
        return dict(zip(hosts, threads.map(_addresses_of, hosts), strict=True))


def _addresses_of(host: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
