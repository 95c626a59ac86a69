"""Text tables (CSV and the like): from bytes to rows of text with their line numbers."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator

#: Separators that are tried; the one under which the header is found is used.
SEPARATORS = (",", "\t", ";")

# One cell may be long: descriptions are. The limit of the csv module stops at 128 KiB.
_LONGEST_CELL = 64 << 20


class UndecodableError(Exception):
    """The bytes are text in none of the accepted encodings. ``tried`` holds (encoding, its first bad line)."""

    def __init__(self, *tried: tuple[str, int]) -> None:
        super().__init__(*tried)
        self.tried = tried


def decode(raw: bytes) -> tuple[str, int | None]:
    """The text, and the first line that is not UTF-8 where GB18030 had to be used (else None).

    Raises UndecodableError.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    tried: list[tuple[str, int]] = []
    for encoding in encodings:
        try:
            return raw.decode(encoding), tried[0][1] if tried else None
        except UnicodeDecodeError as fault:
            name = encoding.upper().removesuffix("-SIG")
            tried.append((name, raw.count(b"\n", 0, fault.start) + 1))
    raise UndecodableError(*tried)


def rows(text: str, separator: str, report: Callable[[int, str], None]) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the line it starts on.

    A quote that is never closed would swallow the rest of the file: it is reported with the line of its
    row, and reading ends there.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            report(
                line, "这一行的英文双引号不成对，其后的内容无法分格；请补全或删去引号（格内的引号要写成两个）"
            )
            return
        if any(cells):
            yield line, cells
