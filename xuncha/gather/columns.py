"""columns — every column the office lists or the site leads to, with what its list holds.

A listed column wins over a discovered one of the same address or name. Discovery starts at the home
page's menu and section headings and goes on from the menus of the columns found.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from xuncha.facts.seen import FetchStatus
from xuncha.facts.targets import ColumnKind, ListedColumn
from xuncha.facts.website import ColumnSeen, Content, KindSource
from xuncha.gather.items import entries_of
from xuncha.gather.list_reading import read_list
from xuncha.gather.page_reading import is_swallowed
from xuncha.gather.shown_columns import look_again
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.expressions import expression
from xuncha.text.pages.addresses import page_key, resolve, same_site
from xuncha.text.pages.body import content_of, filled_by, own_rows
from xuncha.text.pages.column_kinds import kind_by_name
from xuncha.text.pages.forwarding import sent_to
from xuncha.text.pages.frame import SiteFrame
from xuncha.text.pages.inner_frames import own_frames
from xuncha.text.pages.listing import Row, rows_of
from xuncha.text.pages.navigation import Lead, column_identity, is_article_page, leads
from xuncha.text.pages.not_found import list_breaks_off
from xuncha.text.pages.page import Page

#: Names of script files that every site has and that fill no list. Only the file's own name counts: a
#: folder /static/ or /share/ says nothing about what lies in it.
_LIBRARY = expression(
    r"^(?:jquery|bootstrap|swiper|slick|modernizr|html5\w*|respond|layer|share|bdshare|stat(?:istics|s)?|hm|tongji"
    r"|analytics|baidu\w*|wza|\w*wza|toolbar|canvas|jiucuo|conac|superslide|qrcode)[\d._-]*(?:[._-][\w.-]*)?\.js$",
    re.I,
)
#: Script files looked into; where a page loads more, one of the others may fill its list.
_SCRIPT_FILES = 20
#: Stands where bytes could not be decoded.
_UNREADABLE = "\ufffd"
#: Sub-columns of one name that differ in a number alone, as far as they count.
_SERIES = 3
_NUMBER = expression(r"[\d〇一二三四五六七八九十百]+")
#: Columns whose addresses all bring one message before that is taken for something else than the columns.
_STAND_INS = 3
_LEAST_MESSAGE = 8
_SAYS_BLANK = expression(
    r"建设中|暂无|暂时没有|无数据|敬请期待|更新中|没有(?:任何|相关)?(?:内容|数据|信息|记录)"
)
_SAME_PAGE = "多个栏目的网址返回同一个网页，其中的列表是栏目自己的还是各页共有的，无法分辨"
_SAME_MESSAGE = "多个栏目的网址都只返回同一段文字或图片，没有任何链接，疑为防护设备的提示"
#: Menus below menus: columns, sub-columns, and what those list.
_LEVELS = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """A column to read: as listed, or as a link that leads to it."""

    name: str
    url: str
    level: int
    listed: ListedColumn | None
    visited: Visited
    topical: bool = False
    #: Other columns' addresses bring word for word the same page, from which nothing leads on.
    is_stand_in: bool = False
    #: Other columns' addresses bring word for word the same page, lists and all.
    is_repeated: bool = False


async def columns(visit: SiteVisit, home: Visited) -> tuple[ColumnSeen, ...]:
    """Find and read the site's columns; those of the list first, in its order."""
    found = await _open_listed(visit)
    found += await _discover(visit, home, found)
    found = _told_apart(_different_pages(found, visit))
    await visit.sample_not_found()  # the host may answer otherwise than when the visit began
    # Several columns may lead to one page, which must not make its own items look like the site's frame.
    pages = {page_key(column.visited.final_url): column.visited.page for column in found}
    frame = SiteFrame(page for page in pages.values() if page is not None)
    rows = [_rows(visit, column) for column in found]
    readers = [
        partial(_read, found=column, rows=own, frame=frame) for column, own in zip(found, rows, strict=True)
    ]
    seen = await visit.side_by_side(readers)
    return tuple(await look_again(visit, [column.visited for column in found], seen, frame))


def _rows(visit: SiteVisit, column: _Found) -> tuple[Row, ...]:
    """The rows of a column's own page. Their dates are known to the whole site before any list is read on."""
    if column.visited.page is None:
        return ()
    rows = rows_of(column.visited.page, visit.plan.asof)
    entries_of(rows, visit)
    return rows


def _different_pages(found: list[_Found], visit: SiteVisit) -> list[_Found]:
    """Without sub-columns whose page is, numbers aside, word for word another column's: one page is one column.

    Whatever generates pages without end generates the same one.
    """
    kept, met = [], set()
    for column in found:
        said = _NUMBER.sub("", _words(column.visited.page))
        if said and said in met and column.level > 1:
            visit.reach.stopped("内容完全相同的下级栏目只计一次")
            continue
        met.add(said)
        kept.append(column)
    return kept


def _told_apart(found: list[_Found]) -> list[_Found]:
    """With marks on those that get one message without any link in the place of several columns' pages, and on those
    whose page stands at several addresses: comparing it with itself would make its own list look like the site's."""
    said = [_message(column.visited.page) for column in found]
    often = {words for words, times in Counter(said).items() if words and times >= _STAND_INS}
    pages = {page_key(column.visited.final_url): _words(column.visited.page) for column in found}
    repeated = {words for words, times in Counter(pages.values()).items() if words and times >= _STAND_INS}
    return [
        replace(column, is_stand_in=words in often, is_repeated=_words(column.visited.page) in repeated)
        for column, words in zip(found, said, strict=True)
    ]


def _words(page: Page | None) -> str:
    """All that a page says, the words of its links among it."""
    words = (*page.segments, *(anchor.text for anchor in page.anchors)) if page is not None else ()
    return "\n".join(words)


def _message(page: Page | None) -> str:
    """The words, or pictures, of a page that leads nowhere, empty where it says itself that a column has no content."""
    if page is None or page.anchors:
        return ""
    words = "\n".join(page.segments)
    if not page.has_text(_LEAST_MESSAGE):  # what it says may stand in a picture
        return words + "".join(f"\n<{node.attributes.get('src')}>" for node in page.tree.css("img[src]"))
    return "" if _SAYS_BLANK.search(words) else words


async def _open_listed(visit: SiteVisit) -> list[_Found]:
    listed = visit.plan.columns
    opened = await asyncio.gather(*(visit.open(column.url) for column in listed))
    return [
        _Found(column.name, column.url, 1, column, visited)
        for column, visited in zip(listed, opened, strict=True)
    ]


async def _discover(visit: SiteVisit, home: Visited, listed: list[_Found]) -> list[_Found]:
    """Columns that links lead to, level by level, without those listed or met before."""
    look = visit.looks.known(home)
    page = look.page if look is not None and look.page is not None else home.page
    if page is None:
        return []
    met = {page_key(visit.home_url), page_key(visit.plan.site.url)}
    for column in listed:
        met |= {page_key(column.url), page_key(column.visited.final_url)}
    names = {column.name for column in listed}
    found: list[_Found] = []
    series: Counter[tuple[str, str]] = Counter()
    frontier = [(lead, 1) for lead in _own_leads(page, visit)]
    for level in range(1, _LEVELS + 1):
        fresh = _unmet(frontier, met, names if level == 1 else set())
        if level > 1:
            fresh = _without_series(fresh, series, visit)
        room = max(0, visit.plan.depth.max_columns - len(found))
        if len(fresh) > room:
            visit.reach.stopped(f"发现的栏目超过上限 {visit.plan.depth.max_columns} 个，其余未读")
        opened = await asyncio.gather(*(visit.open(lead.url) for lead in fresh[:room]))
        new = [
            _Found(lead.name, lead.url, level, None, visited, lead.topical)
            for lead, visited in zip(fresh, opened, strict=False)
            if _is_column(lead, level, visited, met)
        ]
        found += new
        parents = [*(listed if level == 1 else ()), *new]
        frontier = [(lead, level + 1) for parent in parents for lead in _leads_below(parent, visit)]
    if _unmet(frontier, met, set()):
        visit.reach.stopped(f"第 {_LEVELS} 级以下的栏目未访问")
    return found


def _unmet(frontier: Iterable[tuple[Lead, int]], met: set[str], names: set[str]) -> list[Lead]:
    fresh = []
    for lead, _ in frontier:
        key = page_key(lead.url)
        if key not in met and lead.name not in names:
            fresh.append(lead)
        met.add(key)
    return fresh


def _without_series(leads: list[Lead], series: Counter[tuple[str, str]], visit: SiteVisit) -> list[Lead]:
    """The leads without those that differ from several others in their number alone.

    Calendars and sorted views link to ever more of them; counted as columns, they would outvote the real ones.
    """
    kept = []
    for lead in leads:
        kind = (_NUMBER.sub("", lead.name), _NUMBER.sub("", urlsplit(lead.url).path))
        series[kind] += 1
        if series[kind] <= _SERIES:
            kept.append(lead)
        else:
            visit.reach.stopped("只有编号不同的下级栏目疑似自动生成，未逐一访问")
    return kept


def _is_column(lead: Lead, level: int, visited: Visited, met: set[str]) -> bool:
    """Whether what a link leads to is a column of its own; one that would not open stays a column to look at.

    So does one that the home page itself leads to and for which the page budget was too small; deeper down
    those are mostly what traps generate.
    """
    if visited.status is FetchStatus.BUDGET:
        return level == 1
    if visited.page is None:
        return lead.in_menu or visited.status is not FetchStatus.OK
    key = page_key(visited.final_url)
    if visited.final_url != visited.url and key != page_key(lead.url):
        if key in met:
            return False
        met.add(key)
    return not is_article_page(visited.page)


def _leads_below(parent: _Found, visit: SiteVisit) -> tuple[Lead, ...]:
    page = parent.visited.page
    return _own_leads(page, visit) if page is not None else ()


def _own_leads(page: Page, visit: SiteVisit) -> tuple[Lead, ...]:
    """Leads to columns of this site; those of a registered site below its domain are that site's."""
    return tuple(lead for lead in leads(page, visit.home_url) if visit.is_own(lead.url))


async def _read(visit: SiteVisit, found: _Found, rows: tuple[Row, ...], frame: SiteFrame) -> ColumnSeen:
    visited, page = found.visited, found.visited.page
    name, kind, source = _identity(found)
    seen: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "kind_source": source,
        "url": found.url,
        "level": found.level,
        "evidence": visited.evidence,
        "period_days": found.listed.period_days if found.listed else None,
        "http_status": visited.http_status,
    }
    if page is None:
        outside = visited.status is FetchStatus.OK  # a document or a picture stands where the column should
        content = Content.TEXT if outside else Content.NOTHING
        return ColumnSeen(status=visited.status, content=content, stop_reason=visited.cause, **seen)
    if not visit.is_own(visited.final_url):
        return ColumnSeen(
            status=FetchStatus.OK, content=Content.FRAME, stop_reason="栏目跳转到其他网站", **seen
        )
    if found.is_stand_in:
        return ColumnSeen(status=FetchStatus.BAD_RESPONSE, stop_reason=_SAME_MESSAGE, **seen)
    list_page, rows = await _list_of(visit, page, rows, frame)
    content = content_of(list_page, rows, frame, name)
    if content is Content.NOTHING and await filled_by_script_file(visit, page):
        content = Content.SCRIPT
    if content is Content.NOTHING and (
        _UNREADABLE in page.html or is_swallowed(page) or list_breaks_off(list_page)
    ):
        # What there is cannot be read: no blank column.
        return ColumnSeen(status=FetchStatus.BAD_RESPONSE, **seen)
    if content is Content.NOTHING and found.is_repeated and rows:
        return ColumnSeen(status=FetchStatus.BAD_RESPONSE, stop_reason=_SAME_PAGE, **seen)
    if content is Content.NOTHING and sent_to(page) is not None:
        content = Content.SCRIPT  # to where we could not follow
    if content is not Content.ENTRIES:
        return ColumnSeen(status=FetchStatus.OK, content=content, pages_read=1, **seen)
    read = await read_list(visit, list_page, own_rows(rows, frame), frame)
    return ColumnSeen(
        status=FetchStatus.OK,
        content=content,
        entries=read.entries,
        conclusive=read.conclusive,
        pages_read=read.pages_read,
        stop_reason=read.stop_reason,
        complete=read.complete,
        **seen,
    )


def _identity(found: _Found) -> tuple[str, ColumnKind, KindSource]:
    """Name and kind: the list's word first, then the page's own tags, then what the name means."""
    if found.listed is not None:
        return found.listed.name, found.listed.kind, KindSource.LISTED
    if found.visited.page is not None:
        name, kind = column_identity(found.visited.page, found.name)
        if kind is not None:
            return name, kind, KindSource.META
    kind = ColumnKind.STATIC if found.topical else kind_by_name(found.name)
    return found.name, kind, KindSource.NAME


async def _list_of(
    visit: SiteVisit, page: Page, rows: tuple[Row, ...], frame: SiteFrame
) -> tuple[Page, tuple[Row, ...]]:
    """The page that holds the column's list, and its rows: the column page, or a frame of the site in it."""
    if own_rows(rows, frame):
        return page, rows
    for url in own_frames(page)[:2]:
        inner = await visit.open(url)
        if inner.page is not None:
            inner_rows = rows_of(inner.page, visit.plan.asof)
            if inner_rows:
                return inner.page, inner_rows
    return page, rows


async def filled_by_script_file(visit: SiteVisit, page: Page) -> bool:
    """Whether a script file fills an element of the page that is empty as delivered.

    One of the site that could not be read may; so may one beyond the number looked into.
    """
    files = []
    for node in page.tree.css("script[src]"):
        url = resolve(page.base, node.attributes.get("src") or "")
        if url and not _LIBRARY.search(urlsplit(url).path.rpartition("/")[2]):
            files.append(url)
    files = list(dict.fromkeys(files))
    for url in files[:_SCRIPT_FILES]:
        source = await visit.text_of(url)
        if source is None:
            if same_site(url, visit.home_url):
                return True
        elif filled_by(source, page):
            return True
    return len(files) > _SCRIPT_FILES
