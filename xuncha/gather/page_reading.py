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

#: How files begin that are no pages, whatever their Content-Type says: gzip, zip, zstd, PDF, pictures, OLE, 7z, RAR.
_FILE_MARKS = (
    *(b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff"),
    *(b"GIF8", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!"),
)
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"\xef\xbb\xbf<")
_LOOK_AT = 4096
#: In a text, one character of so many may be a NUL; more mean that it was not decoded as it is meant.
_SOUND_TO_NUL = 4
#: Elements whose content is no markup, so that an unclosed one takes in the rest of the page.
_RAW_TEXT = ("script", "style", "textarea", "title", "xmp", "noscript")
_HTML_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")
_META_REFRESH = re.compile(r"^\s*\d*\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]+)", re.I)
_SCRIPT_REDIRECT = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*[\"']([^\"']+)[\"'](?!\s*\+)"
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
    """By its Content-Type; a server that names none, or nothing that is one, leaves it to the first characters."""
    kind = (response.content_type or "").lower()
    return kind.startswith(_HTML_TYPES) if "/" in kind else _begins_a_page(response)


def _begins_a_page(response: Response) -> bool:
    start = response.body[:512].lstrip().lower()
    return start.startswith((*_PAGE_MARKS, b"<!doctype"))


def is_unreadable(response: Response) -> bool:
    """True for a served answer in which nobody could read a page, nor a file that stands in its place.

    It is empty, holds data for programs (JSON, XML), or is called a page and holds bytes of something else; or it is a
    page that browsers are told not to show.
    """
    body = response.body
    if not body[:_LOOK_AT].strip() and not body.strip():
        return True
    kind = (response.content_type or "").lower()
    if not is_html(response):
        return "json" in kind or _begins_a_page(response)
    return body.startswith(_FILE_MARKS) or ("/xml" in kind and b"<html" not in body[:_LOOK_AT].lower())


def is_senseless(text: str) -> bool:
    """True for text that is mostly NUL characters: wide characters read as narrow ones, or no text at all."""
    start = text[:_LOOK_AT]
    return start.count("\0") * _SOUND_TO_NUL > len(start)


def is_swallowed(page: Page) -> bool:
    """True when a comment or an element that holds raw text is never closed, and hides all that follows it."""
    source = page.html.lower()
    pairs = (("<!--", "-->"), *((f"<{tag}", f"</{tag}") for tag in _RAW_TEXT))
    return any(source.rfind(opened) > source.rfind(closed) for opened, closed in pairs)


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


def missing_page(site_code: str, home_url: str, salt: str = "") -> str:
    """An address of a site at which there cannot be a page, the same in every run."""
    name = sha256((site_code + salt).encode()).hexdigest()[:16]
    return urljoin(home_url, f"/{name}/{name}.html")
