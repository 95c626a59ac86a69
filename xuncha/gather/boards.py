"""boards — the pages where citizens write, the letters published there, and the ways to write elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.services import BoardSeen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content
from xuncha.gather.letters import LettersRead, read_letters
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.interaction.channel_links import ChannelLink, channel_links
from xuncha.text.interaction.letters import Board, BoardKind, board_kind
from xuncha.text.interaction.submit_form import SubmitSeen, read_submit

_SPECIAL = frozenset({BoardKind.PETITION, BoardKind.REPORTING})
#: Columns of interaction that are no consultation.
_OTHER = frozenset({BoardKind.INTERVIEW, BoardKind.SURVEY})
#: Columns that only gather others: their own items are rules, news and surveys, not letters.
_HUB = re.compile(r"(?:政民|官民|公众|网上|在线)?(?:互动交流|交流互动|互动|公众参与)(?:平台|频道|中心)?")
#: Links to a form that are tried, of each page.
_LINKS_TRIED = 3
_ELSEWHERE = "在其他网站，未读取"


async def boards(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> tuple[BoardSeen, ...]:
    """Every consultation column, then what leads from the home page and such columns to other ways to write."""
    ours = [c for c in columns if c.kind is ColumnKind.CONSULTATION and board_kind(c.name) not in _OTHER]
    readers = [partial(_board, column=column, alone=len(ours) == 1) for column in ours]
    seen = await visit.side_by_side(readers)
    return (*seen, *await _entrances(visit, home, ours))


async def _board(visit: SiteVisit, column: ColumnSeen, *, alone: bool) -> BoardSeen:
    special = board_kind(column.name) in _SPECIAL
    if column.status is not FetchStatus.OK or column.content is Content.FRAME:
        opened = column.status is FetchStatus.OK
        why = "内容在其他网站或框架内" if opened else f"栏目未能打开：{column.status.label}"
        return BoardSeen(
            column.name,
            column.url,
            column.status,
            can_write=opened,
            special=special,
            unseen=why,
            evidence=column.evidence,
        )
    read = await read_letters(visit, column, with_entries=alone or not _HUB.fullmatch(column.name))
    can_write, writing = await _writing(visit, [_submit_of(board) for board in read.boards])
    return BoardSeen(
        name=column.name,
        url=column.url,
        status=column.status,
        letters=read.letters,
        can_write=can_write,
        special=special or _is_special(read),
        unseen=read.unseen,
        evidence=column.evidence,
        writing=writing,
    )


def _submit_of(board: Board) -> SubmitSeen:
    return SubmitSeen(board.has_submit, board.submit_links, board.special_form, board.closed)


def _is_special(read: LettersRead) -> bool:
    """True for a page with nothing but the form of a special channel."""
    offers = any(board.has_submit or board.submit_links for board in read.boards)
    return not offers and not read.letters and any(board.special_form for board in read.boards)


async def _writing(visit: SiteVisit, seen: Iterable[SubmitSeen]) -> tuple[bool, str]:
    """Whether one can write: a form, or a link to a page that opens; and what speaks against it."""
    doubts: list[str] = []
    for submit in seen:
        if submit.closed and submit.is_offered:
            doubts.append(f"页面写有“{submit.closed}”")
        elif submit.form:
            return True, ""
        else:
            for url in submit.links[:_LINKS_TRIED]:
                if not visit.is_own(url):
                    return True, ""
                target = await visit.open(url)
                if target.status is FetchStatus.OK:
                    return True, ""
                doubts.append(f"提交入口未能打开：{target.status.label}")
    return False, "；".join(dict.fromkeys(doubts))


async def _entrances(visit: SiteVisit, home: Visited, columns: list[ColumnSeen]) -> list[BoardSeen]:
    """Ways to write that are no column of this site."""
    found: list[BoardSeen] = []
    if home.page is not None:
        submit = read_submit(home.page)
        can_write, writing = await _writing(visit, [submit])
        if can_write or writing or submit.special:
            only_special = submit.special and not submit.is_offered
            found.append(_entrance("首页", home, can_write=can_write, special=only_special, writing=writing))
    pages = [home, *[await visit.open(c.url) for c in columns if c.is_seen]]
    links: dict[tuple[str, str], tuple[ChannelLink, Visited]] = {}
    for visited in pages:
        for link in channel_links(visited.page, visit.home_url) if visited.page is not None else ():
            links.setdefault((link.words, link.url), (link, visited))
    return [*found, *(_outward(link, visited) for link, visited in links.values())]


def _outward(link: ChannelLink, visited: Visited) -> BoardSeen:
    if not link.url:
        return _entrance(
            link.words,
            visited,
            special=link.kind in _SPECIAL,
            writing="入口由脚本或邮件打开，未能试用",
        )
    writing = "链接在页脚，是否为本网站的渠道待人工判断" if link.in_foot else ""
    return _entrance(
        link.words,
        visited,
        url=link.url,
        can_write=not link.in_foot,
        special=link.kind in _SPECIAL,
        unseen=_ELSEWHERE,
        writing=writing,
    )


def _entrance(
    name: str,
    visited: Visited,
    *,
    url: str = "",
    can_write: bool = False,
    special: bool = False,
    unseen: str = "",
    writing: str = "",
) -> BoardSeen:
    evidence: Evidence | None = visited.evidence
    return BoardSeen(
        name,
        url or visited.final_url,
        visited.status,
        can_write=can_write,
        special=special,
        unseen=unseen,
        evidence=evidence,
        writing=writing,
        entrance=True,
    )
