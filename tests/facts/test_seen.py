"""How a look ended, and the benefit of the doubt a bare date gets."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from xuncha.facts.seen import BEIJING, DateSource, FetchStatus, Published

LIMIT = datetime(2025, 6, 11, 10, 0, tzinfo=BEIJING)


def published(day: int, hour: int | None = None) -> Published:
    at = datetime(2025, 6, day, hour, tzinfo=BEIJING) if hour is not None else None
    return Published(date(2025, 6, day), DateSource.LIST, at)


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        (published(10), True, False),
        (published(11), False, False),
        (published(12), False, True),
        (published(11, 9), True, False),
        (published(11, 10), False, False),
        (published(11, 11), False, True),
    ],
)
def test_a_bare_date_has_its_whole_day(when: Published, before: bool, after: bool) -> None:
    assert (when.is_before(LIMIT), when.is_after(LIMIT)) == (before, after)


def test_dates_sort_by_day_then_time() -> None:
    days = [published(11, 9), published(10), published(11), published(11, 8)]
    in_order = sorted(days, key=lambda one: one.sort_key)
    assert in_order == [published(10), published(11), published(11, 8), published(11, 9)]


def test_only_an_answer_proves_absence() -> None:
    gone = {status for status in FetchStatus if status.is_gone}
    assert gone == {
        FetchStatus.NOT_FOUND,
        FetchStatus.SOFT_NOT_FOUND,
        FetchStatus.CLIENT_ERROR,
        FetchStatus.SERVER_ERROR,
        FetchStatus.REDIRECT_LOOP,
    }


def test_every_status_has_words_of_its_own() -> None:
    labels = [status.label for status in FetchStatus]
    assert len(set(labels)) == len(labels)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in label) for label in labels)
