from __future__ import annotations

from datetime import date, datetime

import pytest
from seen import BEIJING, column, days_ago, entry, home, judged, site_facts, unreachable

from xuncha.facts.seen import DateSource, FetchStatus, Published, Unseen
from xuncha.facts.website import ColumnSeen, Content, EntrySeen, HomepageSeen


def outcome(homepage: HomepageSeen, *columns: ColumnSeen) -> str:
    return judged("W301", site_facts(homepage=homepage, columns=columns)).outcome


@pytest.mark.parametrize(("days", "expected"), [(13, "pass"), (14, "pass"), (15, "fail"), (400, "fail")])
def test_two_weeks_are_the_limit(days: int, expected: str) -> None:
    assert outcome(home(entry(days_ago(days)), entry(days_ago(500)))) == expected


@pytest.mark.parametrize(("hour", "minute", "expected"), [(10, 0, "pass"), (9, 59, "fail")])
def test_a_printed_time_of_day_counts(hour: int, minute: int, expected: str) -> None:
    at = datetime(2025, 6, 11, hour, minute, tzinfo=BEIJING)
    assert outcome(home(EntrySeen("甲", "u", Published(at.date(), DateSource.META, at)))) == expected


def test_items_without_a_date_count_as_not_updated_once_their_pages_were_read() -> None:
    undated = entry(None, article=FetchStatus.OK)
    assert outcome(home(undated, entry(days_ago(100)))) == "fail"
    assert outcome(home(undated)) == "fail"


@pytest.mark.parametrize("status", [None, FetchStatus.BLOCKED, FetchStatus.TIMEOUT])
def test_an_item_that_was_not_read_leaves_a_doubt(status: FetchStatus | None) -> None:
    assert outcome(home(entry(None, article=status), entry(days_ago(100)))) == "unknown"
    assert outcome(home(entry(None, article=status), entry(days_ago(3)))) == "pass"


def test_a_date_in_the_future_is_no_update() -> None:
    assert outcome(home(entry(date(2052, 6, 1), future=True), entry(days_ago(30)))) == "fail"


@pytest.mark.parametrize(
    "status", [FetchStatus.BLOCKED, FetchStatus.TIMEOUT, FetchStatus.SERVER_ERROR, FetchStatus.DNS]
)
def test_a_home_page_that_did_not_open_is_a_doubt(status: FetchStatus) -> None:
    assert outcome(HomepageSeen("u", status)) == "unknown"


def test_a_home_page_not_read_to_the_end_is_a_doubt() -> None:
    assert outcome(home(entry(days_ago(100)), conclusive=False, needs_script=True)) == "unknown"
    assert outcome(home()) == "unknown"


def test_a_mere_entrance_is_judged_by_its_second_level_pages() -> None:
    entrance = home(navigation_only=True)
    stale, fresh = column("甲", entries=[entry(days_ago(90))]), column("乙", entries=[entry(days_ago(2))])
    assert outcome(entrance, stale, fresh) == "pass"
    assert outcome(entrance, stale, stale) == "fail"
    assert outcome(entrance, stale, unreachable("丙")) == "unknown"
    assert outcome(entrance) == "unknown"
    text_only = column("概况", content=Content.TEXT)
    assert outcome(entrance, stale, text_only) == "unknown"


def test_unseen_facts_are_a_doubt() -> None:
    assert judged("W301", site_facts(homepage=Unseen("程序出错"), columns=())).outcome == "unknown"
