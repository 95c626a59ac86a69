"""How the rules of updating sort columns, under the limits a standard sets for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from xuncha.facts.website import ColumnSeen
from xuncha.indicators.website.w401_news_and_notice_columns_not_updated import overdue_columns
from xuncha.indicators.website.w402_columns_long_not_updated import long_overdue_columns
from xuncha.standards.limits import limits_of
from xuncha.standards.standard import Standard

#: Columns and a time, sorted into those overdue then and those of which it could not be seen.
Sorter = Callable[[tuple[ColumnSeen, ...], datetime], tuple[list[ColumnSeen], list[ColumnSeen]]]


def column_sorters(standard: Standard) -> list[tuple[str, Sorter]]:
    """By code, the function with which the rule itself sorts columns; the rules the standard has not are left out."""
    found: list[tuple[str, Sorter]] = []
    if "W401" in standard.weights:
        w401 = limits_of("W401", standard)
        found.append(("W401", lambda c, at: overdue_columns(c, at, w401["news_days"], w401["notice_months"])))
    if "W402" in standard.weights:
        w402 = limits_of("W402", standard)
        found.append(("W402", lambda c, at: long_overdue_columns(c, at, w402["should_update_days"])))
    return found
