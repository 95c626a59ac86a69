"""A browser for a run, or the reason why there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser
from xuncha.gather.http.fetch import Fetcher
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
    from xuncha.gather.browser.renderer import Renderer  # needs the extra that is known to be there now

    async with Renderer(settings, fetcher, say) as renderer:
        yield renderer
