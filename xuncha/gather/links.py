"""links — every link of the pages that were opened, as far as its target did not open."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import ColumnSeen, LinkRole, LinkSeen
from xuncha.gather.http.response import Response
from xuncha.gather.visit import SiteVisit, Visited
from xuncha.text.pages.addresses import host_of, page_key
from xuncha.text.pages.navigation import picture_news_block

_FOUND_ON = 5
#: An unread body is enough to know that a target opens (bytes).
_HEAD_BYTES = 65_536
#: A page has to be read whole where it must be compared with the host's error page (bytes).
_PAGE_BYTES = 1 << 20
_LINK_TEXT = 60


@dataclass
class _Link:
    """One link target and where it is linked."""

    url: str
    text: str
    role: LinkRole
    found_on: list[str] = field(default_factory=list)


async def links(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> tuple[LinkSeen, ...]:
    """Check the links of every opened page; the home page's first, then in the order of visiting."""
    targets = _targets(visit, home, columns)
    opened = visit.opened
    visit.links_found = len(targets)
    todo = [link for key, link in targets.items() if key not in opened][: visit.plan.depth.max_links]
    visit.links_checked = len(todo) + sum(key in opened for key in targets)
    if len(todo) + sum(key in opened for key in targets) < len(targets):
        visit.stopped(f"已达到链接预算 {visit.plan.depth.max_links} 个")
    checked = await asyncio.gather(*(_check(visit, link) for link in todo))
    seen = [_seen(visit, link, opened[key]) for key, link in targets.items() if key in opened]
    return tuple(link for link in (*seen, *checked) if link is not None)


def _targets(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> dict[str, _Link]:
    in_column = {page_key(column.url) for column in columns}
    items = {page_key(entry.url) for column in columns for entry in column.entries}
    pictures = _picture_links(home)
    targets: dict[str, _Link] = {}
    for visited in visit.opened.values():
        for url, text in visited.linked:
            key = page_key(url)
            role = (
                LinkRole.COLUMN if key in in_column
                else LinkRole.PICTURE_NEWS if key in pictures
                else LinkRole.ENTRY if key in items
                else LinkRole.OTHER
            )  # fmt: skip
            link = targets.setdefault(key, _Link(url, text[:_LINK_TEXT], role))
            link.text = link.text or text[:_LINK_TEXT]
            if len(link.found_on) < _FOUND_ON and visited.final_url not in link.found_on:
                link.found_on.append(visited.final_url)
    return targets


def _picture_links(home: Visited) -> set[str]:
    block = picture_news_block(home.page) if home.page else None
    return {page_key(anchor.url) for anchor in block[1]} if block else set()


async def _check(visit: SiteVisit, link: _Link) -> LinkSeen | None:
    """HEAD first; whatever is not plainly fine is asked for again by GET, and a dead one once more after a pause.

    HEAD proves nothing on a host that answers 200 to everything: there only the page itself tells.
    """
    tries = 0
    if not (visit.hides_missing_pages and visit.is_own(link.url)):
        head = await visit.fetcher.fetch(link.url, method="HEAD")
        if head.status is FetchStatus.OK:
            return None
        tries = head.tries
    response, status = await _get(visit, link.url)
    tries += response.tries
    if status.is_gone:
        await asyncio.sleep(visit.plan.depth.confirm_pause_s)
        response, status = await _get(visit, link.url)
        tries += response.tries
    if status in (FetchStatus.OK, FetchStatus.TOO_LARGE):
        return None
    return _link_seen(visit, link, replace(response, status=status), tries)


async def _get(visit: SiteVisit, url: str) -> tuple[Response, FetchStatus]:
    cap = _PAGE_BYTES if visit.hides_missing_pages else _HEAD_BYTES
    response = await visit.fetcher.fetch(url, recorder=visit.recorder, max_body_bytes=cap)
    gone = visit.is_own(url) and visit.is_not_found(response, url)
    return response, FetchStatus.SOFT_NOT_FOUND if gone else response.status


def _seen(visit: SiteVisit, link: _Link, visited: Visited) -> LinkSeen | None:
    if visited.status is FetchStatus.OK:
        return None
    return _link_seen(visit, link, visited, visited.tries)


def _link_seen(visit: SiteVisit, link: _Link, answer: Response | Visited, tries: int) -> LinkSeen:
    external = not visit.is_own(link.url)
    return LinkSeen(
        url=link.url,
        text=link.text or link.url,
        role=link.role,
        status=answer.status,
        http_status=answer.http_status,
        tries=tries,
        external=external,
        found_on=tuple(link.found_on),
        evidence=answer.evidence,
        certain=not (external and visit.plan.staged and host_of(link.url) not in visit.plan.hosts),
    )
