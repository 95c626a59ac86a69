"""How the tests of this folder read a message board."""

from __future__ import annotations

from datetime import date, datetime

from xuncha.facts.seen import BEIJING
from xuncha.text.interaction.letters import Letter
from xuncha.text.interaction.message_board import Board, read_board
from xuncha.text.pages.page import Page

ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
URL = "https://www.example.gov.cn/hdjl/"


def page(body: str, title: str = "局长信箱") -> Page:
    return Page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", URL)


def board(body: str, title: str = "局长信箱") -> Board:
    found = read_board(page(body, title), ASOF)
    assert found is not None
    return found


def days(letter: Letter) -> tuple[date | None, date | None]:
    return letter.asked and letter.asked.day, letter.answered and letter.answered.day
