"""Score sheets handed in by an office (.xlsx, .csv, .toml): rows of text, every fault named by place."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import python_calamine

from xuncha.standards.standard import StandardError

#: Largest file taken and largest size of a workbook once unpacked, in bytes. Score sheets are small.
LARGEST_FILE, LARGEST_UNPACKED = 8 << 20, 64 << 20
WHOLE_FILE = "文件"

_HEADER_ROWS = 5
_AMOUNT = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
#: A cell far outside any score sheet: a column beyond ZZ or a row from 100,000 on.
_FAR_CELL = re.compile(rb'[<:]c [^>]*?\br="(?:[A-Z]{3,}[0-9]+|[A-Z]+[0-9]{6,})"')


class ScoreInputError(StandardError):
    """A score sheet that cannot be used. ``lines`` holds every fault as ``file:row:column: what is wrong``."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(lines))


@dataclass(slots=True)
class Faults:
    """Collects what is wrong with one file, so that no fault hides the next."""

    file: str
    lines: list[str] = field(default_factory=list)

    def add(self, row: int, column: str, message: str) -> None:
        """Record one fault; ``row`` as Excel or an editor counts, 1 for the file as a whole."""
        self.lines.append(f"{self.file}:{row}:{column}: {message}")

    def raise_if_any(self) -> None:
        """Raise :class:`ScoreInputError` with everything collected, if anything was."""
        if self.lines:
            raise ScoreInputError(self.lines)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number and its cells as trimmed text by column name."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The rows of one sheet. ``label`` names it in messages: the file, and in a workbook the sheet."""

    label: str
    rows: tuple[SheetRow, ...]


def refuse(file: str, message: str) -> NoReturn:
    """Refuse a file as a whole. Raises ScoreInputError, always."""
    raise ScoreInputError((f"{file}:1:{WHOLE_FILE}: {message}",))


def amount(text: str) -> Decimal:
    """A number of points from 0 up with at most two decimals.

    Raises:
        ValueError: in words for the user.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if written.startswith(("-", "−")):
        raise ValueError(f"“{written}”是负数，请填不带负号的分数")
    if not _AMOUNT.fullmatch(written):
        raise ValueError(f"“{written}”不是分数：请填 0 至 9999 的数字，最多两位小数")
    return Decimal(written)


def read_sheet(path: Path, required: Sequence[str]) -> ReadSheet:
    """The rows below the header of a CSV file or workbook; empty rows are left out.

    Raises:
        ScoreInputError: the file cannot be read, or a required column is missing or there twice.
    """
    found = find_sheet(path, required)
    if found is not None:
        return found
    names: list[str] = []
    for _, rows in _tables(path):
        for _, cells in rows[:_HEADER_ROWS]:
            names = max(names, [cell for cell in cells if cell in required], key=len)
    missing = "、".join(name for name in required if name not in names)
    refuse(str(path), f"表头中找不到这些列：{missing}")


def find_sheet(path: Path, required: Sequence[str]) -> ReadSheet | None:
    """As :func:`read_sheet`; None where no sheet has such a header."""
    for label, rows in _tables(path):
        for index, (_, cells) in enumerate(rows[:_HEADER_ROWS]):
            if set(required) <= set(cells):
                return ReadSheet(label, tuple(_below_header(label, rows[index:], required)))
    return None


def has_sheet(path: Path, name: str) -> bool:
    """True when the file is a workbook with a sheet of this name."""
    return any(label == f"{path}:{name}" for label, _ in _tables(path))


def _tables(path: Path) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """The sheets of a workbook, each under ``file:sheet``; a CSV file is one under its own name."""
    if path.suffix.lower() != ".xlsx":
        return [(str(path), _csv(path))]
    return [(f"{path}:{name}", rows) for name, rows in _workbook(path)]


def _below_header(
    file: str, rows: Sequence[tuple[int, list[str]]], required: Sequence[str]
) -> list[SheetRow]:
    header = rows[0][1]
    faults = Faults(file)
    for name in required:
        if header.count(name) > 1:
            faults.add(rows[0][0], name, "表头中这一列出现了不止一次，请只保留一列")
    for number, cells in rows[1:]:
        if any(cells[len(header) :]):
            faults.add(number, "整行", "这一行的格数比表头多；含逗号的内容要用英文双引号括起来")
    faults.raise_if_any()
    return [
        SheetRow(number, {name: cells[at] if at < len(cells) else "" for at, name in enumerate(header)})
        for number, cells in rows[1:]
    ]


def read_parts(path: Path, parts: Mapping[str, Sequence[str]]) -> dict[str, ReadSheet]:
    """The tables of a TOML file, such as ``[[item]]``, numbered by the line they begin on; values become text.

    ``parts`` names the tables there may be, each with its keys.

    Raises:
        ScoreInputError: not TOML, or a table or key that there is not.
    """
    text = _text(path)
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        refuse(str(path), f"不是有效的 TOML 文件（{error}）")
    allowed = "、".join(f"[[{name}]]" for name in parts)
    for name, items in raw.items():
        if name not in parts or not isinstance(items, list) or not all(isinstance(i, dict) for i in items):
            refuse(str(path), f"文件里只能有 {allowed} 条目")
    faults = Faults(str(path))
    read = {
        name: ReadSheet(str(path), tuple(_toml_rows(text, name, raw.get(name, []), keys, faults)))
        for name, keys in parts.items()
    }
    faults.raise_if_any()
    return read


def _toml_rows(
    text: str, name: str, items: Sequence[Mapping[str, Any]], keys: Sequence[str], faults: Faults
) -> Iterator[SheetRow]:
    head = re.compile(rf"\s*\[\[\s*{name}\s*\]\]")
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if head.match(line)]
    for index, item in enumerate(items):
        number = lines[index] if len(lines) == len(items) else index + 1
        for key in sorted(item.keys() - set(keys)):
            faults.add(number, key, f"没有这一项；可以填的有：{'、'.join(keys)}")
        yield SheetRow(number, {key: _toml_text(item.get(key, "")) for key in keys})


def _toml_text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()


def content(path: Path) -> bytes:
    """The bytes of a score sheet.

    Raises:
        ScoreInputError: missing, unreadable or too large.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            refuse(str(path), f"文件超过 {LARGEST_FILE >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        refuse(str(path), f"文件打不开（{error.strerror}），请核对路径和权限")


def _text(path: Path) -> str:
    raw = content(path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    refuse(str(path), "无法按 UTF-8 或 GB18030 解码，文件已损坏")


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                rows.append((number, trimmed))
            number = reader.line_num + 1
    except csv.Error:
        raise ScoreInputError((f"{path}:{number}:整行: 英文双引号不成对，无法分格",)) from None
    return rows


def _workbook(path: Path) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    raw = content(path)
    try:
        _check_size(path, raw)
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            return [(name, _sheet(book.get_sheet_by_name(name))) for name in book.sheet_names]
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, RuntimeError):
        refuse(str(path), "不是完好的 Excel 文件，请用 Excel 另存为 .xlsx")


def _check_size(path: Path, raw: bytes) -> None:
    """A small archive may unpack to more than the memory there is, and so may one cell in the last corner."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            refuse(str(path), "Excel 文件展开后过大，请把数据复制到新工作表后另存")
        for member in members:
            if member.filename.startswith("xl/worksheets/") and _FAR_CELL.search(archive.read(member)):
                refuse(str(path), "工作表里有远在表格之外的单元格，请把数据复制到新工作表后另存")


def _sheet(sheet: python_calamine.CalamineSheet) -> list[tuple[int, list[str]]]:
    # Leading empty rows are counted, so that the numbers are those Excel shows.
    rows = (
        (number, [_cell_text(cell) for cell in cells]) for number, cells in enumerate(sheet.iter_rows(), 1)
    )
    return [(number, cells) for number, cells in rows if any(cells)]


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        # The file keeps a fraction of a day, off by some microseconds.
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()
