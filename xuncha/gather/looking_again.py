"""A small look at a site seen before: only the pages, the link or the columns that are asked about.

The same gatherers read what a whole visit reads; what was not opened stays unseen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import NOT_ASKED, ColumnSeen, KindSource, SiteFacts
from xuncha.gather.columns import columns
from xuncha.gather.http.visitor import by_link
from xuncha.gather.items import read_item
from xuncha.gather.link_check import ask_again
from xuncha.gather.texts import texts
from xuncha.gather.traces import traces
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Item, Visited
from xuncha.text.pages.addresses import host_of, page_key


@dataclass(frozen=True, slots=True)
class Opened:
    """How opening one address ended. ``unclear``: some of its words could not be read, or a script brings them."""

    url: str
    status: FetchStatus
    http_status: int | None = None
    evidence: Evidence | None = None
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class LinkLook:
    """A link looked at again. ``certain`` is False where the answer does not stand for the real target.

    ``pages`` are those that led to it; ``linked`` says whether any of them still does, None where that was
    not asked or could not be seen.
    """

    target: Opened
    certain: bool
    pages: tuple[Opened, ...] = ()
    linked: bool | None = None


async def look_at_pages(visit: SiteVisit, urls: Iterable[str]) -> tuple[SiteFacts, tuple[Opened, ...]]:
    """The words and traces of these pages and of the home page, and how opening each page ended.

    Every page is read as an article and with all its words, as a whole visit reads articles and columns.
    """
    home = await visit.open_home()
    opened = []
    for url in dict.fromkeys(urls):
        if page_key(url) in (page_key(visit.home_url), page_key(visit.plan.site.url)):
            opened.append(_opened(url, home))
            continue
        item = await read_item(visit, url)
        unread = isinstance(item, Item) and item.unread
        opened.append(_opened(url, await visit.open(url), unread=unread))
    as_columns = tuple(
        ColumnSeen("", ColumnKind.UNTYPED, KindSource.NAME, one.url, 1, one.status) for one in opened
    )
    facts = _facts(
        visit, texts=await texts(visit, home, as_columns), traces=await traces(visit, home), columns=NOT_ASKED
    )
    return facts, tuple(opened)


async def look_at_link(visit: SiteVisit, url: str, found_on: Sequence[str] = ()) -> LinkLook:
    """Whether a link's target opens now; where it does not, whether the pages that led to it still do.

    A dead target is asked for once more after a pause, as a whole visit does.
    """
    await visit.open_home()  # the host's way of saying that there is no such page
    ending = await ask_again(visit, url, 0)
    if ending.status.is_gone:
        await asyncio.sleep(visit.plan.depth.confirm_pause_s)
        page = next(iter(found_on), visit.home_url)
        ending = await ask_again(visit, url, ending.tries, by_link(page, url))
    target = Opened(url, ending.status, ending.http_status, ending.evidence)
    elsewhere = not visit.is_own(url) and host_of(url) not in visit.plan.hosts
    certain = not (visit.plan.staged and elsewhere)
    if ending.status is FetchStatus.OK:
        return LinkLook(target, certain)
    visited = [await visit.open(page) for page in dict.fromkeys(found_on)]
    wanted = page_key(url)
    linked = any(page_key(target) == wanted for one in visited for target, _ in one.linked)
    seen = bool(visited) and all(one.is_read or one.status.is_gone for one in visited)
    pages = tuple(_opened(one.url, one) for one in visited)
    return LinkLook(target, certain, pages, linked if linked or seen else None)


async def look_at_columns(visit: SiteVisit) -> SiteFacts:
    """The listed columns of the plan, and no others."""
    home = await visit.open_home()
    # A home page without links leads to no further columns.
    blank = Visited(home.url, home.final_url, home.status)
    return _facts(visit, columns=await columns(visit, blank), texts=NOT_ASKED, traces=NOT_ASKED)


def _opened(url: str, visited: Visited, *, unread: bool = False) -> Opened:
    unclear = visited.lossy or unread
    return Opened(url, visited.status, visited.http_status, visited.evidence, unclear)


def _facts(visit: SiteVisit, **seen: object) -> SiteFacts:
    asked = {"homepage": NOT_ASKED, "links": NOT_ASKED, "probes": NOT_ASKED, **seen}
    return SiteFacts(site=visit.plan.site, coverage=visit.coverage(), **asked)  # type: ignore[arg-type]
