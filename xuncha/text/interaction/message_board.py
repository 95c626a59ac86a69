"""Reads a public message board (留言板、信箱): its letters, and whether one can write there.

The facts behind W501 (无有效咨询建言渠道), W502 (留言超期未回应) and N104 (超6个月未选登留言). A letter
that shows neither an answer nor a word such as 处理中 is unknown, not unanswered.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from xuncha.facts.seen import DateSource, Published
from xuncha.text.dating.dates import find_dates
from xuncha.text.guides.labelled_lines import read_lines
from xuncha.text.interaction.board_flow import flow_records
from xuncha.text.interaction.board_json import read_board_json
from xuncha.text.interaction.board_records import Record, block_records, table_records
from xuncha.text.interaction.letters import (
    Board,
    BoardKind,
    Letter,
    LetterField,
    board_kind,
    date_in,
    dates_of,
    is_status,
    status_meaning,
)
from xuncha.text.interaction.submit_form import read_submit
from xuncha.text.pages.addresses import resolve
from xuncha.text.pages.listing import rows_of
from xuncha.text.pages.page import Page, squeeze
from xuncha.text.pages.regions import Region, Regions

__all__ = [
    "Board",
    "BoardKind",
    "Letter",
    "board_kind",
    "letter_of",
    "read_board",
    "read_board_json",
    "read_open_letter",
    "why_letters_may_be_missed",
]

#: An answer often closes with its writer and date.
_SIGNATURE_REACH = 12
_LAST_DATE = re.compile(
    r"(?:\s+|\s*[（(\[【])(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?[）)\]】]?$"
)
#: Words of a letter that stand without a label: so many Chinese characters at least.
_LEAST_SAID = 8
_BLANK = " -—–－/.。"
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Dates and words that letters leave on a page, so many lines at least.
_DAY = re.compile(r"(?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}")
_OF_LETTERS = re.compile(r"[答回批]复|来信|留言|网友|办结|受理")
_LEAST_TRACES = 2
_BEHIND_LOGIN = re.compile(
    r"登[录陆](?:后|之后|系统)?(?:方可|才能?|才可以?|可以?|即可|再|进行)?(?:查看|浏览|查阅)"
)
#: 【县住建局】回复：…
_REPLY = re.compile(r"\W*[^:：]{0,16}(?:回复|答复|反馈|回应)[^:：]{0,4}[:：]")


def read_board(page: Page, asof: datetime) -> Board | None:
    """Reads the board on a page: a list of letters or a single one; None when the page is no board."""
    body = page.tree.body
    if body is None:
        return None
    kind = _kind_of(page)
    submit = read_submit(page)
    lines = read_lines(body)
    records = table_records(body, lines) or block_records(body, lines)
    source = DateSource.LIST
    if not records:
        records, source = flow_records(body), DateSource.TEXT
    for record in records:
        asked_text = _LAST_DATE.sub("", record.fields.get(LetterField.QUESTION, ""))[:80]
        record.title = record.title or (_page_title(page) if len(records) == 1 else asked_text)
    letters = [letter_of(record, page, asof, source) for record in records]
    letters = _with_blanks(letters, records)
    if not letters and kind is BoardKind.CONSULTATION:
        letters = _plain_rows(page, asof)
    offers = submit.form or submit.special or (submit.links and kind is not BoardKind.UNKNOWN)
    if not letters and not offers:
        return None
    return Board(tuple(letters), submit.form, kind, submit.links, submit.special, submit.closed)


def why_letters_may_be_missed(page: Page) -> str:
    """Why a page from which no letter was read may yet have some, in Chinese; empty where nothing says so."""
    body = page.tree.body
    lines = read_lines(body).lines if body is not None else []
    regions = Regions()
    own = [line.text for line in lines if regions.of(line.block) in (Region.BODY, Region.SIDE)]
    if any(_BEHIND_LOGIN.search(text) for text in own):
        return "留言须登录后查看"
    dated = sum(bool(_DAY.search(text)) for text in own)
    telling = sum(bool(_OF_LETTERS.search(text)) for text in own)
    return "页面上似有留言，版式未能识别" if min(dated, telling) >= _LEAST_TRACES else ""


def _with_blanks(letters: list[Letter], records: list[Record]) -> list[Letter]:
    """Marks the letters whose places for the answer and its day are empty where others' are filled."""
    places = (LetterField.ANSWER, LetterField.ANSWERED)
    given = [[record.fields.get(place) for place in places] for record in records]
    if not any(all(one) for one in given):
        return letters
    return [
        replace(letter, blank_answer=all(text is not None and not text.strip(_BLANK) for text in texts))
        for letter, texts in zip(letters, given, strict=True)
    ]


def read_open_letter(page: Page, asof: datetime) -> Letter | None:
    """The letter of a page that shows a question alone: no answer, and no word of where it stands.

    Only for pages that a list of letters leads to: elsewhere words such as 问 and 内容 prove nothing.
    """
    body = page.tree.body
    records = flow_records(body, needs_answer=False) if body is not None else []
    if len(records) != 1:
        return None
    records[0].title = records[0].title or _page_title(page)
    return letter_of(records[0], page, asof, DateSource.TEXT)


def _kind_of(page: Page) -> BoardKind:
    """By the ColumnName tag, the headings, the trail of crumbs, and the title, nearest first."""
    names = [page.meta.get("columnname", ""), page.meta.get("columntype", "")]
    names += [squeeze(node.text()) for node in page.tree.css("h1, h2")][:3]
    names += [
        squeeze(node.text())[-40:] for node in page.tree.css("[class*='crumb' i], [class*='position' i]")
    ][:1]
    names += [page.title]
    for name in names:
        kind = board_kind(name[:60])
        if kind is not BoardKind.UNKNOWN:
            return kind
    return BoardKind.UNKNOWN


def _page_title(page: Page) -> str:
    heading = page.tree.css_first("h1, h2")
    words = squeeze(heading.text()) if heading is not None else ""
    return page.meta.get("articletitle") or words or re.split(r"[-_|—]", page.title)[0].strip()


def letter_of(record: Record, page: Page, asof: datetime, source: DateSource) -> Letter:
    """One letter from what was read of it: dates told apart, the word of status found."""
    fields = record.fields
    asked = _first_date(fields, (LetterField.ASKED, LetterField.RECEIVED, LetterField.WHEN), asof, source)
    answered = _first_date(fields, (LetterField.ANSWERED,), asof, source)
    status = _status(record)
    answer = fields.get(LetterField.ANSWER, "")
    if is_status(answer):
        status, answer = status or answer, ""
    question = fields.get(LetterField.QUESTION, "")
    answered = answered or _signed_date(answer, asof)
    asked = asked or _signed_date(question, asof)
    if asked is None and answered is None:
        asked, answered = _loose_dates(record, status, asof)
    url = resolve(page.base, record.href) if record.href else None
    return Letter(
        _LAST_DATE.sub("", record.title) or record.title,
        url or page.url,
        asked,
        answered,
        status,
        answer,
        fields.get(LetterField.UNIT, ""),
        _first_date(fields, (LetterField.PUBLISHED,), asof, source),
        _LAST_DATE.sub("", question) or _said(record),
    )


def _said(record: Record) -> str:
    """The longest words of a letter that stand without a label: what it says, where it says more than a title."""
    pieces = [
        piece
        for piece in record.loose
        if len(_HAN.findall(piece)) >= _LEAST_SAID and piece != record.title and not _REPLY.match(piece)
    ]
    return max(pieces, key=len, default="")


def _first_date(
    fields: dict[LetterField, str], kinds: tuple[LetterField, ...], asof: datetime, source: DateSource
) -> Published | None:
    for kind in kinds:
        text = fields.get(kind, "")
        if text and (published := date_in(text, asof, source)) is not None:
            return published
    return None


def _status(record: Record) -> str:
    given = record.fields.get(LetterField.STATUS, "")
    if given and (len(given) <= 12 or status_meaning(given[:6]) is not None):
        return _plain_status(given)
    return next((_plain_status(piece) for piece in record.loose if is_status(piece)), "")


def _plain_status(text: str) -> str:
    plain = text.strip(" \t\u3000[]【】（）()·•")
    if plain in ("是", "否", "√", "×"):
        return "已回复" if plain in ("是", "√") else "未回复"
    return plain


def _loose_dates(record: Record, status: str, asof: datetime) -> tuple[Published | None, Published | None]:
    """Dates without a label: one is when the letter was sent; of two, the later is the answer's where the
    letter is marked as answered."""
    dates = dates_of(record.loose, asof)
    if not dates:
        return None, None
    if len(dates) >= 2 and status_meaning(status) is True and dates[1].day >= dates[0].day:
        return dates[0], dates[1]
    return dates[0], None


def _signed_date(answer: str, asof: datetime) -> Published | None:
    """The date an answer is signed with: the last one, at its very end, with a year."""
    found = find_dates(answer)
    if not found or found[-1].day is None or len(answer) - found[-1].end > _SIGNATURE_REACH:
        return None
    return date_in(answer[found[-1].start : found[-1].end], asof, DateSource.TEXT)


def _plain_rows(page: Page, asof: datetime) -> list[Letter]:
    """A column of letters that lists nothing but title and date; the date may be of either."""
    return [
        Letter(row.title, row.url, published=row.published)
        for row in rows_of(page, asof)
        if row.published is not None and row.region is Region.BODY
    ]
