"""Frames in the body of a page: what they bring belongs to what a reader sees of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from xuncha.text.pages.addresses import page_key, resolve, same_site
from xuncha.text.pages.page import Page
from xuncha.text.pages.regions import Region, Regions

_DECORATION_FRAME = re.compile(
    r"tianqi|weather|/(?:top|head(?:er)?|foot(?:er)?|bottom|nav|menu|left|banner|search|login|tongji|count)\w*\.",
    re.I,
)
_LEAST_FRAME_HEIGHT = 60


def content_frames(page: Page) -> tuple[str, ...]:
    """Addresses of the frames in which content may stand: not of ornaments, nor of what is hidden or small."""
    urls = (resolve(page.base, node.attributes.get("src") or "") for node in _large_frames(page))
    return tuple(url for url in urls if url and not _DECORATION_FRAME.search(url))


def own_frames(page: Page) -> tuple[str, ...]:
    """Addresses of frames of the same site, which may hold the column's list."""
    urls = content_frames(page)
    return tuple(url for url in urls if same_site(url, page.url) and page_key(url) != page_key(page.url))


def waits_for_frame(page: Page) -> bool:
    """True for a page with a frame whose address only a script gives, or one made of frames that lead nowhere."""
    if page.tree.css_first("frameset frame") is not None:
        return True
    if page.tree.css_first("script") is None:
        return False
    return any(resolve(page.base, node.attributes.get("src") or "") is None for node in _large_frames(page))


def _large_frames(page: Page) -> Iterator[LexborNode]:
    regions = Regions()
    for node in page.tree.css("iframe, frame"):
        hidden = (node.attributes.get("style") or "").replace(" ", "").find("display:none") >= 0
        if not (hidden or _is_small(node)) and regions.of(node) is Region.BODY:
            yield node


def _is_small(frame: LexborNode) -> bool:
    """True for frames too low or too narrow to show a list: counters, weather."""
    sizes = [frame.attributes.get("height") or "", frame.attributes.get("width") or ""]
    return any(size.strip().isdigit() and int(size) < _LEAST_FRAME_HEIGHT for size in sizes)
