"""Samples spread evenly: twenty and more a day, at least most of an interval apart, never made up for."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from xuncha.facts.seen import BEIJING
from xuncha.gather.probing.schedule import Schedule

START = datetime(2025, 6, 20, 0, 0, 3, tzinfo=BEIJING)
CODES = [f"99010000{n:02}" for n in range(40)]


def taken(schedule: Schedule, code: str, hours: float, step_s: int = 30) -> list[datetime]:
    """When a service that looks every half minute samples the site."""
    found: list[datetime] = []
    now = START
    while now < START + timedelta(hours=hours):
        if schedule.is_due(code, found[-1] if found else None, now):
            found.append(now)
        now += timedelta(seconds=step_s)
    return found


@pytest.mark.parametrize(("per_day", "least"), [(24, 24), (20, 20), (48, 48), (23, 23)])
def test_enough_on_every_day_and_apart(per_day: int, least: int) -> None:
    schedule = Schedule(per_day)
    for code in CODES[:8]:
        times = taken(schedule, code, 72)
        for day in range(3):
            of_day = [t for t in times if (t - START).days == day]
            assert len(of_day) >= least, (code, day)
        gaps = [(b - a).total_seconds() for a, b in pairwise(times[1:])]
        assert min(gaps) >= 0.9 * schedule.interval_s


def test_sites_are_spread_over_the_interval() -> None:
    schedule = Schedule(24)
    minutes = {schedule.slot(code, START).minute // 10 for code in CODES}
    assert len(minutes) == 6


def test_what_was_missed_is_not_made_up_for() -> None:
    schedule = Schedule(24)
    later = START + timedelta(hours=7)
    assert schedule.is_due(CODES[0], START, later)
    assert not schedule.is_due(CODES[0], later, later + timedelta(seconds=1))


def test_a_restart_within_the_slot_samples_nothing_twice() -> None:
    schedule = Schedule(24)
    first = taken(schedule, CODES[0], 2)
    last = first[-1]
    slot_end = schedule.slot(CODES[0], last) + timedelta(hours=1)
    assert not schedule.is_due(CODES[0], last, slot_end - timedelta(seconds=1))
    assert schedule.is_due(CODES[0], last, slot_end)
