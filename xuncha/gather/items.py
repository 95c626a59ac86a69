"""Single items: from a list row to an entry, with what the item's own page says about its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from xuncha.facts.seen import DateSource, FetchStatus, Published
from xuncha.facts.website import EntrySeen
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Item, Visited
from xuncha.text.dating.dates import date_in_url
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.listing import Row


def entries_of(rows: Iterable[Row], visit: SiteVisit) -> list[EntrySeen]:
    """Rows as entries; a date printed elsewhere on the site for the same page fills a gap, and is shared."""
    entries = []
    for row in rows:
        key = page_key(row.url)
        published = row.published or visit.dates.get(key)
        if published is not None:
            visit.dates.setdefault(key, published)
        future = published is not None and published.is_after(visit.plan.asof)
        entries.append(EntrySeen(row.title, row.url, published, row.pinned, future=future))
    return entries


def newest_dated(entries: list[EntrySeen], count: int) -> list[int]:
    """Positions of the ``count`` newest items that are dated and not in the future."""
    dated = [(e.published.sort_key, -n) for n, e in enumerate(entries) if e.published and not e.future]
    return [-n for _, n in sorted(dated, reverse=True)[:count]]


def likeliest_undated(entries: list[EntrySeen], count: int) -> list[int]:
    """Positions of up to ``count`` items without a date: the first of the list, and the newest by address."""
    undated = [n for n, e in enumerate(entries) if e.published is None]
    by_address = sorted(undated, key=lambda n: str(date_in_url(entries[n].url) or ""), reverse=True)
    return list(dict.fromkeys([*undated[: (count + 1) // 2], *by_address]))[:count]


async def open_item(visit: SiteVisit, entry: EntrySeen) -> EntrySeen:
    """The item with what its own page says. Another site's page is not asked for a date already known.

    Where no indicator asks what articles say, with how opening its page ended, and nothing else.
    """
    if entry.published is not None and not visit.is_own(entry.url):
        return entry
    if not visit.reads_articles:
        visited = await visit.open_briefly(entry.url)
        visit.drop(visited)
        return replace(entry, article=visited.status, evidence=visited.evidence)
    item = await read_item(visit, entry.url)
    if isinstance(item, Visited):
        return replace(entry, article=item.status, evidence=item.evidence)
    dated = dated_by(entry, item.date.published, visit.plan.asof)
    if dated.published is not None:
        visit.dates[page_key(entry.url)] = dated.published
    unclear = dated.published is None and (bool(item.date.candidates) or item.unread)
    return replace(dated, article=FetchStatus.OK, evidence=item.visited.evidence, unclear=unclear)


async def read_item(visit: SiteVisit, url: str) -> Item | Visited:
    """Open an item's page, read it once and let the parsed page go; how it ended where it could not be read."""
    key = page_key(url)
    visited = await visit.open_briefly(url)
    if key not in visit.items:
        if visited.page is None:
            return visited
        # It takes long to load; where no indicator asks what articles say none is read.
        from xuncha.gather.article_reading import read_article

        visit.items.setdefault(key, await read_article(visit, visited, visited.page))
        visit.drop(visited)
    return visit.items[key]


def dated_by(entry: EntrySeen, own: Published | None, asof: datetime) -> EntrySeen:
    """Which date counts: the page's own settles a missing year or date, else the later of both.

    A date in the address is a weak vote that only fills a gap. Where list and page name the same day,
    the one that also prints the time of day counts.
    """
    listed = entry.published
    if own is None or (own.source is DateSource.URL and listed is not None):
        return entry
    keeps_list = (
        listed is not None
        and listed.source is not DateSource.LIST_NO_YEAR
        and not entry.future
        and (listed.day > own.day or (listed.day == own.day and own.at is None))
    )
    return entry if keeps_list else replace(entry, published=own, future=own.is_after(asof))
