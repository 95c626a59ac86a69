"""Visiting many sites at once: in this process, or in several that share the sites by network address."""

from __future__ import annotations

import asyncio
import multiprocessing
import queue
import signal
import socket
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from xuncha.apps.inspections.keeping import Keeping
from xuncha.apps.inspections.question import Question
from xuncha.facts.website import SiteFacts
from xuncha.gather.browser.opening import browser_for
from xuncha.gather.browser.settings import BrowserMode, NoBrowser
from xuncha.gather.evidence.free_space import FreeSpace, NoSpaceError, is_full
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.http.transport import Answer
from xuncha.gather.plan import SitePlan
from xuncha.gather.second_look import Shows
from xuncha.standards.weighing import Weighed
from xuncha.text.pages.addresses import host_of
from xuncha.told import InterruptedRunError

#: Sites visited at the same time by one process. Politeness is per host; this bounds memory.
_SITES_AT_ONCE = 40
#: Seconds between two messages of a worker about the pages it has opened.
_TELL_EVERY_S = 0.25
#: Visits to one site that a full disk may break off.
_ATTEMPTS = 5
#: Exit code of a worker that found no room on the disk.
_NO_SPACE = 5


class Watcher(Protocol):
    """Someone who wants to know how far the visits are."""

    def page(self) -> None:
        """One more page was opened."""

    def site(self) -> None:
        """One more site was finished."""

    def say(self, text: str) -> None:
        """Something the user should know at once, in Chinese."""


class GatheringError(InterruptedRunError):
    """A worker process ended before its sites were finished. What was finished is kept; the run can be resumed."""


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
    keep: Callable[[SiteFacts, Weighed], None] | None = None
    tick: Callable[[str], None] | None = None
    beside: Callable[[Fetcher, Shows | NoBrowser, asyncio.Event], Awaitable[None]] | None = None


def gather_sites(errand: Errand, watcher: Watcher, jobs: int = 1) -> None:
    """Visit every site of the errand and save its facts as each is finished.

    Raises:
        GatheringError: a worker process died.
        NoSpaceError: the disk was full and stayed so.
    """
    if jobs <= 1 or len(errand.plans) <= 1:
        _run(errand, watcher)
        return
    shares = _shares(errand, jobs)
    _in_processes([replace(errand, plans=tuple(share)) for share in shares], watcher)


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
    for plan in errand.plans:
        host = host_of(plan.site.url)
        is_told_nothing = errand.rereads or errand.settings.connect_to
        groups[host if is_told_nothing else _address(host)].append(plan)
    shares: list[list[SitePlan]] = [[] for _ in range(min(jobs, len(groups)))]
    for group in sorted(groups.values(), key=len, reverse=True):
        min(shares, key=len).extend(group)
    return shares


def _address(host: str) -> str:
    try:
        return str(socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM)[0][4][0])
    except (OSError, UnicodeError):
        return host


def _in_processes(errands: Sequence[Errand], watcher: Watcher) -> None:
    context = multiprocessing.get_context("spawn")
    news: Any = context.Queue()
    workers = [context.Process(target=_work, args=(errand, news), daemon=True) for errand in errands]
    # Ctrl-C reaches every process of a terminal, also one that is only just loading the program and cannot
    # leave it alone yet: workers are born with it held back.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for worker in workers:
            worker.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
    try:
        while any(worker.is_alive() for worker in workers) or not news.empty():
            _pass_on(news, watcher)
    except BaseException:
        for worker in workers:
            worker.terminate()
        raise
    for worker in workers:
        worker.join()
    if any(worker.exitcode == _NO_SPACE for worker in workers):
        raise NoSpaceError(
            "磁盘空间不足，等待后仍没有腾出空间，检查结束。已检查完的网站都已保存；腾出空间后加 --resume 可以继续。"
        )
    if any(worker.exitcode for worker in workers):
        raise GatheringError(
            "有工作进程异常退出，部分网站没有检查完；已完成的结果都已保存，可用 --resume 继续"
        )


def _pass_on(news: Any, watcher: Watcher) -> None:
    try:
        what, *said = news.get(timeout=0.2)
    except queue.Empty:
        return
    if what == "page":
        for _ in range(*said):
            watcher.page()
    else:
        getattr(watcher, what)(*said)


class _Reporter:
    """A worker's watcher: passes on what happens to the first process, pages some at a time."""

    def __init__(self, news: Any) -> None:
        self._news = news
        self._pages, self._told_at = 0, 0.0

    def page(self) -> None:
        """One more page was opened."""
        self._pages += 1
        if monotonic() - self._told_at > _TELL_EVERY_S:
            self._tell_pages()

    def _tell_pages(self) -> None:
        if self._pages:
            self._news.put(("page", self._pages))
        self._pages, self._told_at = 0, monotonic()

    def site(self) -> None:
        """One more site was finished."""
        self._tell_pages()
        self._news.put(("site",))

    def say(self, text: str) -> None:
        """Something the user should know."""
        self._news.put(("say", text))


def _work(errand: Errand, news: Any) -> None:
    # The first process says that the run was interrupted, and stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        _run(errand, _Reporter(news))
    except NoSpaceError:
        sys.exit(_NO_SPACE)
