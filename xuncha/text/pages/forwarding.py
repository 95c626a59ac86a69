"""Pages without content of their own that send their readers on, by a refresh tag or a script."""

from __future__ import annotations

import re

from xuncha.text.pages.addresses import resolve
from xuncha.text.pages.page import Page, squeeze

_META_REFRESH = re.compile(r"^\s*\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]+)", re.I)
_SCRIPT_REDIRECT = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*[\"']([^\"']+)[\"'](?!\s*\+)"
)


def onward(page: Page) -> str | None:
    """Where a page without content of its own sends its reader, None for nowhere that can be asked for."""
    target = sent_to(page)
    return resolve(page.base, target) if target is not None else None


def sent_to(page: Page) -> str | None:
    """The address to which a page without content of its own sends its reader, as it stands there."""
    if len(page.anchors) > 3 or page.text_length > 300:
        return None
    for node in page.tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            found = _META_REFRESH.match(squeeze(node.attributes.get("content") or ""))
            if found:
                return found.group(1)
    for script in page.scripts:
        found = _SCRIPT_REDIRECT.search(script)
        if found:
            return found.group(1)
    return None
