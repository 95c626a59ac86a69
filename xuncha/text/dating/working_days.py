"""Working days (工作日) by the official calendar, and by the best guess where it is not published yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of a time limit. ``provisional`` (暂定): it rests on a year without official calendar."""

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """How many days were worked. ``provisional`` (暂定): some lie in a year without official calendar."""

    count: int
    provisional: bool

    @property
    def in_words(self) -> str:
        """The number as a finding says it: 12 个工作日, with a mark where it is provisional."""
        mark = "（暂定，该年放假安排未收录）" if self.provisional else ""
        return f"{self.count} 个工作日{mark}"


def is_working_day(day: date) -> tuple[bool, bool]:
    """Whether ``day`` is worked, and whether the answer is provisional.

    The official arrangement with its make-up days where it is known; otherwise weekends and statutory
    holidays are off, make-up days cannot be known, and the answer is provisional. Never raises.
    """
    try:
        return chinese_calendar.is_workday(day), False
    except RuntimeError:  # the calendar has no arrangement for that year
        return day.weekday() < _SATURDAY and day not in _statutory(day.year), True


def add_working_days(start: date, count: int) -> DueDay:
    """The day on which ``count`` working days after ``start`` end. ``start`` itself is not counted.

    A ``count`` of 0 or less is due on ``start``.
    """
    day, left, provisional = start, count, False
    while left > 0 and day < date.max:
        day += _DAY
        worked, guessed = is_working_day(day)
        provisional = provisional or guessed
        left -= worked
    return DueDay(day, provisional)


def working_days_between(start: date, end: date) -> WorkingDays:
    """Working days after ``start`` up to ``end``, which is counted; 0 where ``end`` is not later."""
    count, provisional, day = 0, False, start
    while day < end:
        day += _DAY
        worked, guessed = is_working_day(day)
        count += worked
        provisional = provisional or guessed
    return WorkingDays(count, provisional)


@lru_cache(maxsize=32)
def _statutory(year: int) -> frozenset[date]:
    """Statutory holidays of a year the official calendar lacks; empty for years nobody knows."""
    import holidays  # takes a third of a second to load, and is seldom asked

    return frozenset(holidays.country_holidays("CN", years=year))
