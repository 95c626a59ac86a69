"""One row of a file, and how its cells become text: what is cleaned away and what is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from xuncha.apps.directory.problems import BadCell, Problems, shown

T = TypeVar("T")

# Characters no document, terminal or XML file can carry: controls, lone surrogates, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\t\n\r\u2028\u2029]")
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_SPACES = re.compile(r"\s+")
# Soft hyphen, zero-width spaces, joiners, marks of writing direction, byte order mark: pasted along unseen.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read. ``number`` is its line; a cell that could not even become text is a ``BadCell``.

    ``broken``: the row as a whole was named as a fault already; its cells are not to be named again.
    """

    number: int
    values: Mapping[str, str | BadCell]
    broken: bool = False


class Cells:
    """Reads the cells of one row and records every one that is refused.

    After a refusal ``refused`` is True and the value handed back must not be used.
    """

    __slots__ = ("_file", "_problems", "_row", "refused")

    def __init__(self, row: Row, file: str, problems: Problems) -> None:
        self._row = row
        self._file = file
        self._problems = problems
        self.refused = row.broken

    @property
    def number(self) -> int:
        """Line number of the row."""
        return self._row.number

    def read(self, column: str, parse: Callable[[str], T]) -> T:
        """The value of a cell that must not be empty."""
        value = self._row.values.get(column, "")
        if not isinstance(value, BadCell) and is_blank(value):
            value = BadCell("不能为空，请补填（合并的单元格要拆开后逐行填写）")
        return self._parsed(column, value, parse)

    def read_or(self, column: str, parse: Callable[[str], T], default: T) -> T:
        """The value of a cell that may be empty, ``default`` where it is."""
        value = self._row.values.get(column, "")
        if not isinstance(value, BadCell) and is_blank(value):
            return default
        return self._parsed(column, value, parse)

    def refuse(self, column: str, message: str) -> None:
        """Record a fault of this row that its reader found."""
        self.refused = True
        if not self._row.broken:
            self._problems.add(self._file, self._row.number, column, message)

    def _parsed(self, column: str, value: str | BadCell, parse: Callable[[str], T]) -> T:
        try:
            if isinstance(value, BadCell):
                raise value
            return self._bounded(column, parse(value))
        except BadCell as fault:
            self.refuse(column, str(fault))
            return cast(T, None)  # never looked at: the reader checks ``refused`` first

    def _bounded(self, column: str, found: T) -> T:
        most = self._problems.longest.get(column)
        if most is not None and isinstance(found, str) and len(found) > most:
            raise BadCell(f"有 {len(found)} 字，最多 {most} 字，请缩短")
        return found


def is_blank(text: str) -> bool:
    """True when nothing visible is in the cell; a control character is no emptiness but a fault."""
    if text[:1].isalnum():  # spares long texts the search
        return False
    return not drop_unseen(text) and not _FORBIDDEN.search(text)


def drop_unseen(text: str) -> str:
    """``text`` without zero-width characters and marks of writing direction, trimmed."""
    return _UNSEEN.sub("", text).strip()


def free_text(text: str) -> str:
    """A text of any length, as it stands, line breaks included. Formulas and markup are data like any other.

    Raises BadCell for control characters.
    """
    found = None if text.isascii() and text.isprintable() else _FORBIDDEN.search(text)
    if found:
        raise BadCell(
            f"第 {found.start() + 1} 个字符是不可见的控制字符 U+{ord(found.group()):04X}，请删除后重新录入"
        )
    return text


def trimmed_text(text: str) -> str:
    """As :func:`free_text`, without spaces and line breaks around it."""
    return free_text(text).strip()


def one_line(text: str) -> str:
    """A name: unseen characters dropped, runs of spaces made one. Raises BadCell for a line break."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    cleaned = drop_unseen(free_text(text))
    if _LINE_BREAKS.search(cleaned):
        raise BadCell(f"{shown(cleaned)}中有换行或制表符，请改成一行")
    return _SPACES.sub(" ", cleaned)


def identifier(text: str) -> str:
    """An id given by a platform or an office: full-width letters and digits narrowed, else as written."""
    return unicodedata.normalize("NFKC", one_line(text))


def compact(text: str) -> str:
    """An identifier or a keyword without any space in it, full-width forms narrowed."""
    return identifier(text).replace(" ", "")


def whole_number(text: str) -> int:
    """A number from 0 up without a fraction; ``312.0``, as some programs export it, is one. Raises BadCell."""
    written = compact(text)
    found = _WHOLE.fullmatch(written)
    if not found:
        raise BadCell(f"{shown(written)}不是非负整数，请只填数字")
    return int(found[1])
