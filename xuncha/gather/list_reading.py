"""Reading a list until it is certain which item is the newest, or the allowance is used up.

Pinned items, lists sorted oldest first or not at all, dates without a year and rows without a date are
the ways in which a list hides its newest item. Reading goes on until the order is known, or a young
item settles the question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from xuncha.facts.seen import DateSource, FetchStatus
from xuncha.facts.website import EntrySeen, newest_of
from xuncha.gather.items import entries_of, likeliest_undated, newest_dated, open_item
from xuncha.gather.visit import SiteVisit
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.frame import SiteFrame
from xuncha.text.pages.listing import Row, pager_of, rows_of
from xuncha.text.pages.page import Page

#: Rows this far out of order still count as sorted: items entered a little late.
_LATE_ENTRY = timedelta(days=3)
#: Items that must have been opened before a list without dates can be called undated.
_ENOUGH_UNDATED = 5
_HIDDEN_PAGES = "列表由脚本翻页，后续页面未能读取"
_UNSETTLED = "列表未按时间排序或未读到末页，可能有更新的信息未读到"


class Order(StrEnum):
    """How the items of a list are sorted by date, pinned ones aside."""

    NEWEST_FIRST = "newest_first"
    OLDEST_FIRST = "oldest_first"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class ListRead:
    """What reading a list gave: the items read, whether none left unread could be newer, and whether none is left."""

    entries: tuple[EntrySeen, ...]
    conclusive: bool
    pages_read: int
    stop_reason: str
    complete: bool = False


@dataclass
class _Reading:
    """The state of reading one list; ``rows`` in list order without repeats."""

    visit: SiteVisit
    frame: SiteFrame
    shown: bool = False
    rows: dict[str, Row] = field(default_factory=dict)
    pages: int = 0
    at_end: bool = False
    stop_reason: str = ""

    def take(self, rows: Sequence[Row]) -> int:
        """Add the rows of one more page; returns how many were new."""
        before = len(self.rows)
        for row in rows:
            self.rows.setdefault(page_key(row.url), row)
        self.pages += 1
        return len(self.rows) - before

    @property
    def entries(self) -> list[EntrySeen]:
        return entries_of(self.rows.values(), self.visit)


async def read_list(
    visit: SiteVisit, first: Page, rows: Sequence[Row], frame: SiteFrame, *, shown: bool = False
) -> ListRead:
    """Read a column's list from its first page, whose items are ``rows``, as far as the plan's depth allows.

    ``shown``: the first page was read as a browser shows it, so those that follow may need one too.
    """
    reading = _Reading(visit, frame, shown)
    reading.take(rows)
    await _read_pages(reading, first)
    entries = await _with_item_pages(reading)
    unpinned = [entry for entry in entries if not entry.pinned]
    sorted_down = order_of(entries) is Order.NEWEST_FIRST and bool(unpinned)
    settled = (reading.at_end or sorted_down) and _undated_settled(entries)
    kept = tuple(entry for entry in entries if entry.published or entry.article is not None)
    return ListRead(
        kept,
        settled and bool(kept),
        reading.pages,
        "" if settled else reading.stop_reason or _UNSETTLED,
        reading.at_end and len(kept) == len(entries),
    )


async def _read_pages(reading: _Reading, first: Page) -> None:
    """Follow the list until a young item, its end, a known order, or the allowance stops it."""
    page: Page | None = first
    last = pager_of(first).last
    while page is not None:
        pager = pager_of(page)
        following = pager.next
        if following is None:
            reading.at_end = reading.pages > 1 or not pager.hidden
            reading.stop_reason = "" if reading.at_end else _HIDDEN_PAGES
            return
        if _has_young_item(reading) or reading.pages >= reading.visit.plan.depth.list_pages:
            return
        order = order_of(reading.entries)
        if order is Order.OLDEST_FIRST and last is not None:
            following, last = last, None
        elif order is Order.NEWEST_FIRST and reading.pages >= 2:
            return
        page = await _next_page(reading, following)


async def _next_page(reading: _Reading, target: str) -> Page | None:
    visited = await reading.visit.open(target)
    if visited.page is None:
        reading.stop_reason = f"列表的后续页面未能读取：{visited.status.label}"
        return None
    page = visited.page
    if reading.take(_new_rows(reading, page)):
        return page
    if reading.shown:
        reading.pages -= 1  # the same page, looked at once more
        look = await reading.visit.looks.look(visited, lambda shown: bool(_new_rows(reading, shown)))
        if not look.is_whole or look.page is None:
            reading.stop_reason = f"列表的后续页面未能读取：{look.why_not_whole}"
            return None
        if reading.take(_new_rows(reading, look.page)):
            return look.page
    reading.at_end = True  # a page that repeats what we know is the paging's way to end
    return None


def _new_rows(reading: _Reading, page: Page) -> list[Row]:
    """Rows of one more page that are not known yet, nor common to the site's pages."""
    return [
        row
        for row in rows_of(page, reading.visit.plan.asof)
        if page_key(row.url) not in reading.rows and not reading.frame.is_common_link(row.url)
    ]


def _has_young_item(reading: _Reading) -> bool:
    newest = newest_of(tuple(reading.entries))
    young = reading.visit.plan.asof - timedelta(days=reading.visit.plan.depth.fresh_days)
    return newest is not None and newest.published is not None and not newest.published.is_before(young)


def order_of(entries: Sequence[EntrySeen]) -> Order:
    """How the dated, unpinned items are sorted; a few at the head may be pinned without saying so."""
    days = [
        entry.published.day for entry in entries if entry.published and not entry.pinned and not entry.future
    ]
    order = _trend(days)
    for pinned in range(1, min(6, len(days) // 2) + 1):
        if order is not Order.MIXED or len(days) - pinned < 2:
            break
        if _trend(days[pinned:]) is Order.NEWEST_FIRST:
            return Order.NEWEST_FIRST
    return order


def _trend(days: Sequence[date]) -> Order:
    """The order of some days. Items entered day by day rise as slowly as late entries do: the ends decide."""
    if len(days) > 1 and len(set(days)) == 1:
        return Order.MIXED  # items of one day tell nothing
    pairs = list(pairwise(days))
    if days and days[-1] > days[0]:
        rises = all(later >= earlier - _LATE_ENTRY for earlier, later in pairs)
        return Order.OLDEST_FIRST if rises else Order.MIXED
    falls = all(later <= earlier + _LATE_ENTRY for earlier, later in pairs)
    return Order.NEWEST_FIRST if falls else Order.MIXED


def _undated_settled(entries: Sequence[EntrySeen]) -> bool:
    """True when no item without a date was left unopened, or those opened show how the list is sorted."""
    unopened = [entry for entry in entries if entry.published is None and entry.article is None]
    if not unopened:
        return True
    opened = [entry for entry in entries if entry.article is FetchStatus.OK]
    return len(opened) >= _ENOUGH_UNDATED and order_of(opened) is Order.NEWEST_FIRST


async def _with_item_pages(reading: _Reading) -> list[EntrySeen]:
    """The list's items, the newest opened to confirm their dates, and some of those without one to find it."""
    visit, depth = reading.visit, reading.visit.plan.depth
    listed = reading.entries
    entries = list(listed)
    chosen = newest_dated(entries, depth.articles_per_column)
    chosen += likeliest_undated(entries, depth.articles_when_undated)
    opened = await asyncio.gather(*(open_item(visit, entries[number]) for number in chosen))
    for number, entry in zip(chosen, opened, strict=True):
        entries[number] = entry
    return _with_known_years(listed, entries)


def _with_known_years(listed: list[EntrySeen], entries: list[EntrySeen]) -> list[EntrySeen]:
    """Where item pages show that rows without a year are older than they look, so are the rows not opened.

    In a list that is not sorted nothing follows for those: their dates then count as not seen.
    """
    shown = [
        (row.published.day, entry.published.day)
        for row, entry in zip(listed, entries, strict=True)
        if _lacks_year(row) and row.published and entry.published and not _lacks_year(entry)
    ]
    if not any(own.year < inferred.year for inferred, own in shown):
        return entries
    latest = max(own for _, own in shown)
    moved = [_not_after(entry, latest) for entry in entries]
    if order_of(moved) is Order.NEWEST_FIRST:
        return moved
    return [
        entry if entry is other else replace(entry, published=None)
        for entry, other in zip(entries, moved, strict=True)
    ]


def _lacks_year(entry: EntrySeen) -> bool:
    return entry.published is not None and entry.published.source is DateSource.LIST_NO_YEAR


def _not_after(entry: EntrySeen, latest: date) -> EntrySeen:
    published = entry.published
    if published is None or not _lacks_year(entry) or published.day <= latest:
        return entry
    leap_day = (published.day.month, published.day.day) == (2, 29)
    same_year = published.day.replace(year=latest.year, day=28 if leap_day else published.day.day)
    day = same_year if same_year <= latest else same_year.replace(year=latest.year - 1)
    return replace(entry, published=replace(published, day=day, at=None))
