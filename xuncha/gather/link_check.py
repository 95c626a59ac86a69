"""Whether a link's target opens, asked as gently as can be told apart: HEAD first, then GET."""

from __future__ import annotations

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import LinkSeen
from xuncha.gather.http.response import Response
from xuncha.gather.http.visitor import INSPECTOR, Visitor, by_link
from xuncha.gather.link_table import Ending, LinkTarget
from xuncha.gather.page_reading import is_empty
from xuncha.gather.visit import SiteVisit
from xuncha.text.pages.addresses import host_of, is_file, is_made_on_asking

#: An unread body is enough to know that a target opens (bytes).
_HEAD_BYTES = 65_536
#: A page has to be read whole where it must be compared with the host's error page (bytes).
_PAGE_BYTES = 1 << 20


async def ask(visit: SiteVisit, url: str) -> Ending:
    """HEAD first; whatever is not plainly fine is asked for again by GET.

    HEAD proves nothing on a host that answers 200 to everything, or to every HEAD, nor of a page that a
    program makes from a number in its address: there only GET tells.
    """
    tries = 0
    if not (visit.is_own(url) and (visit.hides_missing_pages or is_made_on_asking(url))):
        head = await visit.look(url)
        if head.status is FetchStatus.OK and visit.is_sent_home(url, head):
            return await ask_again(visit, url, head.tries)
        if _is_page_for_file(url, head):
            return await ask_again(visit, url, head.tries)
        if head.status is FetchStatus.OK and await visit.heads.prove_something(url):
            return Ending(FetchStatus.OK, head.http_status, None, head.tries)
        tries = head.tries
    return await ask_again(visit, url, tries)


def _is_page_for_file(url: str, head: Response) -> bool:
    """True where a page answers for a document: some hosts say in it, with a 200, that the document is gone."""
    return (
        head.status is FetchStatus.OK and is_file(url) and (head.content_type or "").startswith("text/html")
    )


async def look_again(visit: SiteVisit, link: LinkTarget, tries: int) -> Ending:
    """A second look at a target found gone, as a reader gets there: by the link. Some hosts let nobody else in."""
    return await ask_again(visit, link.url, tries, by_link(link.found_on[0], link.url))


async def ask_again(visit: SiteVisit, url: str, tries: int, visitor: Visitor = INSPECTOR) -> Ending:
    """By GET, after ``tries`` requests that were not plainly fine."""
    cap = _PAGE_BYTES if visit.hides_missing_pages else _HEAD_BYTES
    response: Response = await visit.ask(url, recorder=visit.recorder, max_body_bytes=cap, visitor=visitor)
    status = response.status
    if visit.is_own(url) and visit.is_not_found(response, url):
        status = FetchStatus.SOFT_NOT_FOUND
    elif visit.is_sent_home(url, response):
        status = FetchStatus.SENT_HOME
    elif visit.is_own(url) and status is FetchStatus.OK and is_empty(response):
        status = FetchStatus.EMPTY
    if status is FetchStatus.TOO_LARGE:  # it opens, and that is all that was asked
        status = FetchStatus.OK
    return Ending(status, response.http_status, response.evidence, tries + response.tries)


def link_seen(visit: SiteVisit, link: LinkTarget, ending: Ending) -> LinkSeen:
    """A target that did not open, as a fact."""
    external = not visit.is_own(link.url)
    return LinkSeen(
        url=link.url,
        text=link.text or link.url,
        role=link.role,
        status=ending.status,
        http_status=ending.http_status,
        tries=ending.tries,
        external=external,
        found_on=link.found_on,
        evidence=ending.evidence,
        certain=not (external and visit.plan.staged and host_of(link.url) not in visit.plan.hosts),
    )
