"""Working days by the official calendar, and past its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from xuncha.text.dating.working_days import (
    DueDay,
    WorkingDays,
    add_working_days,
    is_working_day,
    working_days_between,
)


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


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2025, 4, 30), date(2025, 5, 6), 1),  # five days off for Labour Day
        (date(2025, 4, 25), date(2025, 4, 27), 1),  # a Sunday worked in exchange
        (date(2025, 1, 24), date(2025, 2, 10), 7),  # Spring Festival with two weekends worked
        (date(2024, 9, 30), date(2024, 10, 8), 1),
        (date(2025, 7, 7), date(2025, 7, 7), 0),
        (date(2025, 7, 8), date(2025, 7, 7), 0),
    ],
)
def test_working_days_between(start: date, end: date, count: int) -> None:
    assert working_days_between(start, end) == WorkingDays(count, False)
    assert working_days_between(start, end).in_words == f"{count} 个工作日"


def test_days_of_an_unpublished_year_are_told_to_be_provisional() -> None:
    assert "暂定" in working_days_between(date(2026, 12, 30), date(2027, 1, 5)).in_words


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
