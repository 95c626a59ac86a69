"""services — whether the site offers services, and the elements its guides give."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field

from xuncha.facts.seen import FetchStatus
from xuncha.facts.services import GuideSeen, ServicesSeen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.guides.guide_elements import Guide, PageKind, read_guide
from xuncha.text.guides.guide_labels import GuideElement
from xuncha.text.guides.service_entry import (
    ServiceEntry,
    has_little_text,
    item_links,
    read_service_entry,
    site_offers,
)
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.listing import pager_of, rows_of
from xuncha.text.pages.page import Page

#: Pages of one list of items that are read, and lists below lists.
_LIST_PAGES, _LEVELS = 6, 3
#: Ways to services on the site itself that are tried before none is believed to open.
_WAYS_TRIED = 5
_ALL = tuple(element.value for element in GuideElement)


@dataclass(slots=True)
class _Reading:
    """The guides found so far. ``met`` holds the pages that were read or are columns of another kind."""

    met: set[str]
    entries: list[ServiceEntry] = field(default_factory=list)
    guides: list[GuideSeen] = field(default_factory=list)
    is_whole: bool = True
    room: int = 0


async def services(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> ServicesSeen:
    """Look at the ways to services on the home page and the service columns, and read the guides they list."""
    chosen = [column for column in columns if column.kind is ColumnKind.GUIDE]
    others = {page_key(column.url) for column in columns if column.kind is not ColumnKind.GUIDE}
    reading = _Reading({*others, page_key(visit.home_url), page_key(home.final_url)})
    reading.room = visit.plan.depth.guides
    if home.page is not None:
        reading.entries.append(read_service_entry(home.page, visit.home_url))
    lists = [column.url for column in chosen if column.is_seen]
    reading.is_whole = not _unread(chosen)
    lists += [url for entry in reading.entries for url in entry.guides if visit.is_own(url)]
    for level in range(_LEVELS):
        lists = await _read_level(visit, lists, reading, of_columns=level == 0)
    reading.is_whole = reading.is_whole and not lists
    offered, unseen = await _offered(visit, reading, chosen)
    elsewhere = any(entry.platforms for entry in reading.entries) or any(
        not visit.is_own(url) for entry in reading.entries for url in (*entry.guides, *entry.columns)
    )
    guides = tuple(reading.guides)
    return ServicesSeen(offered, guides, reading.is_whole, home.evidence, unseen, elsewhere)


async def _read_level(
    visit: SiteVisit, urls: Iterable[str], reading: _Reading, *, of_columns: bool
) -> list[str]:
    """Read pages that are guides or list some; returns what the lists among them lead to."""
    fresh = {page_key(url): url for url in urls if page_key(url) not in reading.met}
    reading.met |= set(fresh)
    if len(fresh) > reading.room:
        reading.is_whole = False
    chosen = list(fresh.values())[: reading.room]
    opened = await asyncio.gather(*(visit.open(url) for url in chosen))
    found: list[str] = []
    for visited in opened:
        if of_columns and visited.page is not None:
            reading.entries.append(read_service_entry(visited.page, visit.home_url))
        found += await _read_page(visit, visited, reading, is_list=of_columns)
    return found


async def _read_page(visit: SiteVisit, visited: Visited, reading: _Reading, *, is_list: bool) -> list[str]:
    """One page: a guide, a list of some, or neither; ``is_list`` for columns, whatever they show."""
    await _show(visit, visited)
    page = visited.page
    if page is None:
        reading.is_whole = reading.is_whole and visited.status is FetchStatus.OK
        return []
    guide = read_guide(page)
    if guide is not None and guide.kind_of_page is PageKind.GUIDE:
        reading.guides.append(_seen(visit, page, guide, visited))
        reading.room -= 1
        return []
    if not is_list and has_little_text(page) and needs_script(page):
        why = f"内容由脚本填充，未能读取（{_why_not_shown(visit, visited)}）"
        reading.guides.append(GuideSeen(_heading(page), visited.final_url, _ALL, why, visited.evidence))
        reading.room -= 1
        return []
    if not is_list and (guide is None or guide.kind_of_page is not PageKind.LIST):
        return []
    return [url async for url in _listed(visit, visited, page, reading)]


async def _show(visit: SiteVisit, visited: Visited) -> None:
    """Have a browser show a page that is, or may turn out to be, a guide whose elements a script fills in."""
    page = visited.page
    if page is None or not needs_script(page):
        return
    guide = read_guide(page)
    if has_little_text(page) or (
        guide is not None and guide.kind_of_page is PageKind.GUIDE and guide.missing
    ):
        await visit.looks.look(visited, _is_whole_guide)


def _is_whole_guide(page: Page) -> bool:
    guide = read_guide(page)
    return guide is not None and guide.kind_of_page is PageKind.GUIDE and not guide.missing


def _why_not_shown(visit: SiteVisit, visited: Visited) -> str:
    look = visit.looks.known(visited)
    return (look.why_not_whole if look is not None else visit.looks.why_not()) or "未执行脚本"


async def _listed(visit: SiteVisit, visited: Visited, page: Page, reading: _Reading) -> AsyncIterator[str]:
    """What a list of items links to, over its pages."""
    seen = {page_key(visited.final_url)}
    current: Page | None = page
    while current is not None:
        for url in _links(visit, current):
            yield url
        pager = pager_of(current)
        if pager.next is None:
            # The last of several pages speaks of pages too: those before it.
            reading.is_whole = reading.is_whole and not (pager.hidden and len(seen) == 1)
            return
        if page_key(pager.next) in seen:
            return
        if len(seen) >= _LIST_PAGES:
            reading.is_whole = False
            return
        seen.add(page_key(pager.next))
        reading.met.add(page_key(pager.next))
        current = (await visit.open(pager.next)).page
        reading.is_whole = reading.is_whole and current is not None


def _links(visit: SiteVisit, page: Page) -> Iterator[str]:
    own = page_key(page.url)
    listed = [row.url for row in rows_of(page, visit.plan.asof)]
    for url in dict.fromkeys([*listed, *item_links(page)]):
        if visit.is_own(url) and page_key(url) != own:
            yield url


async def _offered(visit: SiteVisit, reading: _Reading, columns: list[ColumnSeen]) -> tuple[bool | None, str]:
    """Whether services are offered; own ways count only where one of them opens and holds something."""
    if reading.guides or any(entry.platforms or entry.is_guide for entry in reading.entries):
        return True, ""
    said = site_offers(reading.entries) if reading.entries else None
    if said:
        return await _opens(visit, reading, columns)
    unread = _unread(columns)
    if unread:
        return None, f"办事栏目未能读取：{'、'.join(unread)}"
    return said, "" if said is not None else "页面部分内容由脚本加载，或入口由脚本打开"


def _unread(columns: list[ColumnSeen]) -> list[str]:
    """Names of service columns that could not be read; one that leads to another site is that site's."""
    return [c.name for c in columns if not c.is_seen and c.content is not Content.FRAME]


async def _opens(visit: SiteVisit, reading: _Reading, columns: list[ColumnSeen]) -> tuple[bool | None, str]:
    blank = {page_key(column.url) for column in columns if column.is_blank}
    ways = dict.fromkeys(url for entry in reading.entries for url in (*entry.guides, *entry.columns))
    for url in list(ways)[:_WAYS_TRIED]:
        if not visit.is_own(url):
            return True, ""
        target = await visit.open(url)
        if target.status is FetchStatus.OK and page_key(url) not in blank:
            return True, ""
    return None, "有办事服务的入口，但打不开或没有内容"


def _seen(visit: SiteVisit, page: Page, guide: Guide, visited: Visited) -> GuideSeen:
    title = guide.value_of(GuideElement.NAME) or _heading(page)
    missing = tuple(element.value for element in guide.missing)
    unseen = guide.unseen
    if missing and unseen and needs_script(page):
        unseen = f"{unseen}（{_why_not_shown(visit, visited)}）"
    return GuideSeen(title[:60], visited.final_url, missing, unseen, visited.evidence)


def _heading(page: Page) -> str:
    return page.meta.get("articletitle") or page.title.split(" - ")[0].split("_")[0] or page.url
