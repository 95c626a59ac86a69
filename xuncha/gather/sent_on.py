"""Where a page that shows nothing of its own leads its reader: by a header, a tag, a script, or one frame that fills it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from xuncha.facts.seen import FetchStatus
from xuncha.text.pages.addresses import page_key, resolve, same_site
from xuncha.text.pages.forwarding import filling_frame, is_for_phones, onward, refreshed_to
from xuncha.text.pages.page import Page


class Opened(Protocol):
    """A page as opened; :class:`~xuncha.gather.visited.Visited` is one."""

    final_url: str
    status: FetchStatus
    page: Page | None
    refresh: str
    sets_cookie: bool


T = TypeVar("T", bound=Opened)
#: Characters from which on a page has content.
CONTENT = 20


def sent_on(visited: Opened, *, frames: bool, elsewhere: bool = False) -> str | None:
    """The address that the reader gets to see instead, None where this is the page itself.

    ``frames``: a frame that fills the page counts as well. ``elsewhere``: so does another site, where old addresses
    lead to the new one, but not its version for telephones. An answer without any content may carry a header alone.
    """
    page = visited.page
    target = onward(page) if page is not None else None
    if target is None and visited.refresh and (page is None or not page.has_text(1)):
        named = refreshed_to(visited.refresh)
        target = resolve(visited.final_url, named) if named else None
    if target == visited.final_url:  # it loads itself again
        target = None
    may_leave = elsewhere and target is not None and not is_for_phones(target)
    if target is None and frames and page is not None:
        target = filling_frame(page)
    return target if target is not None and (may_leave or same_site(target, visited.final_url)) else None


def leads_on(opened: Opened) -> str | None:
    """The address within the site that the reader gets to see instead, None where this is the page itself."""
    return sent_on(opened, frames=False)


async def followed(
    first: T, leads: Callable[[T], str | None], follow: Callable[[str], Awaitable[T]], most: int
) -> T:
    """The page to which ``first`` leads its readers, after ``most`` steps at most.

    Where the steps lead round in a ring, and nobody gets to see any page, it says so.
    """
    steps = [first]
    while (target := leads(steps[-1])) is not None:
        if page_key(target) in {page_key(step.final_url) for step in steps}:
            ended = _of_ring(steps)
            if ended is not None:
                steps[-1].status, steps[-1].page = ended, None
            break
        if len(steps) > most:
            break
        steps.append(await follow(target))
    return steps[-1]


def _of_ring(steps: Sequence[Opened]) -> FetchStatus | None:
    """Browsers go round for ever where tags and headers alone send them on. A script may stop, and with the cookie
    that a page sets another may come: then all that can be said is that we saw nothing. None: there was something."""
    pages = [step.page for step in steps if step.page is not None]
    if any(page.has_text(CONTENT) or page.tree.css_first("img, video, iframe, object") for page in pages):
        return None
    may_stop = any(step.sets_cookie for step in steps) or any(page.scripts for page in pages)
    return FetchStatus.EMPTY if may_stop else FetchStatus.REDIRECT_LOOP
