"""A second look, through a browser, at pages that as delivered cannot be all there is to see.

The same readers that read pages as delivered then read the page as shown. Where there is no browser, or it
did not get to see the page, the reason stays with the fact.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from xuncha.facts.renderings import RenderingSeen
from xuncha.facts.seen import FetchStatus
from xuncha.gather.browser.rendered import Gap, GapKind, Keeper, Rendered, Wanted
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.http.trial import Allowance
from xuncha.text.pages.addresses import page_key, same_site
from xuncha.text.pages.page import Page, TooDeepError

#: Gaps through which items of a list that is shown may be missing all the same.
_HOLES = frozenset({GapKind.DATA, GapKind.SCRIPT, GapKind.FRAME})
NOT_USED = NoBrowser("未使用浏览器")


class Shows(Protocol):
    """Who can show a page; :class:`~xuncha.gather.browser.renderer.Renderer` is one."""

    async def render(
        self,
        url: str,
        keeper: Keeper | None = None,
        *,
        wanted: Wanted,
        patience_s: float | None = None,
        allowance: Allowance | None = None,
    ) -> Rendered:
        """Show one page."""
        ...


class Delivered(Protocol):
    """A page that was opened without a browser; :class:`~xuncha.gather.visit.Visited` is one."""

    final_url: str

    @property
    def record_id(self) -> str:
        """The evidence record of the page as delivered, empty where none was kept."""
        ...

    def show(self, page: Page) -> None:
        """Take the page as shown for the page to read."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """What a second look gave: the page as shown, or in ``why``, in Chinese, the reason why there is none."""

    page: Page | None
    why: str = ""
    gaps: tuple[Gap, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True when everything the page asked for was there: only then is *nothing shown* a fact."""
        return self.page is not None and not self.gaps

    @property
    def why_not_whole(self) -> str:
        """The reason in words, empty when the look was whole."""
        return self.why or (self.gaps[0].in_words if self.gaps else "")

    def hole(self, is_own: Callable[[str], bool]) -> str:
        """What of the site's own could not be loaded, so that items may be missing; empty when nothing."""
        holes = (gap.in_words for gap in self.gaps if gap.kind in _HOLES and is_own(gap.url))
        return next(holes, "")


@dataclass
class SecondLooks:
    """The second looks of one visit; each page is shown once, unless ``look`` is told to repeat.

    They take the time of the site, ``allowance``; ``time_is_up`` is told when a page was not shown for want of it.
    """

    browser: Shows | NoBrowser
    keeper: Keeper | None = None
    allowed: int = 0
    allowance: Allowance = field(default_factory=Allowance)
    time_is_up: Callable[[], None] = lambda: None
    _looks: dict[str, asyncio.Task[Look]] = field(default_factory=dict)
    _told: bool = False
    _renderings: dict[str, RenderingSeen] = field(default_factory=dict)

    @property
    def is_possible(self) -> bool:
        """True when there is a browser."""
        return not isinstance(self.browser, NoBrowser)

    def why_not(self) -> str:
        """Why there is no browser, empty where there is one; the reason is kept with the evidence."""
        if not isinstance(self.browser, NoBrowser):
            return ""
        if self.keeper is not None and not self._told:
            self._told = True
            self.keeper.keep_no_browser(self.browser.reason)
        return self.browser.reason

    @property
    def renderings(self) -> tuple[RenderingSeen, ...]:
        """Everything shown so far and kept, in the order of the addresses."""
        return tuple(self._renderings[key] for key in sorted(self._renderings))

    def known(self, visited: Delivered) -> Look | None:
        """The look already taken at a page."""
        task = self._looks.get(page_key(visited.final_url))
        return task.result() if task is not None and task.done() else None

    async def look(
        self,
        visited: Delivered,
        wanted: Callable[[Page], bool],
        patience_s: float | None = None,
        *,
        again: bool = False,
    ) -> Look:
        """Show an opened page until ``wanted`` is on it; if whole, it is then the page that readers get."""
        key = page_key(visited.final_url)
        if isinstance(self.browser, NoBrowser):
            return Look(None, self.why_not())
        if len(self._looks) >= self.allowed and key not in self._looks:
            return Look(None, f"需要用浏览器打开的页面超过 {self.allowed} 个，其余未看")
        if key not in self._looks or again:
            self._looks[key] = asyncio.ensure_future(self._show(self.browser, visited, wanted, patience_s))
        look = await asyncio.shield(self._looks[key])
        if look.page is not None and look.is_whole:
            visited.show(look.page)
        return look

    async def _show(
        self, browser: Shows, visited: Delivered, wanted: Callable[[Page], bool], patience_s: float | None
    ) -> Look:
        rendered = await browser.render(
            visited.final_url,
            self.keeper,
            wanted=_on_a_page(wanted),
            patience_s=patience_s,
            allowance=self.allowance,
        )
        if rendered.problem == FetchStatus.TIME_UP.label:
            self.time_is_up()
            # Shown once, but not again as was asked: what that look was to prove is unseen, and stays so.
            self._renderings.pop(page_key(visited.final_url), None)
        look = _look(rendered, visited)
        if rendered.dom is not None and visited.record_id:
            self._renderings[page_key(visited.final_url)] = RenderingSeen(
                visited.final_url, visited.record_id, rendered.dom, rendered.picture, rendered.remark
            )
        return look


def _on_a_page(wanted: Callable[[Page], bool]) -> Wanted:
    def holds(html: str, url: str) -> bool:
        try:
            return wanted(Page(html, url))
        except TooDeepError:
            return False

    return holds


def _look(rendered: Rendered, visited: Delivered) -> Look:
    if rendered.problem:
        return Look(None, rendered.problem)
    if not same_site(rendered.final_url, visited.final_url):
        return Look(None, f"页面在浏览器中转到了其他网站（{rendered.final_url[:80]}）")
    try:
        return Look(Page(rendered.html, rendered.final_url), gaps=rendered.gaps)
    except TooDeepError:
        return Look(None, "页面层层嵌套过深，无法读取")
