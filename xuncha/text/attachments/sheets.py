"""The cells of Excel workbooks, a line for a row, cells parted by tabs.

An .xlsx is streamed: readers that lay out the whole used rectangle of a sheet, or copy a shared string into
every cell that names it, can be made to ask for hundreds of gigabytes by a file of a few kilobytes.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal, InvalidOperation

import python_calamine

from xuncha.text.attachments.archive import Archive
from xuncha.text.attachments.office_xml import Handler, natural, parse
from xuncha.text.attachments.sink import Sink, UnreadableError

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHARED = "xl/sharedStrings.xml"
_COLUMN = re.compile(r"[A-Z]{1,3}")
#: Empty columns kept between two cells, so that cells stay below their headings.
_MOST_GAP = 200
_WHOLE = Decimal(10) ** 30


def read_xlsx(archive: Archive, sink: Sink) -> None:
    """Put the cells of every sheet into ``sink``, hidden sheets too: whoever downloads the file has them."""
    strings = _Strings()
    if _SHARED in archive.names:
        parse(archive, _SHARED, strings)
    for name in sorted((n for n in archive.names if _SHEET.fullmatch(n)), key=natural):
        parse(archive, name, _Cells(strings.found, sink))


def read_xls(data: bytes, sink: Sink) -> None:
    """Put the cells of every sheet of an old workbook into ``sink``. Raises UnreadableError."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.typ is python_calamine.SheetTypeEnum.WorkSheet:
                    _read_sheet(book.get_sheet_by_name(about.name), sink)
    except python_calamine.PasswordError:
        raise UnreadableError("文件设有密码，无法读取，需要人工查看") from None
    except python_calamine.CalamineError:
        raise UnreadableError("不是完好的 Excel 文件，无法读取，需要人工查看") from None
    except BaseException as fault:
        # A reader written in Rust that gives up on a damaged file raises outside the usual exceptions.
        if type(fault).__name__ != "PanicException":
            raise
        raise UnreadableError("不是完好的 Excel 文件，无法读取，需要人工查看") from None


def _read_sheet(sheet: python_calamine.CalamineSheet, sink: Sink) -> None:
    for row in sheet.iter_rows():
        cells = [_shown(cell) for cell in row]
        if any(cells):
            sink.add("\t".join(cells) + "\n")


def _shown(value: object) -> str:
    return number_text(repr(value)) if isinstance(value, float) else str(value)


def number_text(written: str) -> str:
    """A number as a person would write it: whole ones with all digits, not 1.39E+10."""
    try:
        value = Decimal(written)
    except InvalidOperation:
        return written
    if value.is_finite() and abs(value) < _WHOLE and value == value.to_integral_value():
        return f"{value:.0f}"
    return written


class _Strings(Handler):
    """The table of strings that cells refer to by number."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._in_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":  # how to pronounce it
            self._in_reading = True
        elif name == "t":
            self._in_text = not self._in_reading

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append("".join(self._pieces))
        elif name == "rPh":
            self._in_reading = False
        elif name == "t":
            self._in_text = False

    def characters(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)


class _Cells(Handler):
    """The cells of one sheet, put into a sink row by row."""

    def __init__(self, strings: list[str], sink: Sink) -> None:
        self._strings = strings
        self._sink = sink
        self._type = ""
        self._pieces: list[str] = []
        self._in_value = False
        self._column = self._written = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._column = self._written = 0
        elif name == "c":
            self._type = attributes.get("t", "n")
            self._pieces = []
            named = _COLUMN.match(attributes.get("r", ""))
            self._column = _column_number(named[0]) if named else self._column + 1
        elif name in ("v", "t"):
            self._in_value = True

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            self._put(self._value())
        elif name == "row" and self._written:
            self._sink.add("\n")

    def characters(self, text: str) -> None:
        if self._in_value:
            self._pieces.append(text)

    def _value(self) -> str:
        written = "".join(self._pieces)
        if self._type == "s":
            place = int(written) if written.isdecimal() and len(written) < 10 else -1
            return self._strings[place] if 0 <= place < len(self._strings) else ""
        return number_text(written) if self._type == "n" else written

    def _put(self, value: str) -> None:
        if not value:
            return
        gap = min(max(1, self._column - self._written), _MOST_GAP) if self._written else self._column - 1
        self._sink.add("\t" * min(gap, _MOST_GAP) + re.sub(r"[\t\r\n]+", " ", value))
        self._written = self._column


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
