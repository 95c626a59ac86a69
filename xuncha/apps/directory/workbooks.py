"""Excel workbooks (.xlsx, .xls): rows of text of every sheet, read in a process that may fail alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xuncha.apps.directory.problems import BadCell

_PROCESS = Path(__file__).with_name("workbook_process.py")
#: Most characters the reading process may print; an honest workbook of 100,000 rows prints a tenth.
_MOST_OUTPUT = 256 << 20


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the text says why, in Chinese."""


@dataclass(slots=True)
class Sheet:
    """One sheet: its rows as (row number, cells), empty rows left out."""

    name: str
    visible: bool
    rows: list[tuple[int, list[str | BadCell]]] = field(default_factory=list)


def read_workbook(path: Path) -> list[Sheet]:
    """Every sheet of the workbook, in its order. Raises UnreadableFileError."""
    # -P: what happens to lie beside the workbook or in the current folder is never imported.
    command = [sys.executable, "-P", str(_PROCESS), str(path.resolve())]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            sheets = _sheets(process.stdout)
            ended = process.wait()
        finally:
            process.kill()
    if ended != 0:
        raise UnreadableFileError(
            "Excel 文件展开后过大（常见于误在最末行或最末列填了内容），或已损坏；"
            "请把数据复制到新工作表后另存，或另存为 CSV"
        )
    return sheets


def _sheets(lines: Iterable[str]) -> list[Sheet]:
    sheets: list[Sheet] = []
    size = 0
    for line in lines:
        size += len(line)
        if size > _MOST_OUTPUT:
            raise UnreadableFileError("Excel 文件内容过大，请只保留需要导入的工作表")
        told = _parsed(line)
        if isinstance(told, list):
            sheets[-1].rows.append((told[0], [_cell(cell) for cell in told[1]]))
        elif "error" in told:
            raise UnreadableFileError(told["error"])
        else:
            sheets.append(Sheet(told["sheet"], told["visible"]))
    return sheets


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as fault:  # the process was stopped in the middle of a line
        raise UnreadableFileError("Excel 文件展开后过大，或已损坏；请另存为 CSV 后再导入") from fault


def _cell(cell: str | dict[str, str]) -> str | BadCell:
    return cell if isinstance(cell, str) else BadCell(cell["bad"])
