"""Rows as a file somebody opens in a spreadsheet; no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from xuncha.apps.casework.formula_cells import inert_cell, inert_in_workbook
from xuncha.documents.workbook import workbook

#: UTF-16 units that Excel takes in a cell; the writer cuts off the rest without a word.
_MOST_IN_A_CELL = 32_767
#: Media type of a workbook.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> Any:
    """An answer that downloads the rows as ``form``: xlsx, or csv with a mark so that Excel reads it as UTF-8."""
    safe = file_name(name)
    if form == "csv":
        response: Any = StreamingHttpResponse(_csv(header, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{safe}.csv"
        )
        return response
    return FileResponse(_xlsx(header, rows), as_attachment=True, filename=f"{safe}.xlsx", content_type=XLSX)


def file_name(title: str) -> str:
    """A title as the name of a file on any system; what a system takes for more than a letter becomes ``_``."""
    return "".join(char if char.isalnum() or char in "-_（）〔〕" else "_" for char in title)[:80]


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield "\ufeff" + _line(header)
    for row in rows:
        yield _line([inert_cell(value) for value in row])


def _line(values: Sequence[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue()


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> io.BytesIO:
    made = io.BytesIO()
    write_workbook(made, header, rows)
    made.seek(0)
    return made


def write_workbook(target: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows into ``target`` as a workbook of one sheet; how many there were. No cell is a formula.

    Raises:
        OSError: the disk of the temporary files is full.
    """
    number = 0
    with workbook(target) as book:
        sheet = book.add_worksheet("数据")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(header) - 1, 22)
        sheet.write_row(0, 0, header, book.add_format({"bold": True, "bg_color": "#F6F5F3"}))
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, fitting(inert_in_workbook(value)))
                else:
                    sheet.write(number, place, value)
    return number


def fitting(text: str) -> str:
    """A text as a cell of a workbook can hold it: a longer one says at its end that it is cut, and where the whole is."""
    if len(text) <= _MOST_IN_A_CELL // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _MOST_IN_A_CELL:
        return text
    said = f"……（全文 {len(text):,} 字，Excel 一格放不下，请下载 CSV）"
    return units[: 2 * (_MOST_IN_A_CELL - len(said))].decode("utf-16-le", "ignore") + said
