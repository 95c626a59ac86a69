"""Tables handed in as CSV or Excel: finds the header and yields the rows below it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from xuncha.apps.casework.formula_cells import as_it_was
from xuncha.apps.directory import delimited
from xuncha.apps.directory.cells import Row, drop_unseen
from xuncha.apps.directory.formula_errors import formula_error_words, is_formula_error
from xuncha.apps.directory.problems import BadCell, Problems
from xuncha.apps.directory.workbooks import UnreadableFileError, read_workbook

#: Largest file taken, in bytes.
LARGEST_FILE = 256 << 20
#: The header is looked for in this many rows that are not empty: titles often stand above it.
_HEADER_ROWS = 5
#: What the place of a fault is called when it is the file, the header or a row as a whole.
WHOLE_FILE, HEADER, WHOLE_ROW = "文件", "表头", "整行"

_WORKBOOK_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

NumberedCells = tuple[int, Sequence[str | BadCell]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Headers of a table. ``may_lack`` need not be there; ``may_be_empty``: no row at all is an answer too.

    ``passed_over`` are headers of the same table that this program has no use for.
    """

    required: tuple[str, ...]
    may_lack: tuple[str, ...] = ()
    may_be_empty: bool = False
    passed_over: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that is read."""
        return self.required + self.may_lack


@dataclass(frozen=True, slots=True)
class _Header:
    line: int
    width: int
    places: dict[str, int]
    repeated: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        return len(self.places)


def read_table(path: Path, layout: Layout, problems: Problems) -> Iterator[Row]:
    """The rows of the table, their cells by header. Whatever is wrong goes to ``problems``.

    The order of columns does not matter; other columns are noted as unused. Nothing is yielded when the file cannot be read
    or its header is incomplete.
    """
    try:
        numbered, header, note = _opened(path, layout, problems)
    except UnreadableFileError as fault:
        problems.add(str(path), 1, WHOLE_FILE, str(fault))
        return
    if header.found and header.others:
        problems.unused[str(path)] = header.others
    if not _is_complete(header, layout, str(path), note, problems):
        return
    empty = True
    for line, cells in numbered:
        if line > header.line and not _is_empty(cells) and not _is_only_pulled_down(cells, header):
            empty = False
            if problems.row_read is not None:
                problems.row_read()
            yield _row(line, cells, header, str(path), problems)
    if empty and not layout.may_be_empty:
        problems.add(str(path), header.line, WHOLE_FILE, "只有表头，没有数据，请补充后再导入")


def read_bytes(path: Path) -> bytes:
    """The content of an input file. Raises UnreadableFileError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFileError(f"文件超过 {LARGEST_FILE >> 20} MB，请拆分后再导入")
        raw = path.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableFileError("找不到这个文件，请核对路径") from fault
    except OSError as fault:
        raise UnreadableFileError(f"文件打不开（{fault.strerror}），请核对路径和权限") from fault
    if not raw.strip():
        raise UnreadableFileError("文件是空的")
    return raw


def _opened(path: Path, layout: Layout, problems: Problems) -> tuple[Iterable[NumberedCells], _Header, str]:
    raw = read_bytes(path)
    if raw.startswith(_WORKBOOK_STARTS):
        return _workbook(path, layout)
    return _text_table(raw, layout, str(path), problems)


def _workbook(path: Path, layout: Layout) -> tuple[Iterable[NumberedCells], _Header, str]:
    sheets = [sheet for sheet in read_workbook(path) if sheet.rows]
    if not sheets:
        raise UnreadableFileError("Excel 文件里没有数据")
    offered = [(sheet, _header(sheet.rows, layout)) for sheet in sheets]
    complete = [(sheet, header) for sheet, header in offered if set(layout.required) <= set(header.places)]
    shown = [(sheet, header) for sheet, header in complete if sheet.visible] or complete
    if len(shown) > 1:
        names = "、".join(sheet.name for sheet, _ in shown)
        raise UnreadableFileError(f"有 {len(shown)} 个工作表的表头都符合（{names}），请合并为一个工作表")
    sheet, header = shown[0] if shown else max(offered, key=lambda pair: pair[1].found)
    return sheet.rows, header, f"（工作表：{sheet.name}）" if len(sheets) > 1 else ""


def _text_table(
    raw: bytes, layout: Layout, file: str, problems: Problems
) -> tuple[Iterable[NumberedCells], _Header, str]:
    try:
        text, not_utf8 = delimited.decode(raw)
    except delimited.UndecodableError as fault:
        places = "，".join(f"按 {encoding} 读到第 {line} 行" for encoding, line in fault.tried)
        raise UnreadableFileError(
            f"{places}都有无法解码的字节，文件已损坏；请用 Excel 另存为 CSV UTF-8"
        ) from fault
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text[:200], re.IGNORECASE):
        raise UnreadableFileError("内容其实是网页，不是表格；请用 Excel 打开后另存为 .xlsx 或 CSV")
    offered = {
        separator: _header(delimited.rows(text, separator, lambda line, message: None), layout)
        for separator in delimited.SEPARATORS
    }
    separator = max(offered, key=lambda key: offered[key].found)
    note = f"（文件不是完好的 UTF-8：第 {not_utf8} 行起按 GB18030 读取）" if not_utf8 else ""
    numbered = delimited.rows(
        text, separator, lambda line, message: problems.add(file, line, WHOLE_ROW, message)
    )
    return numbered, offered[separator], note


def _header(numbered: Iterable[NumberedCells], layout: Layout) -> _Header:
    top = islice((pair for pair in numbered if not _is_empty(pair[1])), _HEADER_ROWS)
    offered = [_as_header(line, cells, layout) for line, cells in top]
    return max(offered, key=lambda header: header.found, default=_Header(1, 0, {}, ()))


def _as_header(line: int, cells: Sequence[str | BadCell], layout: Layout) -> _Header:
    names = [_header_name(cell) for cell in cells]
    places = {name: names.index(name) for name in layout.names if name in names}
    repeated = tuple(name for name in places if names.count(name) > 1)
    known = {*layout.names, *layout.passed_over, ""}
    others = tuple(dict.fromkeys(name for name in names if name not in known))
    return _Header(line, len(cells), places, repeated, others)


def _header_name(cell: str | BadCell) -> str:
    # Templates mark what must be filled in with an asterisk.
    text = "" if isinstance(cell, BadCell) else unicodedata.normalize("NFKC", drop_unseen(cell))
    return "".join(text.split()).strip("*")


def _is_complete(header: _Header, layout: Layout, file: str, note: str, problems: Problems) -> bool:
    if not header.found:
        wanted = "、".join(layout.names)
        problems.add(file, header.line, HEADER, f"找不到表头，应有这些列：{wanted}{note}")
        return False
    missing = [name for name in layout.required if name not in header.places]
    for name in missing:
        problems.add(file, header.line, name, f"表头中缺少这一列，请补上{note}")
    for name in header.repeated:
        problems.add(file, header.line, name, "表头中这一列出现了不止一次，请只保留一列")
    return not missing and not header.repeated


def _row(line: int, cells: Sequence[str | BadCell], header: _Header, file: str, problems: Problems) -> Row:
    extra = not _is_empty(cells[header.width :])
    if extra:
        problems.add(
            file, line, WHOLE_ROW, f"这一行有 {len(cells)} 格，比表头多；含逗号的内容要用英文双引号括起来"
        )
    width = len(cells)
    values = {name: _cell(cells[place]) if place < width else "" for name, place in header.places.items()}
    return Row(line, values, broken=extra)


def _cell(cell: str | BadCell) -> str | BadCell:
    if isinstance(cell, BadCell):
        return cell
    return BadCell(formula_error_words(cell)) if is_formula_error(cell) else as_it_was(cell)


def _is_only_pulled_down(cells: Sequence[str | BadCell], header: _Header) -> bool:
    """True for a row below the data in which only formulas of unused columns stand, pulled down too far."""
    filled = {place for place, cell in enumerate(cells) if isinstance(cell, BadCell) or cell.strip()}
    if not filled.isdisjoint(header.places.values()):
        return False
    return all(is_formula_error(cell) for place in filled if (cell := cells[place]))


def _is_empty(cells: Sequence[str | BadCell]) -> bool:
    return not any(isinstance(cell, BadCell) or cell.strip() for cell in cells)
