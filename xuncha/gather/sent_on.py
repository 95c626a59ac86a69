"""Where a page that shows nothing of its own leads its reader: by a header, a tag, a script, or one frame that fills it."""

from __future__ import annotations

from typing import Protocol

from xuncha.text.pages.addresses import resolve, same_site
from xuncha.text.pages.forwarding import filling_frame, onward, refreshed_to
from xuncha.text.pages.page import Page


class Opened(Protocol):
    """A page as opened; :class:`~xuncha.gather.visited.Visited` is one."""

    final_url: str
    page: Page | None
    refresh: str


def sent_on(visited: Opened, *, frames: bool) -> str | None:
    """The address within the same site that the reader gets to see instead, None where this is the page itself.

    ``frames``: a frame that fills the page counts as well. An answer without any content may carry a header alone.
    """
    page = visited.page
    target = onward(page) if page is not None else None
    if target is None and visited.refresh and (page is None or not page.has_text(1)):
        named = refreshed_to(visited.refresh)
        target = resolve(visited.final_url, named) if named else None
    if target is None and frames and page is not None:
        target = filling_frame(page)
    return target if target is not None and same_site(target, visited.final_url) else None
