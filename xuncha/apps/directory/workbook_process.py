"""Reads one Excel workbook in a process of its own, and prints its cells as JSON lines.

A small hostile workbook can make any reader ask for hundreds of gigabytes, which ends the process that
asked. So the reader runs apart, as a script with the path as its argument, under a limit on memory and time.

Each line is ``{"sheet": name, "visible": bool}``, ``[row, [cell, …]]`` for a row that is not empty, or
``{"error": "…"}`` and nothing more. A cell is its text, or ``{"bad": "…"}`` where it has none.
"""

from __future__ import annotations

import json
import re
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

import olefile
import python_calamine

#: Address space for reading one workbook, in bytes: 100,000 rows of ten cells need less than a quarter.
MEMORY_LIMIT = 1 << 30
#: Processor time for reading one workbook, in seconds.
CPU_SECONDS = 60

# Excel keeps fifteen digits of a number; beyond them the number shown is not the one typed.
_EXACT = 10**15
_FAILED = re.compile(rb"""\bt=["']e["']""")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Records of a workbook of before 2007, and the numbers it keeps of failed formulas.
_SHEET, _FORMULA, _TRUTH_OR_ERROR, _START, _END = 0x85, 0x06, 0x205, 0x809, 0x0A
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ERRORS[43] = "#GETTING_DATA"

Failed = dict[tuple[int, int], str]


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
    failed = formula_errors(path)
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        if not failed and (old := old_formula_errors(path)):
            failed = {about.name: cells for about, cells in zip(book.sheets_metadata, old, strict=False)}
        for about in book.sheets_metadata:
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            yield {"sheet": about.name, "visible": about.visible is python_calamine.SheetVisibleEnum.Visible}
            yield from _rows(book.get_sheet_by_name(about.name), failed.get(about.name, {}))


def _rows(sheet: python_calamine.CalamineSheet, failed: Failed) -> Iterator[Any]:
    # Leading empty rows and columns are kept, so that the numbers are those Excel shows.
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if failed:
            cells = [failed.get((number, place), cell) for place, cell in enumerate(cells, start=1)]
        if any(cell != "" for cell in cells):
            yield [number, [cell_text(cell) for cell in cells]]


def formula_errors(path: str) -> dict[str, Failed]:
    """Cells of an .xlsx whose formula failed, by sheet, row and place from 1: the reader takes them for empty ones.

    Nothing where the file is of another kind or is not as the standard has it; the reader then says so.
    """
    try:
        with zipfile.ZipFile(path) as book:
            parts = {name: part for name, part in _parts(book) if _has_failed(book, part)}
            return {name: _failed_cells(book, part) for name, part in parts.items()}
    except (
        zipfile.BadZipFile,
        KeyError,
        ElementTree.ParseError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
    ):
        return {}


def _parts(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Each sheet and the member that holds it."""
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    found = []
    for sheet in root.iter():
        if _local(sheet.tag) == "sheet":
            link = next((value for name, value in sheet.attrib.items() if _local(name) == "id"), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in book.NameToInfo:
                found.append((sheet.get("name", ""), part))
    return found


def _has_failed(book: zipfile.ZipFile, part: str) -> bool:
    """Whether any cell of a sheet is marked as failed: most sheets need not be gone through."""
    before = b""
    with book.open(part) as file:
        while piece := file.read(1 << 20):
            if _FAILED.search(before + piece):
                return True
            before = piece[-16:]
    return False


def _failed_cells(book: zipfile.ZipFile, part: str) -> Failed:
    found: Failed = {}
    with book.open(part) as file:
        for _, cell in ElementTree.iterparse(file):
            kind = _local(cell.tag)
            if kind == "row":
                cell.clear()
            if kind != "c" or cell.get("t") != "e":
                continue
            at = _PLACE.fullmatch(cell.get("r", ""))
            said = next((one.text or "" for one in cell if _local(one.tag) == "v"), "")
            if at and said:
                found[int(at[2]), _column(at[1])] = said
    return found


def old_formula_errors(path: str) -> list[Failed]:
    """Cells of an .xls whose formula failed, for every sheet in the order of the workbook.

    Nothing where the file is of another kind or is not as the standard has it; the reader then says so.
    """
    if not olefile.isOleFile(path):
        return []
    with olefile.OleFileIO(path) as file:
        name = next((one for one in ("Workbook", "Book") if file.exists(one)), "")
        if not name:
            return []
        stream = file.openstream(name).read()
    try:
        sheets = [_number(stream, body, 4) for kind, body, _ in _records(stream, 0) if kind == _SHEET]
        return [_failed_records(stream, start) for start in sheets]
    except (struct.error, IndexError):
        return []


def _number(stream: bytes, at: int, size: int) -> int:
    return int.from_bytes(stream[at : at + size], "little")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of every record from ``at`` to the end of its part; parts within it, as charts, are passed over."""
    head, depth, whole = struct.Struct("<HH"), 0, len(stream)
    while at + 4 <= whole:
        kind, size = head.unpack_from(stream, at)
        at += 4
        if kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif kind == _START:
            depth += 1
        elif depth == 1:
            yield kind, at, size
        at += size


def _failed_records(stream: bytes, start: int) -> Failed:
    found: Failed = {}
    for kind, body, size in _records(stream, start):
        if kind == _TRUTH_OR_ERROR and size >= 8 and stream[body + 7]:
            code = stream[body + 6]
        elif kind == _FORMULA and size >= 14 and stream[body + 12 : body + 14] == b"\xff\xff":
            if stream[body + 6] != 2:  # text, truth or nothing
                continue
            code = stream[body + 8]
        else:
            continue
        if code in _ERRORS:
            found[_number(stream, body, 2) + 1, _number(stream, body + 2, 2) + 1] = _ERRORS[code]
    return found


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place


def _local(name: str) -> str:
    return name.rpartition("}")[2]


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
    except (python_calamine.CalamineError, OSError, ValueError):
        print(json.dumps({"error": "不是完好的 Excel 文件，请用 Excel 打开后另存"}))


if __name__ == "__main__":
    main(sys.argv[1])
