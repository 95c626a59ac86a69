"""Pages without content of their own that send their readers on, by a refresh tag or a script."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xuncha.text.expressions import expression
from xuncha.text.pages.addresses import resolve
from xuncha.text.pages.page import Page, squeeze

_META_REFRESH = expression(
    r"^\s*(?:[\d.]+\s*[;,\s]|[;,])\s*(?:url\s*=\s*)?['\"]?((?!url\s*=)[^'\"\s;,][^'\"\s]*)", re.I
)
#: Where telephones are sent.
_FOR_PHONES = expression(r"(?:^|[/.])(?:m|wap|h5|mobile|phone|3g)(?:[/.]|$)", re.I)
_NOT_SHOWN = expression(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: A side of a frame on which nothing can be read (pixels, or per cent).
_NARROW = expression(r"^\s*\d\s*(?:px|%)?\s*$")
_SCRIPT_REDIRECT = expression(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*[\"']([^\"']+)[\"'](?!\s*\+)"
)


def onward(page: Page) -> str | None:
    """Where a page without content of its own sends its reader, None for nowhere that can be asked for."""
    target = sent_to(page)
    return resolve(page.base, target) if target is not None else None


def refreshed_to(header: str) -> str | None:
    """The address in a ``Refresh`` header or tag, as it stands there; None where it only asks to load again."""
    found = _META_REFRESH.match(squeeze(header))
    return found.group(1) if found else None


def is_for_phones(url: str) -> bool:
    """True for an address to which telephones are sent."""
    return _FOR_PHONES.search(url) is not None


def filling_frame(page: Page) -> str | None:
    """The address of the one frame that is all a page shows, None where it shows more, or several frames.

    Frames of no height or width, and such as are not displayed, are no part of what a reader sees.
    """
    if len(page.anchors) > 3 or page.text_length > 300:
        return None
    shown = shown_frames(page)
    return resolve(page.base, shown[0].attributes.get("src") or "") if len(shown) == 1 else None


def shown_frames(page: Page) -> list[LexborNode]:
    """The frames of a page that a reader sees, in the order in which they stand."""
    return [node for node in page.tree.css("frame[src], iframe[src]") if _takes_room(node)]


def _takes_room(frame: LexborNode) -> bool:
    attributes = frame.attributes
    if _NOT_SHOWN.search(attributes.get("style") or "") or "hidden" in attributes:
        return False
    if any(_NARROW.match(attributes.get(side) or "") for side in ("width", "height")):
        return False
    outer = frame.parent
    if outer is None or outer.tag != "frameset":
        return True
    place = [node for node in outer.iter() if node.tag in ("frame", "frameset")].index(frame)
    for side in ("rows", "cols"):
        sizes = (outer.attributes.get(side) or "").split(",")
        if len(sizes) > place and _NARROW.match(sizes[place]):
            return False
    return True


def _is_without_scripts(node: LexborNode) -> bool:
    """True for what browsers pass over because they run scripts."""
    outer = node.parent
    return outer is not None and outer.tag == "noscript"


def sent_to(page: Page) -> str | None:
    """The address to which a page without content of its own sends its reader, as it stands there."""
    if len(page.anchors) > 3 or page.text_length > 300:
        return None
    for node in page.tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh" and not _is_without_scripts(node):
            named = refreshed_to(node.attributes.get("content") or "")
            if named is not None:
                return named
    for script in page.scripts:
        targets = [found[1] for found in _SCRIPT_REDIRECT.finditer(script)]
        if targets:
            return next((one for one in targets if not is_for_phones(one)), targets[0])
    return None
