"""The whole of a site: every page within the budget opened for its links, every link checked.

Pages are let go as soon as their links are read, so a site of a hundred thousand pages fits into memory.
Which pages the budget reaches depends on the site alone: links are taken in the order of the pages that hold
them, whatever order the answers arrive in.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import LinkSeen
from xuncha.gather.http.visitor import INSPECTOR, by_link
from xuncha.gather.link_check import ask, link_seen, look_again
from xuncha.gather.link_table import Ending, LinkTable
from xuncha.gather.visit import SiteVisit
from xuncha.text.pages.addresses import is_file, looks_endless, page_key
from xuncha.text.pages.outlinks import Outlink, OutlinkReader

#: Checks of other hosts' targets at once for one site: a dead host must not hold up the site's own pages.
_OTHERS_AT_ONCE = 8
#: Pages read ahead of the one whose links are still awaited, and the links they hold together (some 300 bytes each).
_AHEAD, _LINKS_AHEAD = 256, 20_000


@dataclass(slots=True)
class _Task:
    """One target to open. ``turn`` is its place in the order of pages, None for what is no page to read."""

    key: str
    turn: int | None
    before: int | None = None  # requests made when it was found gone, where this is the second look


@dataclass(slots=True)
class _Opened:
    """A page as opened: how it ended, where redirects led, and what it links that is news.

    ``leads``: it links anything at all; told of pages to which redirects led.
    """

    task: _Task
    ending: Ending
    final_url: str
    leads: bool
    links: list[Outlink]


class WholeSite:
    """One sweep over one site, from the pages already opened."""

    def __init__(self, visit: SiteVisit, table: LinkTable) -> None:
        self._visit = visit
        self._table = table
        self._reader = OutlinkReader()
        self._own: asyncio.Queue[_Task] = asyncio.Queue()
        self._others: asyncio.Queue[_Task] = asyncio.Queue()
        self._endings: dict[str, Ending] = {}
        self._gone: list[_Task] = []
        self._gone_at = 0.0
        self._waiting: dict[int, _Opened] = {}
        self._links_waiting = 0
        self._turns = self._next = 0
        self._room = asyncio.Event()
        self._room.set()
        self._pages_left = visit.plan.depth.max_pages - len(visit.opened)
        self._checks_left = visit.plan.depth.max_links

    async def run(self) -> tuple[LinkSeen, ...]:
        """Every target that did not open, in the order in which they were met."""
        self._begin()
        own = self._visit.fetcher.settings.connections
        workers = [asyncio.create_task(self._work(self._own)) for _ in range(own + 1)]
        workers += [asyncio.create_task(self._work(self._others)) for _ in range(_OTHERS_AT_ONCE)]
        try:
            await self._until_done(workers)
            while self._gone:
                await self._pause()
                self._look_again()
                await self._until_done(workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        self._visit.reach.links_found = len(self._table.targets)
        dead = [(key, self._endings[key]) for key in self._table.targets if key in self._endings]
        return tuple(link_seen(self._visit, self._table.targets[key], ending) for key, ending in dead)

    def _begin(self) -> None:
        """Queue what the opened pages link; how these themselves ended is known."""
        opened = self._visit.opened
        for read in opened.values():
            read.drop_page()
        for key in list(self._table.targets):
            visited = opened.get(key)
            if visited is None:
                self._queue(key)
                continue
            self._visit.reach.links_checked += 1
            if visited.status is not FetchStatus.OK:
                ending = Ending(visited.status, visited.http_status, visited.evidence, visited.tries)
                self._endings[key] = ending

    def _queue(self, key: str) -> None:
        """A target met for the first time: a page to read while the budget lasts, else one to check."""
        url = self._table.targets[key].url
        own = self._visit.is_own(url)
        if own and self._pages_left > 0 and not is_file(url) and not looks_endless(url):
            self._pages_left -= 1
            self._own.put_nowait(self._page_task(key))
            return
        if own and not is_file(url):
            self._visit.reach.stopped(f"已达到页面预算 {self._visit.plan.depth.max_pages} 页")
        if self._checks_left > 0:
            self._checks_left -= 1
            (self._own if own else self._others).put_nowait(_Task(key, None))
        else:
            self._visit.reach.stopped(f"已达到链接预算 {self._visit.plan.depth.max_links} 个")

    def _page_task(self, key: str, before: int | None = None) -> _Task:
        self._turns += 1
        return _Task(key, self._turns - 1, before)

    async def _until_done(self, workers: list[asyncio.Task[None]]) -> None:
        """Wait until both queues are done; a worker's fault is ours and ends the sweep."""
        for queue in (self._own, self._others, self._own):
            joined = asyncio.ensure_future(queue.join())
            await asyncio.wait([joined, *workers], return_when=asyncio.FIRST_COMPLETED)
            if not joined.done():
                joined.cancel()
                next(worker for worker in workers if worker.done()).result()

    async def _pause(self) -> None:
        """Once is no proof: wait until the pause has passed since a target was last found gone."""
        passed = time.monotonic() - self._gone_at
        await asyncio.sleep(max(0.0, self._visit.plan.depth.confirm_pause_s - passed))

    def _look_again(self) -> None:
        """Queue once more what was gone. The workers take it at once."""
        gone, self._gone = self._gone, []
        for task in gone:
            before = self._endings[task.key].tries
            again = _Task(task.key, None, before) if task.turn is None else self._page_task(task.key, before)
            queue = self._own if self._visit.is_own(self._table.targets[task.key].url) else self._others
            queue.put_nowait(again)

    async def _work(self, queue: asyncio.Queue[_Task]) -> None:
        while True:
            task = await queue.get()
            if task.turn is None:
                self._end(task, await self._check(task))
                queue.task_done()
                continue
            self._waiting[task.turn] = opened = await self._open(task)
            self._links_waiting += len(opened.links)
            self._take_turns()
            while self._is_far_ahead:
                self._room.clear()
                await self._room.wait()

    @property
    def _is_far_ahead(self) -> bool:
        """True when those who have read pages wait; who reads the page whose turn it is never does."""
        return len(self._waiting) > _AHEAD or self._links_waiting > _LINKS_AHEAD

    async def _check(self, task: _Task) -> Ending:
        self._visit.reach.links_checked += task.before is None
        target = self._table.targets[task.key]
        if task.before is None:
            return await ask(self._visit, target.url)
        return await look_again(self._visit, target, task.before)

    async def _open(self, task: _Task) -> _Opened:
        self._visit.reach.links_checked += task.before is None
        visit, target = self._visit, self._table.targets[task.key]
        url = target.url
        visitor = INSPECTOR if task.before is None else by_link(target.found_on[0], url)
        response = await visit.ask(url, recorder=visit.recorder, visitor=visitor)
        status, page, _ = visit.judge(url, response)
        tries = response.tries + (task.before or 0)
        links: list[Outlink] = []
        leads = False
        if page is not None and visit.is_own(response.final_url):
            links = self._reader.read(page, self._table.needs_words, self._table.full)
            leads = bool(links) or (response.final_url != url and self._reader.finds_any(page))
        ending = Ending(status, response.http_status, response.evidence, tries)
        return _Opened(task, ending, response.final_url, leads, links)

    def _take_turns(self) -> None:
        """Note the links of every page whose turn has come."""
        while (opened := self._waiting.pop(self._next, None)) is not None:
            self._next += 1
            self._links_waiting -= len(opened.links)
            self._settle(opened)
            self._own.task_done()
        self._room.set()

    def _settle(self, opened: _Opened) -> None:
        task, url = opened.task, self._table.targets[opened.task.key].url
        if self._end(task, opened.ending):
            self._visit.swept(opened.ending.status)
        if opened.final_url != url:
            key = page_key(opened.final_url)
            if key != task.key and not self._arrived(key, opened):
                return  # read under its own address already, or soon
        for key, link, text in opened.links:
            if self._table.add(key, link, text, opened.final_url):
                self._queue(key)

    def _arrived(self, key: str, opened: _Opened) -> bool:
        """Note where redirects led; False when that page is known, so that its links are not read twice."""
        if key in self._table.targets or not opened.leads:
            return False
        target = self._table.targets[opened.task.key]
        return self._table.add(key, opened.final_url, target.text, target.found_on[0])

    def _end(self, task: _Task, ending: Ending) -> bool:
        """Note how a target ended; False when it will be looked at once more, because once is no proof."""
        if ending.status is FetchStatus.OK:
            self._endings.pop(task.key, None)
            return True
        self._endings[task.key] = ending
        if ending.status.is_gone and task.before is None:
            self._gone.append(task)
            self._gone_at = time.monotonic()
            return False
        return True
