"""Columns that look blank, script-fed or framed, read again as a browser shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import ColumnSeen, Content
from xuncha.gather.items import entries_of
from xuncha.gather.list_reading import read_list
from xuncha.gather.second_look import Look
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.body import content_of, own_rows
from xuncha.text.pages.frame import JoinedFrame, SiteFrame
from xuncha.text.pages.listing import rows_of
from xuncha.text.pages.page import Page

#: What cannot be all there is to see, or is so rare that it is looked at twice.
_IN_QUESTION = frozenset({Content.SCRIPT, Content.FRAME, Content.NOTHING})
_OPENED_BY_SCRIPT = "浏览器打开后仍在加载，或条目由脚本打开、没有网址可读"
#: Pages to compare before anything can be called a site's frame.
_FEWEST_PAGES = 3
#: Seconds: for blocks that scripts add to a page whose list was delivered; for a column about to be called blank.
_BESIDE_S, _BLANK_S = 2.0, 15.0


async def look_again(
    visit: SiteVisit, opened: Sequence[Visited], seen: Sequence[ColumnSeen], frame: SiteFrame
) -> list[ColumnSeen]:
    """The columns, those in question as a browser shows them. ``opened`` are their pages, in the same order."""
    columns = list(seen)
    asked = [n for n, column in enumerate(seen) if _is_in_question(visit, opened[n], column)]
    if not asked:
        return columns
    has_list = _list_wanted(visit, frame)
    looks = await asyncio.gather(*(visit.looks.look(opened[n], has_list, _patience(seen[n])) for n in asked))
    joined = JoinedFrame(frame, SiteFrame(await _pages_shown(visit, opened, asked)))
    for look in looks:  # as for delivered pages: what a list dates is known before any is read on
        if look.page is not None:
            entries_of(rows_of(look.page, visit.plan.asof), visit)
    readers = [
        partial(_read, visited=opened[n], first=seen[n], look=look, frame=joined)
        for n, look in zip(asked, looks, strict=True)
    ]
    for n, column in zip(asked, await visit.side_by_side(readers), strict=True):
        columns[n] = column
    return columns


def _is_in_question(visit: SiteVisit, opened: Visited, column: ColumnSeen) -> bool:
    return (
        column.status is FetchStatus.OK
        and column.content in _IN_QUESTION
        and opened.page is not None
        and visit.is_own(opened.final_url)
    )


def _patience(column: ColumnSeen) -> float | None:
    """Seconds to wait for a list; a page that nothing can fill, as far as its scripts tell, is given fewer."""
    return _BESIDE_S if column.content is Content.NOTHING else None


def _list_wanted(visit: SiteVisit, frame: SiteFrame) -> Callable[[Page], bool]:
    return lambda page: bool(own_rows(rows_of(page, visit.plan.asof), frame))


async def _pages_shown(visit: SiteVisit, opened: Sequence[Visited], asked: Sequence[int]) -> list[Page]:
    """The pages shown, and as many others as it takes to know what scripts add to every page of the site."""
    looks = {page_key(opened[n].final_url): visit.looks.known(opened[n]) for n in asked}
    shown = {key: look.page for key, look in looks.items() if look is not None and look.page is not None}
    others = [one for n, one in enumerate(opened) if n not in asked and one.page is not None]
    for other in others if shown else ():
        if len(shown) >= _FEWEST_PAGES:
            break
        key = page_key(other.final_url)
        if key not in shown and visit.is_own(other.final_url):
            look = await visit.looks.look(other, lambda _: False, _BESIDE_S)
            if look.page is not None:
                shown[key] = look.page
    return list(shown.values())


async def _read(
    visit: SiteVisit, visited: Visited, first: ColumnSeen, look: Look, frame: JoinedFrame
) -> ColumnSeen:
    """The column as shown. What was not shown, or not whole, leaves what the first look said, with the reason."""
    content = _content(visit, look, first, frame)
    if content is Content.NOTHING and first.content is not Content.NOTHING and look.is_whole:
        # About to be called blank on a browser's word: look once more, and longer.
        look = await visit.looks.look(visited, _list_wanted(visit, frame), _BLANK_S, again=True)
        content = _content(visit, look, first, frame)
    if content is not Content.ENTRIES or look.page is None:
        if first.content is Content.NOTHING and content is None:
            return first  # nothing on the page as delivered could ever fill it
        if first.content is not Content.NOTHING and not look.is_whole:
            return replace(first, stop_reason=look.why_not_whole)
        by_script = _OPENED_BY_SCRIPT if content is Content.SCRIPT else ""
        return replace(first, content=content or first.content, pages_read=1, stop_reason=by_script)
    rows = own_rows(rows_of(look.page, visit.plan.asof), frame)
    read = await read_list(visit, look.page, rows, frame, shown=True)
    hole = look.hole(visit.is_own)
    return replace(
        first,
        content=Content.ENTRIES,
        entries=read.entries,
        conclusive=read.conclusive and not hole,
        pages_read=read.pages_read,
        stop_reason=read.stop_reason or hole,
    )


def _content(visit: SiteVisit, look: Look, first: ColumnSeen, frame: JoinedFrame) -> Content | None:
    if look.page is None:
        return None
    return content_of(look.page, rows_of(look.page, visit.plan.asof), frame, first.name)
