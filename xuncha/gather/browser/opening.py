"""A browser for a run, or the reason why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from xuncha.gather.browser.rendered import Keeper, Rendered, Wanted
from xuncha.gather.browser.settings import BrowserMode, BrowserSettings, NoBrowser, find_browser
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.trial import Allowance
from xuncha.gather.second_look import Shows


@asynccontextmanager
async def browser_for(
    mode: BrowserMode, fetcher: Fetcher, say: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Shows | NoBrowser]:
    """A renderer whose pages ask through ``fetcher``; its browser starts when the first page needs it.

    ``say`` is told, once, what is wrong with the pictures.
    """
    settings = find_browser(mode)
    if isinstance(settings, NoBrowser):
        yield settings
        return
    async with AsyncExitStack() as held:
        yield _OnDemand(settings, fetcher, say, held)


class _OnDemand:
    """Makes its renderer, loading all that this takes, when a page is first to be shown: most runs show none."""

    def __init__(
        self, settings: BrowserSettings, fetcher: Fetcher, say: Callable[[str], None], held: AsyncExitStack
    ) -> None:
        self._needs = settings, fetcher, say
        self._held = held
        self._renderer: Shows | None = None
        self._making = asyncio.Lock()

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
        async with self._making:
            if self._renderer is None:
                # Needs the extra that is known to be there now.
                from xuncha.gather.browser.renderer import Renderer

                self._renderer = await self._held.enter_async_context(Renderer(*self._needs))
        return await self._renderer.render(
            url, keeper, wanted=wanted, patience_s=patience_s, allowance=allowance
        )
