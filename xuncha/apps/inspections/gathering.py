"""Visiting many sites at once: in this process, or in several that share the sites by network address."""

from __future__ import annotations

import asyncio
import multiprocessing
import queue
import signal
import socket
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import SitePlan
from xuncha.gather.site import gather_site
from xuncha.text.pages.addresses import host_of

#: Sites visited at the same time by one process. Politeness is per host; this bounds memory.
_SITES_AT_ONCE = 40


class Watcher(Protocol):
    """Someone who wants to know how far the visits are."""

    def page(self) -> None:
        """One more page was opened."""

    def site(self) -> None:
        """One more site was finished."""


class GatheringError(Exception):
    """A worker process ended before its sites were finished. What was finished is kept; the run can be resumed."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Sites for one process to visit."""

    plans: tuple[SitePlan, ...]
    settings: FetchSettings
    result: Path


def gather_sites(errand: Errand, watcher: Watcher, jobs: int = 1) -> None:
    """Visit every site of the errand and save its facts as each is finished.

    Raises:
        GatheringError: a worker process died.
    """
    if jobs <= 1 or len(errand.plans) <= 1:
        asyncio.run(_gather(errand, watcher.page, watcher.site))
        return
    shares = _shares(errand, jobs)
    _in_processes([Errand(tuple(share), errand.settings, errand.result) for share in shares], watcher)


async def _gather(errand: Errand, page: Callable[[], None], site: Callable[[], None]) -> None:
    store = FactsStore(errand.result)
    room = asyncio.Semaphore(_SITES_AT_ONCE)

    async def visit(plan: SitePlan, fetcher: Fetcher) -> None:
        async with room:
            store.save_site(await gather_site(plan, fetcher, errand.result / "evidence", page))
            site()

    async with Fetcher(errand.settings) as fetcher, asyncio.TaskGroup() as group:
        for plan in errand.plans:
            group.create_task(visit(plan, fetcher))


def _shares(errand: Errand, jobs: int) -> list[list[SitePlan]]:
    """Sites dealt out so that those on one network address meet in one process, where they are counted together."""
    groups: dict[str, list[SitePlan]] = defaultdict(list)
    for plan in errand.plans:
        host = host_of(plan.site.url)
        groups[host if errand.settings.connect_to else _address(host)].append(plan)
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
    for worker in workers:
        worker.start()
    try:
        while any(worker.is_alive() for worker in workers) or not news.empty():
            _pass_on(news, watcher)
    except BaseException:
        for worker in workers:
            worker.terminate()
        raise
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise GatheringError(
            "有工作进程异常退出，部分网站没有检查完；已完成的结果都已保存，可用 --resume 继续"
        )


def _pass_on(news: Any, watcher: Watcher) -> None:
    try:
        what = news.get(timeout=0.2)
    except queue.Empty:
        return
    (watcher.page if what == "page" else watcher.site)()


def _work(errand: Errand, news: Any) -> None:
    # Ctrl-C at a terminal reaches every process; the first one says so and stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(_gather(errand, lambda: news.put("page"), lambda: news.put("site")))
