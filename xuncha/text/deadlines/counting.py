"""Counting on from a day: days, working days, weeks and months."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
from dateutil.relativedelta import relativedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


def count_from(start: date, count: str, unit: str) -> date:
    """The last day of a period after ``start``; the day it begins is not counted (民法典第二百零一条)."""
    unit = unit.removeprefix("个")
    if count == "半":
        return start + (timedelta(days=15) if unit == "月" else relativedelta(months=6))
    number = int(count)
    if unit == "工作日":
        return _after_working_days(start, number)
    if unit in ("周", "星期", "礼拜"):
        return start + timedelta(weeks=number)
    if unit == "月":
        return start + relativedelta(months=number)
    if unit == "年":
        return start + relativedelta(years=number)
    return start + timedelta(days=number)


def _after_working_days(start: date, count: int) -> date:
    day = start
    while count > 0:
        day += _DAY
        count -= _is_worked(day)
    return day


def _is_worked(day: date) -> bool:
    """By the official calendar; by the day of the week for years it does not cover yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except RuntimeError:
        return day.weekday() < _SATURDAY
