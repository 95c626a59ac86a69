"""One visit to one site: every page is opened once, kept as evidence, and counted against a budget."""

from __future__ import annotations

import asyncio
import copy
import json
from collections import ChainMap
from collections.abc import Callable, Coroutine, MutableMapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any, TypeVar

from xuncha.facts.seen import DateSource, FetchStatus, Published
from xuncha.facts.website import Coverage, RobotsRule, RobotsSeen
from xuncha.gather.browser.rendered import Keeper
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.evidence.archive import LOOKED_AT_URI, ROBOTS_URI, ArchiveRecorder
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.head_answers import HeadAnswers, is_hollow
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response
from xuncha.gather.http.trial import Allowance
from xuncha.gather.http.visitor import INSPECTOR, Visitor, by_link
from xuncha.gather.page_budget import PageBudget, Share, read_side_by_side
from xuncha.gather.page_reading import StandIns, missing_page, page_of, read_page
from xuncha.gather.plan import SitePlan
from xuncha.gather.reach import Reach
from xuncha.gather.second_look import NOT_USED, SecondLooks, Shows
from xuncha.gather.sent_on import followed, leads_on, sent_on
from xuncha.gather.visited import Item, Visited
from xuncha.text.pages.addresses import host_of, is_home_name, looks_endless, page_key, same_site
from xuncha.text.pages.not_found import NotFoundSample, fails_by_itself, says_not_found
from xuncha.text.pages.page import Page
from xuncha.text.pages.page_tags import asked_tags
from xuncha.text.pages.suspension import is_suspended

T = TypeVar("T")
#: Strongest first.
_SOURCES = tuple(DateSource)
_LOOKS_A_RECORD = 2000
#: Pages without content of their own, each sending on to the next, that are followed.
_SENT_ON, _HOME_SENT_ON = 3, 8


class SiteVisit:
    """Opens pages of one site. ``dates`` collects publication dates by page key from wherever one is printed."""

    def __init__(
        self,
        plan: SitePlan,
        fetcher: Fetcher,
        recorder: WarcRecorder | ArchiveRecorder,
        tick: Callable[[], None] = lambda: None,
        browser: Shows | NoBrowser = NOT_USED,
    ) -> None:
        self.heads = HeadAnswers(self.look, partial(missing_page, plan.site.site_code, salt="head"))
        self._allowance = Allowance(plan.depth.site_minutes * 60)
        self.looks = SecondLooks(
            browser, Keeper(recorder), plan.depth.rendered_pages, self._allowance, self._time_is_up
        )
        self.plan = plan
        self.fetcher = fetcher
        self.recorder = recorder
        self.dates: MutableMapping[str, Published] = {}
        self.items: dict[str, Item] = {}
        self.home_url = plan.site.url
        self.reach = Reach()
        self._looks: dict[str, tuple[str, int | None, int]] = {}
        self._whole_budget = PageBudget(plan.depth.max_pages)
        self._budget: PageBudget | Share = self._whole_budget
        self._tick = tick
        self._opened: dict[str, asyncio.Task[Visited]] = {}
        self._texts: dict[str, asyncio.Task[Response]] = {}
        self._not_found: NotFoundSample | None = None
        self._stand_ins = StandIns()
        self._home: Page | None = None
        self._samples = 0
        self._held = set[str]()

    @property
    def opened(self) -> dict[str, Visited]:
        """Every page opened so far, by page key, in an order that is the same in every run."""
        done = [key for key, task in self._opened.items() if task.done() and not task.cancelled()]
        return {key: self._opened[key].result() for key in sorted(done, key=self._whole_budget.rank)}

    async def side_by_side(self, readers: Sequence[Callable[[SiteVisit], Coroutine[Any, Any, T]]]) -> list[T]:
        """Run readers at the same time; none of them sees what another has only just found.

        Each gets this visit with a share of the page budget and with the dates known now; the dates it
        finds are added when all are finished, in the order of the readers.
        """
        found: list[dict[str, Published]] = [{} for _ in readers]

        def reading(number: int) -> Callable[[Share], Coroutine[Any, Any, T]]:
            return lambda share: readers[number](self._seen_by(share, found[number]))

        read = await read_side_by_side(
            self._whole_budget, [reading(number) for number in range(len(readers))]
        )
        for dates in found:
            for key, published in dates.items():
                known = self.dates.get(key)
                if known is None or _SOURCES.index(published.source) < _SOURCES.index(known.source):
                    self.dates[key] = published
        return read

    def _seen_by(self, share: Share, dates: dict[str, Published]) -> SiteVisit:
        view = copy.copy(self)  # pages, texts and reasons are shared
        view._budget, view.dates = share, ChainMap(dates, dict(self.dates))
        return view

    @property
    def reads_articles(self) -> bool:
        """Whether articles are read, or only opened. With a browser they are: their dates may tell which articles
        of a column that only a browser can show are opened next."""
        return self.plan.reads_articles or self.looks.is_possible

    async def open_home(self) -> Visited:
        """The home page, following the redirects that pages make by themselves (refresh tags, scripts)."""
        visited = await self._open_once(self.plan.site.url, home=True)
        for _ in range(_HOME_SENT_ON):
            if (target := sent_on(visited, frames=True, elsewhere=True)) is None:
                break
            if page_key(target) == page_key(visited.url):  # "/" sends on to its own /index.html
                self._opened.pop(page_key(target), None)
            visited = await self._open_once(target, home=True)
        if visited.is_read and sent_on(visited, frames=False, elsewhere=True) is not None:  # no home page yet
            visited.status, visited.page = FetchStatus.REDIRECT_LOOP, None
        self.home_url = visited.final_url if visited.is_read else self.plan.site.url
        if visited.is_read:
            self._home = visited.page
            await self.sample_not_found()
        return visited

    async def open(self, url: str) -> Visited:
        """Open an address once; asking again gives the same answer without another request.

        Past the page budget, and for addresses as traps make them, nothing is requested: ``BUDGET``.
        """
        self._held.add(key := page_key(url))
        before = self._opened.get(key)
        visited = await self._open_once(url, home=False)
        if visited.dropped:  # read as an item before; now its page itself is wanted
            if self._opened[key] is before:
                del self._opened[key]
            visited = await self._open_once(url, home=False)
        return visited

    async def open_briefly(self, url: str) -> Visited:
        """As :meth:`open`, for a page of which only what is read at once is kept: see :meth:`drop`."""
        return await self._open_once(url, home=False)

    def drop(self, visited: Visited) -> None:
        """Let the parsed page go unless it was also opened as a page to keep."""
        if page_key(visited.url) not in self._held:
            visited.drop_page()

    def is_own(self, url: str) -> bool:
        """True for pages of this site: its host and hosts below it that are no registered site of their own."""
        host = host_of(url)
        own = host in (host_of(self.home_url), host_of(self.plan.site.url))
        return own or (same_site(url, self.home_url) and host not in self.plan.hosts)

    async def ask(self, url: str, **options: Any) -> Response:
        """Fetch an address as :meth:`Fetcher.fetch` does, on this site's time; past it nothing is sent: ``TIME_UP``."""
        response = await self.fetcher.fetch(url, allowance=self._allowance, **options)
        self.reach.led_to(response)
        if response.status is FetchStatus.TIME_UP:
            self._time_is_up()
        return response

    def _time_is_up(self) -> None:
        minutes = self.plan.depth.site_minutes
        self.reach.stopped(f"网站让检查程序等待的时间合计已到 {minutes:g} 分钟上限，其余未访问")

    async def look(self, url: str) -> Response:
        """Whether a target opens, by HEAD. Such looks are kept many to a record, unless only GET can tell."""
        response = await self.ask(url, method="HEAD")
        if is_hollow(response):
            return replace(response, status=FetchStatus.CLIENT_ERROR)
        self._looks[url] = (response.status.value, response.http_status, response.tries)
        if len(self._looks) >= _LOOKS_A_RECORD:
            self.keep_looks()
        return response

    def keep_looks(self) -> None:
        """Store how the looks so far ended."""
        if self._looks:
            block = json.dumps(self._looks, ensure_ascii=False).encode("utf-8", "surrogatepass")
            self.recorder.record_file(block, LOOKED_AT_URI, "application/json")
            self._looks.clear()

    async def fetch_file(self, url: str) -> Response:
        """A document of the site, kept as evidence."""
        return await self.ask(url, recorder=self.recorder)

    async def text_of(self, url: str) -> str | None:
        """The text of a file, such as a script, fetched once; None when it could not be read.

        A file that is not there is empty: nobody else gets it either.
        """
        task = self._texts.get(url)
        if task is None:
            task = asyncio.ensure_future(self.ask(url, recorder=self.recorder))
            self._texts[url] = task
        response = await task
        if response.status is FetchStatus.NOT_FOUND:
            return ""
        return response.decoded.text if response.status is FetchStatus.OK else None

    async def _open_once(self, url: str, *, home: bool) -> Visited:
        key = page_key(url)
        if home:
            self._held.add(key)
            self._whole_budget.grant(key)
        elif looks_endless(url) and key not in self._opened:
            self.reach.stopped("地址疑似无限生成（目录重复或过深），未访问")
            return Visited(url, url, FetchStatus.BUDGET)
        if not await self._budget.admits(key):
            self.reach.stopped(f"已达到页面预算 {self.plan.depth.max_pages} 页")
            return Visited(url, url, FetchStatus.BUDGET)
        try:
            task = self._opened.get(key)
            if task is None:
                task = self._opened[key] = asyncio.ensure_future(self._request(url, home=home))
            return await task
        finally:
            self._budget.opened(key)

    async def _request(self, url: str, *, home: bool) -> Visited:
        visited = await self._reached(url, home=home)
        if visited.status.is_gone:  # once is no proof: ask again after a pause
            await asyncio.sleep(self.plan.depth.confirm_pause_s)
            visitor = INSPECTOR if home else by_link(self.home_url, url)
            again = await self._reached(url, home=home, visitor=visitor)
            again.tries += visited.tries
            visited = again
        self._tick()
        return visited

    async def _reached(self, url: str, *, home: bool, visitor: Visitor = INSPECTOR) -> Visited:
        """The page to which an address leads its readers, also where a page without content sends them on."""
        visited = await self._asked(url, url, home=home, visitor=visitor)
        return visited if home else await followed(visited, leads_on, partial(self._asked, url), _SENT_ON)

    async def _asked(self, url: str, at: str, *, home: bool = False, visitor: Visitor = INSPECTOR) -> Visited:
        return self._read(url, await self._fetch(at, home=home, visitor=visitor))

    async def _fetch(self, url: str, *, home: bool, visitor: Visitor = INSPECTOR) -> Response:
        response = await self.ask(url, recorder=self.recorder, always_allowed=home, visitor=visitor)
        if response.tls_note and self.is_own(response.final_url):
            self.reach.tls_noted(response)
        return response

    def judge(self, url: str, response: Response) -> tuple[FetchStatus, Page | None, bool]:
        """How a fetch really ended, the page it brought, and whether some of its characters could not be read."""
        status, page, lossy = read_page(response)
        is_home = page_key(url) == page_key(self.home_url)
        if page is not None and is_suspended(page) and not says_not_found(page):
            status, page = FetchStatus.SUSPENDED, None  # also where missing pages get the same
        elif (page and not is_home and self._says_not_found(page, url)) or self._stand_ins.include(response):
            status, page = FetchStatus.SOFT_NOT_FOUND, None
        elif page is not None and fails_by_itself(page):
            status, page = FetchStatus.SERVER_ERROR, None
        elif self.is_sent_home(url, response):
            status, page = FetchStatus.SENT_HOME, None
        return status, page, lossy

    def _read(self, url: str, response: Response) -> Visited:
        status, page, lossy = self.judge(url, response)
        return Visited(
            url=url,
            final_url=response.final_url,
            status=status,
            http_status=response.http_status,
            evidence=response.evidence,
            page=page,
            tries=response.tries,
            linked=page.linked if page is not None else (),
            last_modified=response.header("Last-Modified") or "",
            refresh=response.header("Refresh") or "",
            sets_cookie=response.header("Set-Cookie") is not None,
            lossy=lossy,
            cause=response.error if status is FetchStatus.TLS else "",
            tags=asked_tags(page) if page is not None else (),
        )

    def is_sent_home(self, asked: str, response: Response) -> bool:
        """True when the home page came where another page was asked for."""
        homes = {page_key(self.home_url), page_key(self.plan.site.url)}
        is_home = response.status is FetchStatus.OK and page_key(response.final_url) in homes
        return is_home and page_key(asked) not in homes and not is_home_name(asked)

    @property
    def hides_missing_pages(self) -> bool:
        """True when the host answers 200 even to an address that cannot exist."""
        return self._not_found is not None or bool(self._stand_ins)

    def is_not_found(self, response: Response, asked: str) -> bool:
        """True when a page that came with 200 is this host's way to say that there is nothing at ``asked``."""
        page = page_of(response)
        return self._stand_ins.include(response) if page is None else self._says_not_found(page, asked)

    def _says_not_found(self, page: Page, asked: str) -> bool:
        return says_not_found(page) or (self._not_found is not None and self._not_found.matches(page, asked))

    @property
    def missing_address(self) -> str:
        """An address of this site at which there cannot be a page."""
        return missing_page(self.plan.site.site_code, self.home_url)

    async def sample_not_found(self) -> None:
        """Ask for two addresses that cannot exist, to know this host's way of saying no.

        Asked again in the course of a visit, since hosts change theirs; pages opened meanwhile that turn out
        to be error pages are called so.
        """
        home = self._home
        if home is None:
            return
        self._samples += 1
        asked = [
            missing_page(self.plan.site.site_code, self.home_url, f"{salt}{self._samples}") for salt in "ab"
        ]
        answers = await asyncio.gather(*(self.ask(url, recorder=self.recorder) for url in asked))
        pages = [page for response in answers if (page := page_of(response)) is not None]
        if not pages:
            self._stand_ins = StandIns(answers)
        if len(pages) < len(asked):  # honest at least once: then a page like any other is one
            return
        sample = NotFoundSample(pages, home)
        if self._samples == 1:
            self._not_found = sample
        elif not await self._is_the_home_page(sample):
            self._not_found = sample
            await self._look_again()

    async def _is_the_home_page(self, sample: NotFoundSample) -> bool:
        """True when the home page has become what missing pages get: that is maintenance, not an error page."""
        now = page_of(await self._fetch(self.home_url, home=True))
        return now is None or sample.matches(now, "")

    async def _look_again(self) -> None:
        """Pages opened before that look like the host's error page now are asked for again after a pause."""
        suspects = [
            visited
            for visited in self.opened.values()
            if (page := visited.page) and page is not self._home and self._says_not_found(page, visited.url)
        ]
        if suspects:
            await asyncio.sleep(self.plan.depth.confirm_pause_s)
        for visited in suspects:
            again = await self._asked(visited.url, visited.url)
            if again.status is FetchStatus.SOFT_NOT_FOUND:
                visited.status, visited.page, visited.linked = again.status, None, ()
                visited.evidence, visited.tries = again.evidence, visited.tries + again.tries

    @property
    def robots(self) -> tuple[RobotsSeen, ...]:
        """What the robots.txt of this site's hosts meant for the visit; each port of a host has its own."""
        said = self.fetcher.robots_decisions
        own = {at.removesuffix("/") for at in self.reach.origins if self.is_own(at)}
        return tuple(one for one in said if one.rule is RobotsRule.IGNORED or one.host in own)

    def keep_robots(self, said: tuple[RobotsSeen, ...]) -> None:
        """Store what the robots.txt of this site's hosts meant."""
        block = json.dumps([asdict(one) for one in said], ensure_ascii=False).encode()
        self.recorder.record_file(block, ROBOTS_URI, "application/json")

    def coverage(self) -> Coverage:
        """Pages asked for and reached, with the causes for what was not."""
        return self.reach.coverage((visited.status for visited in self.opened.values()), self.robots)

    def swept(self, status: FetchStatus) -> None:
        """Count a page that was opened for its links alone."""
        self.reach.swept(status)
        self._tick()
