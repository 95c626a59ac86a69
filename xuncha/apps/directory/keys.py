"""Keys of rows: each defined once, and every reference to one that exists."""

from __future__ import annotations

from collections.abc import Collection

from xuncha.apps.directory.cells import Cells
from xuncha.apps.directory.problems import Problems, shown

#: The headers that identify a site and an account in every file.
SITE_CODE, ACCOUNT_ID = "网站标识码", "账号标识"


class Unique:
    """Refuses the second row with the same key, naming both rows."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._first: dict[str, int] = {}

    def check(self, key: str, cells: Cells, *, written: str | None = None) -> None:
        """Record ``key`` for the row of ``cells``, or refuse that row; ``written`` is what its column holds of it."""
        first = self._first.setdefault(key, cells.number)
        if first != cells.number:
            cells.refuse(self._column, f"{shown(written or key)}与第 {first} 行重复，请核对后只保留一行")


class Known:
    """Refuses references to a key that the list ``where`` does not define.

    ``keys`` is None when there is no list to compare with; then everything passes.
    """

    def __init__(self, column: str, keys: Collection[str] | None, where: str, problems: Problems) -> None:
        self._column = column
        self._keys = keys
        self._where = where
        self._problems = problems

    def check(self, key: str, cells: Cells, *, written_in: str | None = None) -> None:
        """Refuse the row of ``cells`` unless ``key`` is defined; ``written_in`` is its column in this file."""
        if self._keys is None or key in self._keys:
            return
        if self._problems.was_refused(self._column, key):
            cells.refused = True  # the fault is named where the key is defined
            return
        cells.refuse(
            written_in or self._column, f"{self._where}中没有{shown(key)}，请核对或先补入{self._where}"
        )
