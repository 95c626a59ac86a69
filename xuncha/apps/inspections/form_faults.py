"""What is wrong with a score form, as the page says it: places in words, and one line for a fault made many times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LINE = re.compile(r"(?:(?P<sheet>[^:]+):)?(?P<row>\d+):(?P<column>[^:]*): (?P<why>.+)", re.DOTALL)
#: Rows that one line names.
_NAMED = 8


def faults_in_words(lines: Iterable[str], name: str) -> list[str]:
    """``lines`` as the command line prints them, ``file[:sheet]:row:column: what is wrong``, of the file ``name``."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for line in lines:
        found = _LINE.fullmatch(line.removeprefix(f"{name}:"))
        if found:
            place = (found["sheet"] or "", found["column"].strip(), found["why"])
            rows.setdefault(place, []).append(int(found["row"]))
        else:
            rows.setdefault(("", "", line), [])
    return [_sentence(*place, at) for place, at in rows.items()]


def _sentence(sheet: str, column: str, why: str, rows: list[int]) -> str:
    parts = [*_where(sheet, column, rows)]
    return f"{' '.join(parts)}：{why}" if parts else why


def _where(sheet: str, column: str, rows: list[int]) -> Iterator[str]:
    if sheet:
        yield f"“{sheet}”表"
    if rows and rows != [1]:  # the first row stands for the file as a whole
        some = "、".join(map(str, rows[:_NAMED]))
        yield f"第 {some} 行" if len(rows) <= _NAMED else f"第 {some} 行等 {len(rows)} 行"
    if column:
        yield f"“{column}”"
