"""Reads one Excel workbook in a process of its own, and prints its cells as JSON lines.

A small hostile workbook can make any reader ask for hundreds of gigabytes, which ends the process that
asked. So the reader runs apart, as a script with the path as its argument, under a limit on memory and time.

Each line is ``{"sheet": name, "visible": bool}``, ``[row, [cell, …]]`` for a row that is not empty, or
``{"error": "…"}`` and nothing more. A cell is its text, or ``{"bad": "…"}`` where it has none.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

#: Address space for reading one workbook, in bytes: 100,000 rows of ten cells need less than a quarter.
MEMORY_LIMIT = 1 << 30
#: Processor time for reading one workbook, in seconds.
CPU_SECONDS = 60

# Excel keeps fifteen digits of a number; beyond them the number shown is not the one typed.
_EXACT = 10**15


def cell_text(value: object) -> str | dict[str, str]:
    """A cell as text: whole numbers without a decimal point, dates in ISO 8601."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        # The file keeps a fraction of a day, off by some microseconds.
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _number_text(value: float) -> str | dict[str, str]:
    if abs(value) >= _EXACT:
        return {"bad": "数字超过 15 位，Excel 已改掉末尾几位；请把该列设为文本格式后重新填写"}
    return str(int(value)) if value == int(value) else repr(value)


def lines(path: str) -> Iterator[Any]:
    """Everything the workbook holds, as the objects that are printed."""
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        for about in book.sheets_metadata:
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            yield {"sheet": about.name, "visible": about.visible is python_calamine.SheetVisibleEnum.Visible}
            yield from _rows(book.get_sheet_by_name(about.name))


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Any]:
    # Leading empty rows and columns are kept, so that the numbers are those Excel shows.
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if any(cell != "" for cell in cells):
            yield [number, [cell_text(cell) for cell in cells]]


def main(path: str) -> None:
    """Print the workbook at ``path``; a workbook that cannot be read is one line that says why."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for line in lines(path):
            print(json.dumps(line))
    except python_calamine.PasswordError:
        print(json.dumps({"error": "文件设有打开密码，请在 Excel 中取消密码后另存"}))
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        print(
            json.dumps({"error": f"不是完好的 Excel 文件（{type(fault).__name__}），请用 Excel 打开后另存"})
        )


if __name__ == "__main__":
    main(sys.argv[1])
