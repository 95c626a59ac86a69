"""Pages shown in Chromium: waited for until what is wanted is there, read, pictured, and let go."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from playwright.async_api import BrowserContext, Error, Page, Playwright, async_playwright

from xuncha.facts.seen import FetchStatus
from xuncha.gather.browser.certificate import one_run_context
from xuncha.gather.browser.chromium import BrowserStartError, Chromium
from xuncha.gather.browser.dom import Shown, read_dom
from xuncha.gather.browser.fonts import NO_CHINESE_FONT
from xuncha.gather.browser.kept_files import KeptFiles
from xuncha.gather.browser.proxy import PageProxy
from xuncha.gather.browser.rendered import Keeper, Rendered, Wanted
from xuncha.gather.browser.requests_seen import RequestsSeen
from xuncha.gather.browser.settings import BrowserSettings
from xuncha.gather.browser.shot import take_shot
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.trial import Allowance
from xuncha.gather.http.urls import BadUrlError, prepare

_LOOK_S = 0.3
#: A page that never stands still is read as it is after so many seconds with what was wanted.
_RESTLESS_S = 2.5
#: So is one that never stops fetching.
_BUSY_S = 6.0
_CLOSE_S = 5.0
_TRIES = 2


@dataclass(frozen=True, slots=True)
class _Order:
    """One page to show: what is waited for, for how many seconds, and on whose time."""

    url: str
    keeper: Keeper | None
    wanted: Wanted
    patience: float
    allowance: Allowance


class Renderer:
    """Renders pages in one browser at a time. Use as ``async with Renderer(settings, fetcher) as renderer``.

    The browser starts with the first page, and is replaced after a number of pages, when it has died, and
    when a page does not answer: then every process of it is killed. Pages that were open in it meanwhile
    are tried once more. ``say`` is told, once, what its user must know.
    """

    def __init__(
        self, settings: BrowserSettings, fetcher: Fetcher, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self.settings = settings
        self._fetcher = fetcher
        self._say = say
        self._room = asyncio.Semaphore(settings.pages_at_once)
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Chromium | None = None
        self._open: dict[int, int] = {}
        self._kept = KeptFiles()
        self._warned = False
        self._cannot_start = ""

    async def __aenter__(self) -> Self:
        self._tls = one_run_context()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            with contextlib.suppress(Error, TimeoutError):
                async with asyncio.timeout(_CLOSE_S):
                    await self._playwright.stop()

    @property
    def browser(self) -> Chromium | None:
        """The browser in use, None before the first page."""
        return self._browser

    async def render(
        self,
        url: str,
        keeper: Keeper | None = None,
        *,
        wanted: Wanted = lambda *_: True,
        patience_s: float | None = None,
        allowance: Allowance | None = None,
    ) -> Rendered:
        """Show a page and read it once ``wanted(html, url)`` holds and it stands still, or patience ends.

        The page's own requests, its HTML without scripts, and its picture are kept with ``keeper``.
        Nothing a page does raises; ``problem`` then says in Chinese why there is nothing to read. The time in
        the browser, without what our own politeness takes, is on the ``allowance``; once that is used up no
        further page is shown.
        """
        patience = self.settings.patience_s if patience_s is None else patience_s
        order = _Order(url, keeper, wanted, patience, allowance or Allowance())
        try:
            prepare(url)
        except BadUrlError as error:
            return Rendered(url, problem=str(error))
        async with self._room:
            over = order.allowance.is_used_up  # asked in here: others' pages may have taken what was left
            problem = FetchStatus.TIME_UP.label
            rendered = Rendered(url, problem=problem) if over else await self._tried(order)
        if keeper is not None:
            keeper.keep_about(rendered)
        return rendered

    async def _tried(self, order: _Order) -> Rendered:
        for _ in range(_TRIES):
            try:
                browser = await self._browser_for_a_page()
            except BrowserStartError as error:
                return Rendered(order.url, problem=str(error))
            shown = await self._guarded(browser, order)
            if shown is not None:
                return shown
        return Rendered(order.url, problem="浏览器在显示该页面时退出")

    async def _guarded(self, browser: Chromium, order: _Order) -> Rendered | None:
        """One try; None when the browser died under it through no fault of this page, as far as we know."""
        self._open[id(browser)] = self._open.get(id(browser), 0) + 1
        try:
            async with asyncio.timeout(self.settings.page_deadline_s):
                return await self._in_context(browser, order)
        except TimeoutError:
            browser.kill()
            return Rendered(order.url, problem="页面在浏览器中没有响应（脚本不停运行或不停弹窗），已终止")
        except Error as error:
            if not browser.is_alive:
                return None
            return Rendered(order.url, problem=f"浏览器未能显示页面（{str(error).splitlines()[0][:120]}）")
        finally:
            self._open[id(browser)] -= 1
            await self._retire(browser)

    async def _in_context(self, browser: Chromium, order: _Order) -> Rendered:
        recorder = order.keeper.recorder if order.keeper is not None else None
        proxy = PageProxy(self._fetcher, recorder, self._tls, self._kept, self.settings.request_deadline_s)
        async with _on_the_time_of(order.allowance, proxy):
            agent = f"{browser.user_agent.replace('Headless', '')} {self._fetcher.settings.user_agent}"
            context = await browser.new_context(proxy.address, agent, self.settings)
            try:
                return await self._show(browser, context, proxy, order)
            finally:
                await self._close(browser, context)

    async def _show(
        self, browser: Chromium, context: BrowserContext, proxy: PageProxy, order: _Order
    ) -> Rendered:
        url, keeper = order.url, order.keeper
        page = await context.new_page()
        seen = RequestsSeen(context, page)
        try:
            await page.goto(url, wait_until="commit", timeout=1000 * (self.settings.longest_wait_s))
        except Error as error:
            return Rendered(url, problem=seen.why_not_opened(proxy.refused, str(error)))
        if seen.main_status >= 400:
            return Rendered(url, problem=seen.why_not_opened(proxy.refused, ""))
        shown = await self._wait(page, proxy, seen, order)
        if shown is None or not shown.url.startswith(("http://", "https://")):
            return Rendered(url, problem="页面在浏览器中不停跳转，没有内容可读")
        gaps = seen.gaps(proxy.refused)
        remarks = () if browser.draws_chinese else (NO_CHINESE_FONT,)
        at = datetime.now(UTC)
        shot = await take_shot(page, self.settings, remarks, at) if keeper is not None else None
        return await _kept(Rendered(url, shown.url, shown.html, gaps=gaps), shot, keeper)

    async def _wait(self, page: Page, proxy: PageProxy, seen: RequestsSeen, order: _Order) -> Shown | None:
        """The page once it shows what is wanted and stands still, else as it is when patience ends.

        Never waits for the network to fall silent: pages that poll, or hold a connection open, do not.
        """
        began = time.monotonic()
        watch = _Watch(order.patience)
        while True:
            async with asyncio.timeout(self.settings.answer_s):
                now = await read_dom(page)
            watch.look(now, order.wanted, seen.is_busy or proxy.waiting > 0)
            if (
                watch.is_enough(self.settings.settle_s)
                or time.monotonic() - began > self.settings.longest_wait_s
            ):
                return watch.shown
            await asyncio.sleep(_LOOK_S)
            if not proxy.waiting:  # while politeness makes the page wait, our patience does not run out
                watch.patience -= _LOOK_S

    async def _browser_for_a_page(self) -> Chromium:
        async with self._starting:
            if self._cannot_start:
                raise BrowserStartError(self._cannot_start)
            current = self._browser
            if current is not None and current.is_alive and current.pages < self.settings.pages_per_browser:
                return current
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            try:
                self._browser = await Chromium.start(self._playwright, self.settings)
            except BrowserStartError as error:
                self._cannot_start = str(error)
                raise
            finally:
                if current is not None and not self._open.get(id(current)):
                    await current.close()
            self._warn(self._browser)
            return self._browser

    def _warn(self, browser: Chromium) -> None:
        if not browser.draws_chinese and not self._warned:
            self._warned = True
            self._say(NO_CHINESE_FONT)

    async def _retire(self, browser: Chromium) -> None:
        """End a browser that was replaced, once its last page is done."""
        if browser is not self._browser and not self._open.get(id(browser)):
            self._open.pop(id(browser), None)
            await browser.close()

    async def _close(self, browser: Chromium, context: BrowserContext) -> None:
        try:
            async with asyncio.timeout(_CLOSE_S):
                await context.close()
        except TimeoutError:
            browser.kill()
        except Error:
            pass


@contextlib.asynccontextmanager
async def _on_the_time_of(allowance: Allowance, proxy: PageProxy) -> AsyncIterator[None]:
    """The proxy of one page; what passes until it is done, our politeness aside, is on the allowance."""
    began = time.monotonic()
    try:
        async with proxy:
            yield
    finally:
        allowance.used_s += max(0.0, time.monotonic() - began - proxy.waited_s)


class _Watch:
    """What was seen of a page so far. ``patience``: seconds left."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.shown: Shown | None = None
        self._changed_at = self._wanted_at = 0.0
        self._is_wanted = self._is_busy = False

    def look(self, now: Shown | None, wanted: Wanted, is_busy: bool) -> None:
        """Take in the page as it stands now; ``is_busy``: it is still fetching parts of itself."""
        self._is_busy = is_busy
        if now is None or now == self.shown:
            return
        self.shown, self._changed_at = now, time.monotonic()
        was_wanted, self._is_wanted = self._is_wanted, wanted(now.html, now.url)
        if self._is_wanted and not was_wanted:
            self._wanted_at = self._changed_at

    def is_enough(self, settle_s: float) -> bool:
        """True when there is no use, or no time, to go on looking."""
        if self.patience <= 0:
            return True
        if not self._is_wanted:
            return False
        now = time.monotonic()
        since = now - self._wanted_at
        still = now - self._changed_at >= settle_s or since >= _RESTLESS_S
        return still and (not self._is_busy or since >= _BUSY_S)


async def _kept(rendered: Rendered, shot: tuple[bytes, str] | None, keeper: Keeper | None) -> Rendered:
    if keeper is None:
        return rendered
    dom = keeper.keep_dom(rendered)
    if shot is None:
        return Rendered(
            rendered.url, rendered.final_url, rendered.html, gaps=rendered.gaps, dom=dom, remark="未能截图"
        )
    png, remark = shot
    picture = keeper.keep_picture(rendered, png)
    return Rendered(
        rendered.url,
        rendered.final_url,
        rendered.html,
        gaps=rendered.gaps,
        dom=dom,
        picture=picture,
        remark=remark,
    )
