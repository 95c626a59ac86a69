"""One manuscript before it is published (三审三校): the same detectors as in an inspection, with positions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xuncha.gather.attachment_process import read_attachment
from xuncha.text.deadlines.calls import find_deadlines
from xuncha.text.privacy import find_leaks
from xuncha.text.wording import find_wording
from xuncha.told import BadInputError

#: Characters of one manuscript that are read.
_LIMIT = 2_000_000


class ManuscriptError(BadInputError):
    """The manuscript could not be read, or not whole; the message says why, in Chinese."""


def read_manuscript(file: str) -> str:
    """The words of a text, HTML, Word or PDF file, or of standard input for ``-``.

    Raises:
        ManuscriptError: the file is missing, broken, encrypted, too long or holds no text.
    """
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise ManuscriptError(f"{file}：无法读取（{error.strerror}）") from None
    if file.lower().endswith((".html", ".htm")) and b"<html" not in data[:4096].lower():
        data = b"<!DOCTYPE html><html>" + data  # editors hand in fragments
    read = read_attachment(data, "稿件.txt" if file == "-" else file, limit=_LIMIT)
    if not read.complete:
        raise ManuscriptError(f"{file}：{read.problem}")
    return read.text


@dataclass(frozen=True, slots=True)
class Remark:
    """What an editor should look at. ``line`` and ``column`` count from 1; ``quote`` shows no personal detail.

    ``alert`` is False for what is only worth a second look.
    """

    code: str
    line: int
    column: int
    start: int
    end: int
    quote: str
    suggestion: str
    reason: str
    alert: bool


def check_manuscript(text: str, today: date) -> list[Remark]:
    """Every remark on a text, in its order: wording (W101, N110), privacy (N105), passed deadlines (N106)."""
    found = [*_wording(text, today), *_privacy(text, today), *_deadlines(text, today)]
    return sorted(found, key=lambda remark: (remark.start, remark.code))


def _wording(text: str, today: date) -> Iterator[Remark]:
    for issue in find_wording(text, asof=today):
        code = "W101" if issue.serious else "N110"
        suggestion = f"改为“{issue.right}”"
        yield _remark(
            text, code, issue.start, issue.end, issue.wrong, suggestion, issue.reason, alert=issue.alert
        )


def _privacy(text: str, today: date) -> Iterator[Remark]:
    for leak in find_leaks(text, today=today):
        suggestion = f"去标识化，如“{leak.masked}”"
        yield _remark(
            text, "N105", leak.start, leak.end, leak.masked, suggestion, leak.reason, alert=leak.certain
        )


def _deadlines(text: str, today: date) -> Iterator[Remark]:
    for deadline in find_deadlines(text, today, today):
        if deadline.day < today:
            reason = f"截止日期 {deadline.day.isoformat()} 已过"
            yield _remark(
                text,
                "N106",
                deadline.start,
                deadline.end,
                deadline.quote,
                "核对日期，或注明已结束",
                reason,
                alert=False,
            )


def _remark(
    text: str, code: str, start: int, end: int, quote: str, suggestion: str, reason: str, *, alert: bool
) -> Remark:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Remark(code, line, column, start, end, quote, suggestion, reason, alert)
