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
#: Pictures within the part of the page that is pictured which come only when somebody scrolls there.
_UNSCROLLED = """(bottom) => [...document.images].filter((image) => {
  if (image.complete || image.loading !== 'lazy') return false;
  const box = image.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && box.top + scrollY < bottom;
}).length"""
#: The height of the tallest content that scrolls inside a large part of the page; 0 where there is none.
_INNER = """() => {
  let most = 0;
  for (const node of [...document.querySelectorAll('body, body *')].slice(0, 20000)) {
    if (node === document.scrollingElement || node.scrollHeight - node.clientHeight < 100) continue;
    if (node.clientHeight < innerHeight / 2 || node.clientWidth < innerWidth / 2) continue;
    const how = getComputedStyle(node).overflowY;
    if (how === 'auto' || how === 'scroll') most = Math.max(most, node.scrollHeight);
  }
  return most;
}"""


async def take_shot(
    page: Page, settings: BrowserSettings, remarks: tuple[str, ...], at: datetime
) -> tuple[bytes, str] | None:
    """The picture as PNG with its caption, and what is wrong with it in Chinese; None when none could be taken."""
    try:
        async with asyncio.timeout(settings.images_s + 2 * settings.answer_s):
            missing = await _wait_for_images(page, settings.images_s)
            session = await page.context.new_cdp_session(page)
            wide, height = await _size(session, settings)
            width, shown = min(wide, _WIDEST), min(height, settings.tallest_picture)
            png = await _capture(session, width, shown)
            remarks = (*remarks, *await _not_shown(page, missing, shown))
    except (Error, TimeoutError):
        return None
    caption = Caption(page.url, at, shown, height, remarks, width, wide)
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


async def _not_shown(page: Page, missing: int, shown: int) -> list[str]:
    """What the picture lacks although it lies within its bounds, in Chinese."""
    told = [f"有 {missing} 幅图片没有载入"] if missing else []
    lazy: int = await page.evaluate(_UNSCROLLED, shown)
    if lazy:
        told.append(f"有 {lazy} 幅图片要滚动到才载入，图中空着")
    inner: int = await page.evaluate(_INNER)
    if inner:
        told.append(f"页面内有滚动区域，其内容全高 {inner} 像素，图中只见一部分")
    return told


async def _size(session: CDPSession, settings: BrowserSettings) -> tuple[int, int]:
    """Width and height of the whole page; no less wide than the window."""
    size = (await session.send("Page.getLayoutMetrics"))["cssContentSize"]
    return max(int(size["width"]), settings.width), max(int(size["height"]), 1)


async def _capture(session: CDPSession, width: int, height: int) -> bytes:
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    asked = {"format": "png", "clip": clip, "captureBeyondViewport": True, "optimizeForSpeed": True}
    return base64.b64decode((await session.send("Page.captureScreenshot", asked))["data"])
