"""What is wrong with the files handed in: every bad cell, named so that it can be found and put right."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xuncha.told import BadInputError

#: Longest piece of a cell that a message quotes, in characters.
_QUOTED = 40
#: Columns that a remark names.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class BadRow:
    """One fault of one file.

    ``row`` is the line number an editor or Excel shows, 1 for a fault of the whole file; ``column`` the
    header, or the JSON key, as the file format names it.
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}:{self.column}: {self.message}"


class BadCell(ValueError):  # noqa: N818 - a state of the cell, kept like a value
    """What is wrong with the content of one cell, in the words the user reads."""


class InputProblems(BadInputError):  # noqa: N818 - named after what it carries
    """The files cannot be imported. ``rows`` holds every fault of every file, in the order of reading."""

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = tuple(rows)
        super().__init__("\n".join(map(str, self.rows)))

    @property
    def told(self) -> str:
        """Every fault, and how many there are."""
        return f"{self}\n共 {len(self.rows)} 处错误，没有写入任何结果。"


class Problems:
    """Collects faults while files are read, so that none hides the next.

    It also remembers the keys (site codes, account ids) of refused rows: a file that refers to such a
    key is not blamed for a fault that lies elsewhere.
    """

    def __init__(self) -> None:
        self._rows: list[BadRow] = []
        self._refused: set[tuple[str, str]] = set()
        #: Headers that were read past, by file: nothing wrong, but who handed the file in may think otherwise.
        self.unused: dict[str, tuple[str, ...]] = {}
        #: Told of every row that is read, where somebody watches.
        self.row_read: Callable[[], None] | None = None
        #: Most characters of a cell, by header, where what is read is to be kept in a table that has bounds.
        self.longest: Mapping[str, int] = {}

    @property
    def rows(self) -> tuple[BadRow, ...]:
        """Every fault so far."""
        return tuple(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, file: str, row: int, column: str, message: str) -> None:
        """Record one fault."""
        self._rows.append(BadRow(file, row, column, message))

    def refuse_key(self, column: str, key: str) -> None:
        """Remember that the row which defines ``key`` was refused for another reason."""
        self._refused.add((column, key))

    def was_refused(self, column: str, key: str) -> bool:
        """True when the row that defines ``key`` exists, but was refused."""
        return (column, key) in self._refused

    @property
    def remarks(self) -> list[str]:
        """What is no fault, but is to be known: a sentence a file."""
        return [f"{file}: {unused_words(names)}" for file, names in self.unused.items()]

    def raise_if_any(self) -> None:
        """Raise :class:`InputProblems` with everything collected, if anything was."""
        if self._rows:
            raise InputProblems(self._rows)


def unused_words(names: Sequence[str]) -> str:
    """The columns of one file that nothing was taken from."""
    some = "、".join(shown(name) for name in names[:_MOST_NAMED])
    more = f"等 {len(names)} 列" if len(names) > _MOST_NAMED else ""
    return f"没有使用这些列：{some}{more}（不是本表要求的列；本应使用的，请核对表头）"


def shown(text: str) -> str:
    """``text`` as a message quotes it: on one line, shortened, nothing that a terminal would obey."""
    cut = text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
    return "“" + "".join(_printable(character) for character in cut) + "”"


def _printable(character: str) -> str:
    if unicodedata.category(character)[0] in "CZ" and character != " ":
        return f"<U+{ord(character):04X}>"
    return character
