"""links — every link of the pages that were opened, as far as its target did not open."""

from __future__ import annotations

import asyncio
import re

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import ColumnSeen, LinkSeen
from xuncha.gather.link_check import ask, link_seen, look_again
from xuncha.gather.link_table import Ending, LinkTable, LinkTarget
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.gather.whole_site import WholeSite
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.page import UNNAMED_PICTURE

#: Words of links that are meant to lead to the home page, whatever they are addressed to.
_HOMEWARD = re.compile(r"首\W*页|主页|返回|回到|网站$|门户|电脑版|手机版|简体|繁体|无障碍|关怀|logo", re.I)


async def links(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> tuple[LinkSeen, ...]:
    """Check the links of every opened page; the home page's first, then in the order of visiting.

    Where the whole site is asked for, the rest of its pages is opened for their links.
    """
    table = LinkTable(home, columns)
    for visited in visit.opened.values():
        for url, text in visited.linked:
            table.add(page_key(url), url, text, visited.final_url)
    if visit.plan.depth.whole_site:
        return await WholeSite(visit, table).run()
    return await _of_opened_pages(visit, table)


async def _of_opened_pages(visit: SiteVisit, table: LinkTable) -> tuple[LinkSeen, ...]:
    opened = visit.opened
    visit.reach.links_found = len(table.targets)
    todo = [link for key, link in table.targets.items() if key not in opened][: visit.plan.depth.max_links]
    visit.reach.links_checked = len(todo) + sum(key in opened for key in table.targets)
    if visit.reach.links_checked < visit.reach.links_found:
        visit.reach.stopped(f"已达到链接预算 {visit.plan.depth.max_links} 个")
    checked = await asyncio.gather(*(_check(visit, link) for link in todo))
    seen = [_seen(visit, link, opened[key]) for key, link in table.targets.items() if key in opened]
    return tuple(link for link in (*seen, *checked) if link is not None)


async def _check(visit: SiteVisit, link: LinkTarget) -> LinkSeen | None:
    """A dead target is asked for once more after a pause: once is no proof."""
    ending = await ask(visit, link.url)
    if ending.status.is_gone:
        await asyncio.sleep(visit.plan.depth.confirm_pause_s)
        ending = await look_again(visit, link, ending.tries)
    meant = ending.status is FetchStatus.SENT_HOME and _HOMEWARD.search(link.text)
    # Counters are pictures without words, and some bring nothing.
    counts = ending.status is FetchStatus.EMPTY and link.text == UNNAMED_PICTURE
    return None if meant or counts or ending.status is FetchStatus.OK else link_seen(visit, link, ending)


def _seen(visit: SiteVisit, link: LinkTarget, visited: Visited) -> LinkSeen | None:
    if visited.status is FetchStatus.OK:
        return None
    ending = Ending(visited.status, visited.http_status, visited.evidence, visited.tries)
    return link_seen(visit, link, ending)
