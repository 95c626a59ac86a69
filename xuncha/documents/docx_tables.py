"""Ruled tables of the annexes in Word: fixed widths, repeated heading rows, rows that stay whole."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word

from xuncha.documents.blocks import Column, Row, Table
from xuncha.documents.official_form import CELL, CELL_HEAD, Look, element

_TWIPS_PER_MM = 1440 / 25.4
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def add_table(word: Word, table: Table) -> None:
    """Append ``table`` before the section properties. Rows are built directly: lists may be long."""
    made = element("tbl")
    made.append(_table_properties(table.columns))
    grid = element("tblGrid")
    for column in table.columns:
        grid.append(element("gridCol", w=_width(column)))
    made.append(grid)
    headings = Row(tuple(column.heading for column in table.columns))
    made.append(_row(table.columns, headings, CELL_HEAD, heading=True))
    for row in table.rows:
        made.append(_row(table.columns, row, CELL_HEAD if row.strong else CELL))
    word.element.body.insert(len(word.element.body) - 1, made)


def _width(column: Column) -> int:
    return round(column.width_mm * _TWIPS_PER_MM)


def _table_properties(columns: tuple[Column, ...]) -> Any:
    properties = element("tblPr")
    properties.append(element("tblW", w=sum(map(_width, columns)), type="dxa"))
    properties.append(element("jc", val="center"))
    borders = element("tblBorders")
    for edge in _EDGES:
        borders.append(element(edge, val="single", sz=4, space=0, color="000000"))
    properties.append(borders)
    # Without a fixed layout the widths below are only wishes.
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=57, type="dxa"))
    properties.append(margins)
    return properties


def _row(columns: tuple[Column, ...], row: Row, look: Look, *, heading: bool = False) -> Any:
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=454, hRule="atLeast"))
    if heading:
        properties.append(element("tblHeader"))
    made.append(properties)
    for column, text in zip(columns, row.cells, strict=True):
        made.append(_cell(column, text, look, heading=heading))
    return made


def _cell(column: Column, text: str, look: Look, *, heading: bool) -> Any:
    cell = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=_width(column), type="dxa"))
    properties.append(element("vAlign", val="center"))
    cell.append(properties)
    paragraph = element("p")
    style = element("pPr")
    style.append(element("pStyle", val=look.name))
    if not heading:
        style.append(element("jc", val=column.align))
    paragraph.append(style)
    run, words = element("r"), element("t")
    words.text = text
    run.append(words)
    paragraph.append(run)
    cell.append(paragraph)
    return cell
