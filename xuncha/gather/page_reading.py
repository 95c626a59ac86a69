"""From an answer to a page, and where a page without content of its own sends its reader."""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import sha256
from urllib.parse import urljoin

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.response import Response
from xuncha.text.pages.addresses import resolve
from xuncha.text.pages.page import Page, TooDeepError, squeeze

_HTML_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")
_META_REFRESH = re.compile(r"^\s*\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]+)", re.I)
_SCRIPT_REDIRECT = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*[\"']([^\"']+)[\"']"
)


def page_of(response: Response) -> Page | None:
    """The page of an answer that was plainly served, None where there is none to read."""
    if response.status is not FetchStatus.OK or not is_html(response):
        return None
    with suppress(TooDeepError):
        decoded = response.decoded
        return Page(decoded.text, response.final_url, decoded.encoding)
    return None


def is_html(response: Response) -> bool:
    """By its Content-Type; a server that names none leaves it to the first characters."""
    if response.content_type:
        return response.content_type.lower().startswith(_HTML_TYPES)
    return (
        response.body[:512].lstrip().lower().startswith((b"<!doctype", b"<html", b"<head", b"\xef\xbb\xbf<"))
    )


def onward(page: Page) -> str | None:
    """Where a page without content of its own sends its reader."""
    if len(page.anchors) > 3 or page.text_length > 300:
        return None
    for node in page.tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            found = _META_REFRESH.match(squeeze(node.attributes.get("content") or ""))
            if found:
                return resolve(page.base, found.group(1))
    for script in page.scripts:
        found = _SCRIPT_REDIRECT.search(script)
        if found:
            return resolve(page.base, found.group(1))
    return None


def missing_page(site_code: str, home_url: str, salt: str = "") -> str:
    """An address of a site at which there cannot be a page, the same in every run."""
    name = sha256((site_code + salt).encode()).hexdigest()[:16]
    return urljoin(home_url, f"/{name}/{name}.html")
