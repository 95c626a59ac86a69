"""services — whether the site offers services, and the elements its guides give."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from xuncha.facts.services import GuideSeen, ServicesSeen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen
from xuncha.gather.visit import SiteVisit, Visited
from xuncha.text.guides.guide_elements import Guide, PageKind, read_guide
from xuncha.text.guides.service_entry import read_service_entry, site_offers
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.listing import rows_of
from xuncha.text.pages.page import Page


async def services(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> ServicesSeen:
    """Look at the ways to services on the home page and the service columns, and read the guides they list."""
    guide_columns = [column for column in columns if column.kind is ColumnKind.GUIDE]
    pages = [page for page in (home.page, *[await _page(visit, column) for column in guide_columns]) if page]
    entries = [read_service_entry(page, visit.home_url) for page in pages]
    urls = list(dict.fromkeys(url for page in pages[1:] for url in _listed(visit, page)))
    chosen = urls[: visit.plan.depth.guides]
    read = await asyncio.gather(*(_guide(visit, url) for url in chosen))
    own = [
        _seen(page.title, page.url, guide, None)
        for page in pages[1:]
        if (guide := read_guide(page)) and _is_one(guide)
    ]
    offered = site_offers(entries) if entries else None
    if any(column.is_seen is False for column in guide_columns) and not offered:
        offered = None
    return ServicesSeen(
        offered=offered,
        guides=(*own, *[guide for guide in read if guide is not None]),
        all_guides_read=len(chosen) == len(urls),
        evidence=home.evidence,
    )


async def _page(visit: SiteVisit, column: ColumnSeen) -> Page | None:
    return (await visit.open(column.url)).page if column.is_seen else None


def _listed(visit: SiteVisit, page: Page) -> Iterator[str]:
    own = page_key(page.url)
    for row in rows_of(page, visit.plan.asof):
        if visit.is_own(row.url) and page_key(row.url) != own:
            yield row.url


async def _guide(visit: SiteVisit, url: str) -> GuideSeen | None:
    """The guide on a listed page, None where the page is none or would not open."""
    visited = await visit.open(url)
    guide = read_guide(visited.page) if visited.page is not None else None
    if visited.page is None or guide is None or not _is_one(guide):
        return None
    seen = _seen(visited.page.title, visited.final_url, guide, visited)
    visited.drop_page()
    return seen


def _is_one(guide: Guide) -> bool:
    return guide.kind_of_page is PageKind.GUIDE


def _seen(title: str, url: str, guide: Guide, visited: Visited | None) -> GuideSeen:
    missing = tuple(element.value for element in guide.missing)
    return GuideSeen(title, url, missing, guide.unseen, visited.evidence if visited else None)
