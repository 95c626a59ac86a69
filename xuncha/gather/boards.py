"""boards — the pages where citizens write, and the letters published there."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from functools import partial

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.services import BoardSeen, LetterSeen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content
from xuncha.gather.visit import SiteVisit, Visited
from xuncha.text.interaction.letters import Board, BoardKind, Letter, board_kind
from xuncha.text.interaction.message_board import read_board, read_board_json
from xuncha.text.interaction.valid_message import judge_message
from xuncha.text.pages.addresses import page_key, resolve
from xuncha.text.pages.listing import pager_of
from xuncha.text.pages.page import Page

#: Addresses in scripts from which a page may take its letters.
_DATA = re.compile(
    r"[\"']([^\"'\s<>]{1,200}(?:\.json|json\?|/api/|/list\?|getList|query)[^\"'\s<>]{0,120})[\"']", re.I
)
_DATA_FILES = 3
_PAGES = 4
_SPECIAL = frozenset({BoardKind.PETITION, BoardKind.REPORTING})
#: Columns of interaction that are no consultation.
_OTHER = frozenset({BoardKind.INTERVIEW, BoardKind.SURVEY})


async def boards(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> tuple[BoardSeen, ...]:
    """Every consultation column, and the home page where one can write there."""
    chosen = [c for c in columns if c.kind is ColumnKind.CONSULTATION and board_kind(c.name) not in _OTHER]
    seen = await visit.side_by_side([partial(_board, column=column) for column in chosen])
    at_home = read_board(home.page, visit.plan.asof) if home.page is not None else None
    if at_home is not None and (at_home.has_submit or at_home.submit_links):
        entrance = BoardSeen(
            "首页",
            home.final_url,
            home.status,
            can_write=True,
            special=at_home.special_form,
            evidence=home.evidence,
        )
        return (*seen, entrance)
    return tuple(seen)


async def _board(visit: SiteVisit, column: ColumnSeen) -> BoardSeen:
    special = board_kind(column.name) in _SPECIAL
    if column.status is not FetchStatus.OK:
        why = f"栏目未能打开：{column.status.label}"
        return BoardSeen(
            column.name, column.url, column.status, special=special, unseen=why, evidence=column.evidence
        )
    if column.content is Content.FRAME:
        why = "内容在其他网站或框架内"
        return BoardSeen(
            column.name,
            column.url,
            column.status,
            can_write=True,
            special=special,
            unseen=why,
            evidence=column.evidence,
        )
    found, unseen = await _read_all(visit, column)
    letters = await _details(visit, [letter for board in found for letter in board.letters], column.evidence)
    letters += _from_entries(column, letters)
    return BoardSeen(
        name=column.name,
        url=column.url,
        status=column.status,
        letters=letters,
        can_write=any(board.has_submit or board.submit_links for board in found),
        special=special or any(board.special_form for board in found),
        unseen="" if letters else unseen,
        evidence=column.evidence,
    )


def _from_entries(column: ColumnSeen, letters: tuple[LetterSeen, ...]) -> tuple[LetterSeen, ...]:
    """The column's items that no board was read from: a list of titles, dated by the letters' own pages."""
    known = {page_key(letter.url) for letter in letters}
    return tuple(
        LetterSeen(entry.title, entry.url, newest=entry.published, evidence=entry.evidence)
        for entry in column.entries
        if page_key(entry.url) not in known
    )


async def _read_all(visit: SiteVisit, column: ColumnSeen) -> tuple[list[Board], str]:
    """The board's first pages, and the data its script loads; what may be missing, in words."""
    found: list[Board] = []
    url: str | None = column.url
    unseen = ""
    for _ in range(_PAGES):
        visited = await visit.open(url) if url else None
        if visited is None or visited.page is None:
            break
        board = read_board(visited.page, visit.plan.asof)
        if board is not None:
            found.append(board)
        loaded = await _loaded(visit, visited.page)
        found += loaded
        if not loaded and column.content is Content.SCRIPT:
            unseen = "留言由脚本加载，未能读取"
        url = pager_of(visited.page).next
    return found, unseen


async def _loaded(visit: SiteVisit, page: Page) -> list[Board]:
    """Letters in JSON that the page's scripts name."""
    names = [name for script in page.scripts for name in _DATA.findall(script)]
    urls = [url for name in dict.fromkeys(names) if (url := resolve(page.base, name)) and visit.is_own(url)]
    found = []
    for url in urls[:_DATA_FILES]:
        text = await visit.text_of(url)
        try:
            board = read_board_json(json.loads(text), visit.plan.asof) if text else None
        except ValueError:
            continue
        if board is not None:
            found.append(board)
    return found


async def _details(
    visit: SiteVisit, letters: list[Letter], evidence: Evidence | None
) -> tuple[LetterSeen, ...]:
    """The letters, each once; pages of old letters whose answer is not told in the list are opened."""
    distinct = list({(letter.url or letter.title): letter for letter in letters}.values())
    old = visit.plan.asof - timedelta(days=visit.plan.depth.fresh_days)
    unclear = [
        letter
        for letter in distinct
        if letter.url
        and letter.is_answered is not True
        and (letter.asked is None or letter.asked.is_before(old))
    ][: visit.plan.depth.letters]
    opened = await asyncio.gather(*(_open(visit, letter) for letter in unclear))
    better = {id(letter): pair for letter, pair in zip(unclear, opened, strict=True)}
    earlier: list[str] = []
    seen = []
    for letter in distinct:
        shown, cited = better.get(id(letter), (letter, evidence))
        seen.append(_seen(shown, cited or evidence, earlier))
        earlier.append(f"{shown.title}{shown.question}")
    return tuple(seen)


async def _open(visit: SiteVisit, letter: Letter) -> tuple[Letter, Evidence | None]:
    """The letter as its own page shows it, or as it was where that says no more."""
    visited = await visit.open(letter.url)
    board = read_board(visited.page, visit.plan.asof) if visited.page is not None else None
    if board is None or len(board.letters) != 1:
        return letter, visited.evidence
    own = board.letters[0]
    return (own if own.asked or own.is_answered is not None else letter), visited.evidence


def _seen(letter: Letter, evidence: Evidence | None, earlier: list[str]) -> LetterSeen:
    validity = judge_message(letter.title, letter.question, earlier)
    return LetterSeen(
        title=letter.title,
        url=letter.url,
        asked=letter.asked,
        answered=letter.answered,
        newest=letter.newest,
        is_answered=letter.is_answered,
        valid=validity.valid,
        reason=validity.reason,
        evidence=evidence,
    )
