"""Numbers in a plain text: unbroken runs of digits, and runs that spaces, dashes or a line end break up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: The longest number looked for, in characters.
_LONGEST = 19
_SHORTEST = 11
#: Into how many pieces people break a number up; more is a row of figures.
_MOST_PIECES = 6
_RUN = re.compile(r"[0-9]+")
_JOINTS = frozenset({" ", "-", "\n"})
#: A number written with one mark between its digits or groups, or digit by digit in the cells of a form (those of Word
#: end in a blank).
_SPELLED = re.compile(
    r"(?<![0-9A-Za-z*._/-])[0-9](?:( \t|[ ._/·,、:|\t\n-])\1?(?=[0-9Xx])[0-9Xx]|[0-9]){10,40}(?![0-9A-Za-z*])"
)
_MARKS = re.compile(r"[ ._/·,、:|\t\n-]+")
#: Letters that may stand right before a number without being part of it.
_TELEPHONE = re.compile(r"(?<![a-z])(?:tel|phone|mobile|mob|cell)$", re.I)
_COUNTRY_PREFIX = re.compile(r"(?<![0-9])(?:\+|00)?86-$")
_TELEPHONE_AND_SLASH = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|[0-9]{7,8})/$")
_LETTER_OR_MARK = re.compile(r"[0-9A-Za-z*_#%\\]")


@dataclass(frozen=True, slots=True)
class Number:
    """A possible number: where it stands, its digits (an ID number may end in X), the lengths of its pieces
    and the character between them, empty for one piece."""

    start: int
    end: int
    digits: str
    pieces: tuple[int, ...]
    joint: str


def numbers(text: str) -> Iterator[Number]:
    """Every run of digits and every joining of neighbouring runs of 11 to 19 digits that stands by itself."""
    runs = [match.span() for match in _RUN.finditer(text)]
    for first in range(len(runs)):
        for number in _from(text, runs, first):
            if _stands_alone(text, number):
                yield number


def spelled_numbers(text: str) -> Iterator[Number]:
    """Digits that other marks than in :func:`numbers` break up: 330102.19850314.1234, or one to a cell.

    Such marks also stand in sums, versions and lists of figures, so a caller needs a label or a check digit.
    """
    for match in _SPELLED.finditer(text):
        written = match.group()
        marks = set(_MARKS.findall(written))
        pieces = tuple(len(piece) for piece in _MARKS.split(written))
        one_by_one = set(pieces) == {1}
        # Line by line stand the figures of a table, too; one digit to a line is a form.
        if len(marks) == 1 and (one_by_one or (len(pieces) <= _MOST_PIECES and "\n" not in marks)):
            yield Number(match.start(), match.end(), _MARKS.sub("", written), pieces, marks.pop())


def _from(text: str, runs: list[tuple[int, int]], first: int) -> Iterator[Number]:
    start, end = runs[first]
    digits, joint = text[start:end], ""
    pieces: tuple[int, ...] = (end - start,)
    place = first
    while len(digits) <= _LONGEST and len(pieces) <= _MOST_PIECES:
        if len(digits) >= _SHORTEST:
            yield Number(start, end, digits, pieces, joint)
        if len(digits) == 17:
            yield from _with_check_letter(text, Number(start, end, digits, pieces, joint))
        place += 1
        if place == len(runs) or runs[place][0] != end + 1:
            return
        between = text[end]
        if between not in _JOINTS or (joint and between != joint):
            return
        joint = between
        digits += text[end + 1 : runs[place][1]]
        pieces = (*pieces, runs[place][1] - end - 1)
        end = runs[place][1]


def _with_check_letter(text: str, number: Number) -> Iterator[Number]:
    """The number with the X that ends one ID number in eleven, right behind it or behind one more joint."""
    at = number.end
    if text[at : at + 1] in _JOINTS and number.joint in ("", text[at : at + 1]):
        at += 1
    if text[at : at + 1].upper() == "X":
        yield Number(number.start, at + 1, number.digits + "X", number.pieces, number.joint)


def _stands_alone(text: str, number: Number) -> bool:
    """False for a part of something longer: more digits, letters, masking marks, decimals, dashed codes."""
    return _open_left(text, number.start) and _open_right(text, number.end)


def _open_left(text: str, start: int) -> bool:
    if start == 0:
        return True
    before, further = text[start - 1], text[start - 2 : start - 1] if start > 1 else ""
    if before.isascii() and before.isalpha():
        return bool(_TELEPHONE.search(text[max(0, start - 8) : start]))
    if _LETTER_OR_MARK.match(before) or (before in " -" and further == "*"):
        return False
    if not (further.isascii() and further.isalnum()):
        return True
    if before == "/":
        return bool(_TELEPHONE_AND_SLASH.search(text[max(0, start - 12) : start]))
    return before not in "-." or bool(_COUNTRY_PREFIX.search(text[max(0, start - 6) : start]))


def _open_right(text: str, end: int) -> bool:
    after, further = text[end : end + 1], text[end + 1 : end + 2]
    if _LETTER_OR_MARK.match(after) or (after in (" ", "-") and further == "*"):
        return False
    return not (after in ("-", ".") and further.isascii() and further.isalnum())
