"""From an answer to a page: what can be read as one, and what only stands where one should be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from urllib.parse import urljoin

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.response import Response
from xuncha.text.garbled import is_garbled
from xuncha.text.pages.not_found import file_says_not_found
from xuncha.text.pages.page import Page, TooDeepError, TooLongError

#: How files begin that are no pages, whatever their Content-Type says: gzip, zip, zstd, PDF, pictures, OLE, 7z, RAR.
_FILE_MARKS = (
    *(b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff"),
    *(b"GIF8", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!"),
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico)(?:$|[?#])", re.I)
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"\xef\xbb\xbf<")
_LOOK_AT = 4096
_BLANK = b" \t\r\n\v\f\xef\xbb\xbf\xfe\xff"
#: What shows something without words, or may bring something.
_SEEN_OR_RUN = (
    "script, meta[http-equiv], img, svg, canvas, video, audio, frame, iframe, object, embed, form, input, button, "
    "link, style, area"
)
#: In a text, one character of so many may be a NUL; more mean that it was not decoded as it is meant.
_SOUND_TO_NUL = 4
#: Elements whose content is no markup, so that an unclosed one takes in the rest of the page.
_RAW_TEXT = ("script", "style", "textarea", "title", "xmp", "noscript")
_HTML_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")


def read_page(response: Response) -> tuple[FetchStatus, Page | None, bool]:
    """How a fetch ended once its body is read, the page it brought, and whether characters could not be read."""
    status, lossy = response.status, False
    page: Page | None = None
    if status is FetchStatus.OK and is_empty(response):
        status = FetchStatus.EMPTY
    elif status is FetchStatus.OK and is_unreadable(response):
        status = FetchStatus.BAD_RESPONSE
    elif status is FetchStatus.OK and is_html(response):
        decoded = response.decoded
        lossy = decoded.lossy or decoded.conflict
        try:
            page = Page(decoded.text, response.final_url, decoded.encoding, decoded.utf8)
        except TooLongError:
            status = FetchStatus.TOO_LARGE
        except TooDeepError:
            status = FetchStatus.BAD_RESPONSE
        if is_senseless(decoded.text):
            status, page = FetchStatus.BAD_RESPONSE, None
        elif page is not None and _is_bare(page):
            status, page = FetchStatus.EMPTY, None
        elif page is not None and is_garbled(decoded.text, decoded.utf8):
            status, page, lossy = FetchStatus.GARBLED, None, True
    return status, page, lossy


def page_of(response: Response) -> Page | None:
    """The page of an answer that was plainly served, None where there is none to read."""
    if response.status is not FetchStatus.OK or not is_html(response):
        return None
    with suppress(TooDeepError):
        decoded = response.decoded
        return Page(decoded.text, response.final_url, decoded.encoding, decoded.utf8)
    return None


def is_html(response: Response) -> bool:
    """By its Content-Type; a server that names none, or nothing that is one, leaves it to the first characters."""
    kind = (response.content_type or "").lower()
    return kind.startswith(_HTML_TYPES) if "/" in kind else _begins_a_page(response)


def _begins_a_page(response: Response) -> bool:
    start = response.body[:512].lstrip().lower()
    return start.startswith((*_PAGE_MARKS, b"<!doctype"))


def is_empty(response: Response) -> bool:
    """True for a body, asked for by GET, of nothing but white space and byte order marks."""
    return not response.body[:_LOOK_AT].strip(_BLANK) and not response.body.strip(_BLANK)


def _is_bare(page: Page) -> bool:
    """True for a page without a word, a title, a script or anything else to see: as little as an empty answer."""
    return not (
        page.title or page.anchors or page.has_text(1) or page.tree.css_first(_SEEN_OR_RUN) is not None
    )


def is_unreadable(response: Response) -> bool:
    """True for a served answer in which nobody could read a page, nor a file that stands in its place.

    It is empty, holds data for programs (JSON, XML), or is called a page and holds bytes of something else; or it is a
    page that browsers are told not to show.
    """
    body = response.body
    if is_empty(response):
        return True
    kind = (response.content_type or "").lower()
    if not is_html(response):
        return "json" in kind or _begins_a_page(response)
    return body.startswith(_FILE_MARKS) or ("/xml" in kind and b"<html" not in body[:_LOOK_AT].lower())


def is_senseless(text: str) -> bool:
    """True for text that is mostly NUL characters: wide characters read as narrow ones, or no text at all."""
    return text.count("\0", 0, _LOOK_AT) * _SOUND_TO_NUL > min(len(text), _LOOK_AT)


def is_swallowed(page: Page) -> bool:
    """True when a comment or an element that holds raw text is never closed, and hides all that follows it."""
    source = page.html.lower()
    pairs = (("<!--", "-->"), *((f"<{tag}", f"</{tag}") for tag in _RAW_TEXT))
    return any(source.rfind(opened) > source.rfind(closed) for opened, closed in pairs)


class StandIns:
    """Pictures and data that a host sends, with 200, in place of pages that do not exist.

    ``answers`` are its answers to addresses that cannot exist. Empty ones prove nothing: so do some firewalls.
    """

    def __init__(self, answers: Sequence[Response] = ()) -> None:
        bodies = {answer.body for answer in answers}
        pictures = all(_type(answer).startswith("image/") for answer in answers)
        served = bool(answers) and all(answer.status is FetchStatus.OK for answer in answers)
        self._picture = bodies.pop() if served and pictures and len(bodies) == 1 else b""
        self._says_so = served and all(map(_is_file_saying_so, answers))

    def __bool__(self) -> bool:
        return bool(self._picture) or self._says_so

    def include(self, response: Response) -> bool:
        """True when this answer to another address is the host's way to say that there is nothing."""
        if response.status is not FetchStatus.OK:
            return False
        is_picture = bool(self._picture) and not _PICTURE.search(response.url)
        return (is_picture and response.body == self._picture) or (
            self._says_so and _is_file_saying_so(response)
        )


def _type(response: Response) -> str:
    return (response.content_type or "").lower()


def _is_file_saying_so(response: Response) -> bool:
    return file_says_not_found(response.body, _type(response))


def missing_page(site_code: str, home_url: str, salt: str = "") -> str:
    """An address of a site at which there cannot be a page, the same in every run."""
    name = sha256((site_code + salt).encode()).hexdigest()[:16]
    return urljoin(home_url, f"/{name}/{name}.html")
