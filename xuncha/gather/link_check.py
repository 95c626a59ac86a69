"""Whether a link's target opens, asked as gently as can be told apart: HEAD first, then GET."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import LinkSeen
from xuncha.gather.head_answers import tells_length
from xuncha.gather.http.response import Response
from xuncha.gather.http.visitor import INSPECTOR, Visitor, by_link
from xuncha.gather.link_table import Ending, LinkTarget
from xuncha.gather.page_reading import is_html
from xuncha.gather.sent_on import CONTENT, followed, sent_on
from xuncha.gather.visit import SiteVisit
from xuncha.text.pages.addresses import host_of, is_file, is_made_on_asking
from xuncha.text.pages.page import Page

#: An unread body is enough to know that a file, or a page elsewhere, opens (bytes).
_HEAD_BYTES = 65_536
#: What a page of the site says has to be read (bytes).
_PAGE_BYTES = 1 << 20
#: A page of fewer bytes has hardly room for more than a message, such as that there is no such page.
_LITTLE = 2048
#: Steps that pages without content of their own lead on.
_LED_ON = 3


@dataclass(slots=True)
class _Landed:
    """Where an answer stands and what it brought."""

    final_url: str
    page: Page | None
    refresh: str
    sets_cookie: bool
    status: FetchStatus
    response: Response


async def ask(visit: SiteVisit, url: str) -> Ending:
    """HEAD first; whatever is not plainly fine is asked for again by GET.

    HEAD proves nothing on a host that answers 200 to everything, or to every HEAD, nor of a page that a
    program makes from a number in its address, nor of one that may be no more than a message: there only GET tells,
    and a site whose answers to HEAD tell nothing is not asked so again.
    """
    tries = 0
    own = visit.is_own(url)
    if not (own and (visit.hides_missing_pages or is_made_on_asking(url))):
        head = await (visit.heads.look(url) if own else visit.look(url))
        if head is None:
            return await ask_again(visit, url, tries)
        if head.status is FetchStatus.OK and visit.is_sent_home(url, head):
            return await ask_again(visit, url, head.tries)
        if _is_page_for_file(url, head) or (own and _may_be_a_message(head)):
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


def _may_be_a_message(head: Response) -> bool:
    """True for a page that is very short by its own account, or does not say how long it is."""
    if head.status is not FetchStatus.OK or not is_html(head):
        return False
    length = (head.header("Content-Length") or "").strip()
    return not tells_length(head) or (len(length) < 8 and int(length) < _LITTLE)


async def look_again(visit: SiteVisit, link: LinkTarget, tries: int) -> Ending:
    """A second look at a target found gone, as a reader gets there: by the link. Some hosts let nobody else in."""
    return await ask_again(visit, link.url, tries, by_link(link.found_on[0], link.url))


async def ask_again(visit: SiteVisit, url: str, tries: int, visitor: Visitor = INSPECTOR) -> Ending:
    """By GET, after ``tries`` requests that were not plainly fine."""
    own = visit.is_own(url)
    cap = _PAGE_BYTES if (own and not is_file(url)) or visit.hides_missing_pages else _HEAD_BYTES
    response = await visit.ask(url, recorder=visit.recorder, max_body_bytes=cap, visitor=visitor)
    tries += response.tries
    if own:

        async def step(target: str) -> _Landed:
            nonlocal tries
            answer = await visit.ask(target, recorder=visit.recorder, max_body_bytes=cap)
            tries += answer.tries
            return _landed(visit, url, answer)

        landed = await followed(_landed(visit, url, response), _led_on, step, _LED_ON)
        response, status = landed.response, landed.status
    else:
        status = FetchStatus.SENT_HOME if visit.is_sent_home(url, response) else response.status
    if status is FetchStatus.TOO_LARGE:  # it opens, and that is all that was asked
        status = FetchStatus.OK
    return Ending(status, response.http_status, response.evidence, tries)


def _landed(visit: SiteVisit, url: str, answer: Response) -> _Landed:
    status, page, _ = visit.judge(url, answer)
    refresh, sets_cookie = answer.header("Refresh") or "", answer.header("Set-Cookie") is not None
    return _Landed(answer.final_url, page, refresh, sets_cookie, status, answer)


def _led_on(landed: _Landed) -> str | None:
    """Where an answer without content of its own sends its reader, within the site."""
    has_content = landed.page is not None and landed.page.has_text(CONTENT)
    return None if has_content else sent_on(landed, frames=False)


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
