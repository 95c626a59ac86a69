"""The score form of an office as a whole: the official points, what persons entered, who has no services."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from xuncha.standards.score_entries import read_entries, read_without_services
from xuncha.standards.score_input import ScoreInputError
from xuncha.standards.score_table import ScoreTable, load_score_table
from xuncha.standards.scoring import Entered

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A score table with what persons entered for each portal, by site code and item code."""

    table: ScoreTable
    entries: Mapping[str, Mapping[str, Entered]] = field(default_factory=dict, hash=False)
    without_services: frozenset[str] = frozenset()


def read_score_sheet(
    table_name: str,
    form: Path | None,
    portals: Collection[str] | None = None,
    asof: datetime | None = None,
) -> ScoreSheet:
    """The score table of ``table_name`` with a form entered; without a form the table as shipped.

    ``portals`` are the site codes that may be entered for, None where that is not known. ``asof`` is the
    timepoint entries must lie within a year of, None to take them as they are.

    Raises:
        StandardError: no such table.
        ScoreInputError: the form cannot be used; the faults of all its sheets are named, nothing is taken over.
    """
    shipped = load_score_table(table_name)
    if form is None:
        return ScoreSheet(shipped)
    lines: list[str] = []

    def taken(read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except ScoreInputError as error:
            lines.extend(line for line in error.lines if line not in lines)
            return otherwise

    table = taken(lambda: load_score_table(table_name, form), shipped)
    nothing: dict[str, dict[str, Entered]] = {}
    nobody: frozenset[str] = frozenset()
    entries = taken(lambda: read_entries(form, shipped, portals, asof), nothing)
    without = taken(lambda: read_without_services(form, portals), nobody)
    if lines:
        raise ScoreInputError(lines)
    return ScoreSheet(table, entries, without)
