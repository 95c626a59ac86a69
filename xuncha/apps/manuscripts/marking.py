"""A checked text as it is shown: every remark at its place, personal details masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

PRIVACY = "N105"
_RIGHT = re.compile(r"改为“(.+)”", re.DOTALL)


def masked(text: str, remarks: Iterable[Any]) -> str:
    """The text, character for character, with every personal detail blotted out."""
    shown = list(text)
    for remark in remarks:
        if remark.code == PRIVACY and in_text(remark):
            shown[remark.start : remark.end] = "*" * (remark.end - remark.start)
    return "".join(shown)


def in_text(remark: Any) -> bool:
    """False for a remark on the HTML source, which has no place among the words."""
    return getattr(remark, "place", "text") == "text"


def right_form(remark: Any) -> str:
    """What the wrong form may be replaced by; empty where a person has to find the words."""
    found = _RIGHT.fullmatch(remark.suggestion)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One remark as shown, ``number`` from 1 in the order of the text."""

    number: int
    code: str
    line: int
    column: int
    start: int
    end: int
    quote: str
    right: str
    suggestion: str
    reason: str
    alert: bool
    placed: bool

    @property
    def level(self) -> str:
        """提示 or 请核对."""
        return "提示" if self.alert else "请核对"


def shown(text: str, remarks: Sequence[Any]) -> list[Shown]:
    """Remarks as they may be shown: a quote that touches a personal detail is taken from the masked text."""
    blotted = masked(text, remarks)
    found = []
    for number, one in enumerate(remarks, start=1):
        quote = one.quote
        if one.code != PRIVACY and in_text(one) and "*" in blotted[one.start : one.end]:
            quote = blotted[one.start : one.end]
        found.append(
            Shown(
                number=number,
                code=one.code,
                line=one.line,
                column=one.column,
                start=one.start,
                end=one.end,
                quote=quote,
                right=right_form(one),
                suggestion=one.suggestion,
                reason=one.reason,
                alert=one.alert,
                placed=in_text(one),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; with numbers it is what those remarks are about."""

    words: str
    numbers: tuple[int, ...] = ()
    alert: bool = False


def pieces(text: str, remarks: Sequence[Shown]) -> Iterator[Piece]:
    """The masked text in stretches, in order; remarks that overlap share one."""
    blotted = masked(text, [one for one in remarks if one.placed])
    here = 0
    for start, end, group in _groups([one for one in remarks if one.placed]):
        if start > here:
            yield Piece(blotted[here:start])
        words = group[0].quote if len(group) == 1 and group[0].code == PRIVACY else blotted[start:end]
        yield Piece(words, tuple(one.number for one in group), any(one.alert for one in group))
        here = end
    if here < len(blotted):
        yield Piece(blotted[here:])


def _groups(remarks: Sequence[Shown]) -> Iterator[tuple[int, int, list[Shown]]]:
    group: list[Shown] = []
    start = end = 0
    for one in sorted(remarks, key=lambda remark: (remark.start, remark.end)):
        if group and one.start < end:
            group.append(one)
            end = max(end, one.end)
            continue
        if group:
            yield start, end, group
        group, start, end = [one], one.start, one.end
    if group:
        yield start, end, group
