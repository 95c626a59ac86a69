"""Working days by the official calendar, and past its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from xuncha.apps.casework.working_days import DueDay, add_working_days, is_working_day


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2025, 7, 7), 10, date(2025, 7, 21)),  # Monday to Monday, two weekends between
        (date(2025, 7, 4), 1, date(2025, 7, 7)),  # Friday to Monday
        (date(2025, 7, 5), 1, date(2025, 7, 7)),  # a Saturday does not count either way
        (date(2025, 9, 26), 3, date(2025, 9, 30)),  # Sunday 28 September was worked
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # National Day and Mid-Autumn, eight days off
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday worked before Spring Festival
        (date(2025, 7, 7), 0, date(2025, 7, 7)),
        (date(2025, 7, 7), -1, date(2025, 7, 7)),
    ],
)
def test_by_the_official_calendar(start: date, count: int, due: date) -> None:
    assert add_working_days(start, count) == DueDay(due, False)


def test_over_the_end_of_the_published_calendar() -> None:
    """From 28 December 2026: three days of 2026, then 2027 with New Year's Day (a Friday) off."""
    assert add_working_days(date(2026, 12, 28), 3) == DueDay(date(2026, 12, 31), False)
    assert add_working_days(date(2026, 12, 28), 4) == DueDay(date(2027, 1, 4), True)
    assert add_working_days(date(2026, 12, 25), 10) == DueDay(date(2027, 1, 11), True)


def test_statutory_holidays_of_an_unpublished_year() -> None:
    assert is_working_day(date(2027, 10, 1)) == (False, True)
    assert is_working_day(date(2027, 10, 16)) == (False, True)  # a Saturday
    assert is_working_day(date(2027, 10, 18)) == (True, True)


@pytest.mark.parametrize("day", [date.min, date(1900, 1, 1), date(2003, 12, 31), date(2500, 1, 1), date.max])
def test_never_raises(day: date) -> None:
    assert is_working_day(day)[1] is True
    assert add_working_days(day, 3).on >= day


def test_the_last_day_there_is() -> None:
    assert add_working_days(date.max - timedelta(days=1), 10).on == date.max
