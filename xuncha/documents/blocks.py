"""The parts a notice is made of, between its data and the writers of Word and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: level 1 is 一、, level 2 is （一）."""

    level: Literal[1, 2]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph, indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; widths of a table add up to the 156 mm of the type area."""

    heading: str
    width_mm: int
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells, as printed. ``strong`` marks totals."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose heading row is repeated on every page. ``caption`` stands above it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: starts on a new page under its label and title. ``note`` is printed below the tables."""

    label: str
    title: str
    tables: tuple[Table, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A whole notice in reading order. ``mark`` and ``reasons`` are empty unless it is a draft."""

    mark: str
    reasons: tuple[str, ...]
    issuer: str
    document_number: str
    title_lines: tuple[str, ...]
    addressees: str
    body: tuple[Heading | Paragraph, ...]
    annexes: tuple[Annex, ...]
    date_text: str
