"""letters — what one board publishes: its pages, the data its scripts load, the pages of single letters."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.services import LetterSeen
from xuncha.facts.website import ColumnSeen, Content
from xuncha.gather.columns import filled_by_script_file
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.interaction.letters import Board, Letter
from xuncha.text.interaction.message_board import (
    read_board,
    read_board_json,
    read_open_letter,
    why_letters_may_be_missed,
)
from xuncha.text.interaction.submit_form import is_way_to_write
from xuncha.text.interaction.valid_message import Validity, judge_message
from xuncha.text.pages.addresses import page_key, resolve
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.inner_frames import own_frames
from xuncha.text.pages.listing import pager_of
from xuncha.text.pages.page import Page

#: Addresses in scripts from which a page may take its letters.
_DATA = re.compile(
    r"[\"']([^\"'\s<>]{1,200}(?:\.json|json\?|/api/|/list\?|getList|query)[^\"'\s<>]{0,120})[\"']", re.I
)
_TOTAL = re.compile(r"(?:total|totalcount|totalnum|recordcount|records?total|rowcount)", re.I)
_DATA_FILES = 3
_SCRIPT_FILES = 6
_FRAMES = 2
_PAGES = 20
#: Characters kept of what one letter says.
_SAID = 4_000
#: How far back letters are read: no rule looks further than a year.
_BACK = timedelta(days=400)
_NO_DAY = (date.max, "")
#: A letter as read, with the record that shows it.
Shown = tuple[Letter, Evidence | None]


@dataclass(slots=True)
class LettersRead:
    """The letters of a board; ``unseen`` says in Chinese why some may be missing, empty where none can be."""

    boards: list[Board] = field(default_factory=list)
    letters: tuple[LetterSeen, ...] = ()
    unseen: str = ""


@dataclass(slots=True)
class _Reading:
    """The state of reading one board's list."""

    boards: list[Board] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    unseen: str = ""
    is_whole: bool = False  # the data itself says that there are no more letters
    is_loaded: bool = False
    is_shown: bool = False  # the page read last had to be shown in a browser

    def take(self, board: Board, evidence: Evidence | None) -> None:
        self.boards.append(board)
        self.shown += [(letter, evidence) for letter in board.letters]


async def read_letters(visit: SiteVisit, column: ColumnSeen, *, with_entries: bool = True) -> LettersRead:
    """Read a board's list as far back as a year, then the pages of letters the list tells too little of.

    ``with_entries``: items that show nothing but title and date count as letters too.
    """
    reading = await _read_list(visit, column)
    if with_entries:
        reading.shown += _from_entries(column, reading.shown)
    else:
        reading.shown = [one for one in reading.shown if one[0].asked or one[0].is_answered is not None]
    letters = await _with_own_pages(visit, reading)
    if not letters and not reading.unseen:
        page = (await visit.open(column.url)).page
        reading.unseen = why_letters_may_be_missed(page) if page is not None else ""
    return LettersRead(reading.boards, letters, reading.unseen)


async def _read_list(visit: SiteVisit, column: ColumnSeen) -> _Reading:
    reading = _Reading()
    url: str | None = column.url
    while url is not None and page_key(url) not in reading.pages:
        if len(reading.pages) >= _PAGES:
            reading.unseen = f"留言较多，只读了前 {_PAGES} 页"
            break
        reading.pages.add(page_key(url))
        visited = await visit.open(url)
        if reading.is_shown and visited.page is not None:  # the page before had its letters from a script
            await visit.looks.look(visited, partial(_has_letters, visit))
        if visited.page is None:
            reading.unseen = f"留言列表第 {len(reading.pages)} 页未能打开：{visited.status.label}"
            break
        url = await _take_page(visit, visited, visited.page, column, reading)
    if not reading.is_loaded and await _is_scripted(visit, column, reading):
        reading.unseen = await _take_shown(visit, column, reading)
    if reading.is_whole:
        reading.unseen = ""
    return reading


async def _take_shown(visit: SiteVisit, column: ColumnSeen, reading: _Reading) -> str:
    """Add the letters that a browser shows on the column's page; why some may be missing, in Chinese."""
    visited = await visit.open(column.url)
    look = await visit.looks.look(visited, partial(_has_letters, visit))
    board = read_board(look.page, visit.plan.asof) if look.page is not None else None
    if board is not None:
        reading.take(board, visited.evidence)
    if look.page is None or not look.is_whole:
        return f"留言由脚本加载，未能读取（{look.why_not_whole}）"
    return "后续的留言由脚本翻页，未能读取" if pager_of(look.page).hidden else ""


def _has_letters(visit: SiteVisit, page: Page) -> bool:
    board = read_board(page, visit.plan.asof)
    return board is not None and bool(board.letters)


async def _is_scripted(visit: SiteVisit, column: ColumnSeen, reading: _Reading) -> bool:
    """True where a script may show letters: the column's list, or one below the form that is all we saw."""
    if column.content is Content.SCRIPT:
        return True
    if reading.shown or column.entries:
        return False
    page = (await visit.open(column.url)).page
    return page is not None and (needs_script(page) or await filled_by_script_file(visit, page))


async def _take_page(
    visit: SiteVisit, visited: Visited, page: Page, column: ColumnSeen, reading: _Reading
) -> str | None:
    """Add what one page shows; returns the address of the next, None where there is none to read."""
    before = len(reading.shown)
    for inner, evidence in [(page, visited.evidence), *await _frames(visit, page)]:
        board = read_board(inner, visit.plan.asof)
        if board is not None:
            reading.take(board, evidence)
    reading.is_shown = visited.delivered is not None
    await _take_data(visit, visited.page_delivered or page, column, reading)
    if _reaches_back(visit, [letter for letter, _ in reading.shown[before:]]):
        return None
    pager = pager_of(page)
    if pager.next is None and pager.hidden and len(reading.pages) == 1:  # the last of several has no next
        reading.unseen = "后续的留言由脚本翻页，未能读取"
    return pager.next


async def _frames(visit: SiteVisit, page: Page) -> list[tuple[Page, Evidence | None]]:
    opened = [await visit.open(url) for url in own_frames(page)[:_FRAMES]]
    return [(one.page, one.evidence) for one in opened if one.page is not None]


def _reaches_back(visit: SiteVisit, letters: list[Letter]) -> bool:
    """True when a page's letters are all too old to matter and the list goes on to older ones."""
    days = [letter.newest.day for letter in letters if letter.newest is not None]
    too_old = (visit.plan.asof - _BACK).date()
    return len(days) > 1 and len(days) == len(letters) and max(days) < too_old and days[0] > days[-1]


async def _take_data(visit: SiteVisit, page: Page, column: ColumnSeen, reading: _Reading) -> None:
    """Add letters in JSON that the page's scripts name."""
    scripts = [*page.scripts]
    if column.content is Content.SCRIPT or reading.is_shown:
        scripts += [text async for text in _script_files(visit, page)]
    names = dict.fromkeys(name for script in scripts for name in _DATA.findall(script))
    urls = [url for name in names if (url := resolve(page.base, name)) and visit.is_own(url)]
    for url in urls[:_DATA_FILES]:
        response = await visit.fetch_file(url)
        try:
            data = json.loads(response.decoded.text) if response.status is FetchStatus.OK else None
        except ValueError:
            continue
        board = read_board_json(data, visit.plan.asof)
        if board is None:
            continue
        letters = tuple(
            replace(one, url=(resolve(page.base, one.url) or "") if one.url else "") for one in board.letters
        )
        reading.take(replace(board, letters=letters), response.evidence)
        _compare_total(data, len(letters), reading)


async def _script_files(visit: SiteVisit, page: Page) -> AsyncIterator[str]:
    for node in page.tree.css("script[src]")[:_SCRIPT_FILES]:
        url = resolve(page.base, node.attributes.get("src") or "")
        if url and visit.is_own(url):
            yield await visit.text_of(url) or ""


def _compare_total(data: object, read: int, reading: _Reading) -> None:
    """Data that names the number of all letters tells whether these were all."""
    reading.is_loaded = True
    total = max(_totals(data), default=None)
    if total is not None and total > read:
        reading.unseen = f"留言由脚本分页加载，共 {total} 条，只读到 {read} 条"
    elif total is not None:
        reading.is_whole = True


def _totals(data: object, depth: int = 3) -> Iterator[int]:
    if not isinstance(data, dict) or depth == 0:
        return
    for key, value in data.items():
        if isinstance(value, int) and not isinstance(value, bool) and _TOTAL.fullmatch(str(key)):
            yield value
        else:
            yield from _totals(value, depth - 1)


def _from_entries(column: ColumnSeen, shown: list[Shown]) -> list[Shown]:
    """The column's items that no board was read from: a list of titles, dated by the letters' own pages."""
    known = {page_key(letter.url) for letter, _ in shown}
    return [
        (Letter(entry.title, entry.url, published=entry.published), entry.evidence or column.evidence)
        for entry in column.entries
        if page_key(entry.url) not in known and not is_way_to_write(entry.title)
    ]


async def _with_own_pages(visit: SiteVisit, reading: _Reading) -> tuple[LetterSeen, ...]:
    """The letters, each once, completed from their own pages where the list does not tell enough.

    Items whose own page is no letter are left out where others' are: rules and news among the letters.
    """
    distinct = list(_distinct(reading))
    unclear = [shown for shown in distinct if _is_unclear(visit, shown[0], reading.pages)]
    unclear = sorted(unclear, key=_urgency)[: visit.plan.depth.letters]
    unclear += _alike(visit, distinct, unclear, reading.pages)
    opened = await asyncio.gather(*(visit.open(letter.url) for letter, _ in unclear))
    better: dict[int, Shown] = {}
    strangers: set[int] = set()
    for shown, visited in zip(unclear, opened, strict=True):
        own = _letter_on(visit, visited)
        if own is not None:
            better[id(shown[0])] = (_merged(shown[0], own), visited.evidence)
        elif visited.page is not None and shown[0].asked is None and shown[0].is_answered is None:
            strangers.add(id(shown[0]))
    kept = [
        better.get(id(shown[0]), shown) for shown in distinct if not better or id(shown[0]) not in strangers
    ]
    return tuple(_seen(kept))


def _distinct(reading: _Reading) -> Iterable[Shown]:
    """By address; letters that stand on the list itself have none of their own."""
    found: dict[tuple[str, ...], Shown] = {}
    for letter, evidence in reading.shown:
        key: tuple[str, ...] = (page_key(letter.url),) if letter.url else ("",)
        if not letter.url or key[0] in reading.pages:
            key = (*key, letter.title, letter.asked.day.isoformat() if letter.asked else "")
        found.setdefault(key, (letter, evidence))
    return found.values()


def _is_unclear(visit: SiteVisit, letter: Letter, pages: set[str]) -> bool:
    """True for a letter with a page of its own whose answer, or the day of it, is not told, neither young
    nor too old."""
    if not letter.url or page_key(letter.url) in pages or not visit.is_own(letter.url):
        return False
    if letter.newest and letter.newest.is_before(visit.plan.asof - _BACK):
        return False
    if letter.is_answered is True and letter.answered is not None:
        return False
    young = visit.plan.asof - timedelta(days=visit.plan.depth.fresh_days)
    return letter.asked is None or letter.asked.is_before(young)


def _alike(visit: SiteVisit, distinct: list[Shown], unclear: list[Shown], pages: set[str]) -> list[Shown]:
    """Further letters under the title of one to be opened: whether one repeats the other, their text tells."""
    titles = {shown[0].title for shown in unclear}
    met = {id(shown[0]) for shown in unclear}
    found = [one for one in distinct if one[0].title in titles and id(one[0]) not in met]
    own = [
        one for one in found if one[0].url and page_key(one[0].url) not in pages and visit.is_own(one[0].url)
    ]
    return own[: visit.plan.depth.letters]


def _urgency(shown: Shown) -> tuple[int, bool, tuple[date, str]]:
    """Letters marked as open first, then those not marked, then answered ones that only lack the day; each the
    oldest first, those without a date of asking last."""
    asked = shown[0].asked
    rank = {False: 0, None: 1, True: 2}[shown[0].is_answered]
    return rank, asked is None, asked.sort_key if asked else _NO_DAY


def _letter_on(visit: SiteVisit, visited: Visited) -> Letter | None:
    """The one letter of a page, None where there is none or several."""
    if visited.page is None:
        return None
    board = read_board(visited.page, visit.plan.asof)
    if board is None or not board.letters:
        return read_open_letter(visited.page, visit.plan.asof)
    if len(board.letters) != 1:
        return None
    own = board.letters[0]
    return own if own.asked is not None or own.is_answered is not None else None


def _merged(row: Letter, own: Letter) -> Letter:
    """A letter by its row and its own page; the page's word on the answer goes before the row's."""
    told = own if own.is_answered is not None else row
    return Letter(
        title=row.title or own.title,
        url=row.url,
        asked=own.asked or row.asked,
        answered=told.answered,
        status=told.status,
        answer=told.answer,
        unit=own.unit or row.unit,
        published=own.published or row.published,
        question=own.question or row.question,
    )


def _seen(shown: list[Shown]) -> Iterator[LetterSeen]:
    earlier: list[str] = []
    untold: set[str] = set()  # titles of letters whose text was not read
    for letter, evidence in sorted(shown, key=lambda one: one[0].asked.sort_key if one[0].asked else _NO_DAY):
        validity = judge_message(letter.title, letter.question, earlier)
        earlier.append(f"{letter.title}{letter.question}")
        if validity.valid and letter.title in untold:
            validity = Validity(None, "与此前一条留言标题相同，内容未能比较")
        if not letter.question:
            untold.add(letter.title)
        yield LetterSeen(
            title=letter.title,
            url=letter.url,
            asked=letter.asked,
            answered=letter.answered,
            newest=letter.newest,
            is_answered=letter.is_answered,
            valid=validity.valid,
            reason=validity.reason,
            evidence=evidence,
            said="。\n".join((letter.title, letter.question, letter.answer))[:_SAID],
        )
