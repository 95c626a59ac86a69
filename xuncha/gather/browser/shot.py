"""The picture of a page: as much of it as a picture can hold, with a caption that says what is missing."""

from __future__ import annotations

import asyncio
import base64
from datetime import datetime

from playwright.async_api import CDPSession, Error, Page

from xuncha.gather.browser.picture import Caption, captioned
from xuncha.gather.browser.settings import BrowserSettings

_WIDEST = 1920
_LOOK_S = 0.25
_UNLOADED = "() => [...document.images].filter((image) => !image.complete && image.loading !== 'lazy').length"


async def take_shot(
    page: Page, settings: BrowserSettings, remarks: tuple[str, ...], at: datetime
) -> tuple[bytes, str] | None:
    """The picture as PNG with its caption, and what is wrong with it in Chinese; None when none could be taken."""
    try:
        async with asyncio.timeout(settings.images_s + 2 * settings.answer_s):
            missing = await _wait_for_images(page, settings.images_s)
            session = await page.context.new_cdp_session(page)
            width, height = await _size(session, settings)
            png = await _capture(session, width, min(height, settings.tallest_picture))
    except (Error, TimeoutError):
        return None
    if missing:
        remarks = (*remarks, f"有 {missing} 幅图片没有载入")
    caption = Caption(page.url, at, min(height, settings.tallest_picture), height, remarks)
    try:
        return await asyncio.to_thread(captioned, png, caption), "；".join(caption.warnings)
    except (ValueError, OSError):
        return None


async def _wait_for_images(page: Page, patience_s: float) -> int:
    """How many pictures of the page are still missing when patience ends."""
    missing: int = await page.evaluate(_UNLOADED)
    while missing and patience_s > 0:
        await asyncio.sleep(_LOOK_S)
        patience_s -= _LOOK_S
        missing = await page.evaluate(_UNLOADED)
    return missing


async def _size(session: CDPSession, settings: BrowserSettings) -> tuple[int, int]:
    size = (await session.send("Page.getLayoutMetrics"))["cssContentSize"]
    width = min(max(int(size["width"]), settings.width), _WIDEST)
    return width, max(int(size["height"]), 1)


async def _capture(session: CDPSession, width: int, height: int) -> bytes:
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    asked = {"format": "png", "clip": clip, "captureBeyondViewport": True, "optimizeForSpeed": True}
    return base64.b64decode((await session.send("Page.captureScreenshot", asked))["data"])
