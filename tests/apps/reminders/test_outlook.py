"""Days left are what the rules themselves say of days to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from foreseen import ASOF, account_facts, column, site_facts, week

from xuncha.apps.reminders.outlook import Outlook, Usual, first_day, outlooks
from xuncha.facts.account import AccountFacts
from xuncha.facts.seen import BEIJING, FetchStatus
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import Content, SiteFacts
from xuncha.indicators.kernel import indicators, judge
from xuncha.standards.standard import load_standard

STANDARD = load_standard("national-2019")
NEWS, NOTICE, SHOULD = ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.SHOULD_UPDATE


def of(facts: SiteFacts | AccountFacts, what: str, code: str = "") -> list[Outlook]:
    found = outlooks(facts, STANDARD, ASOF)
    return [one for one in found if one.what == what and code in ("", one.code)]


def the_column(kind: ColumnKind, day: date | None, **more: object) -> Outlook:
    (one,) = of(site_facts([column("要闻", kind, day, **more)]), "column")
    return one


@pytest.mark.parametrize(
    ("kind", "last", "period", "breach"),
    [
        (NEWS, date(2025, 6, 25), None, date(2025, 7, 10)),
        (NEWS, date(2025, 6, 12), None, date(2025, 6, 27)),
        (NOTICE, date(2025, 1, 10), None, date(2025, 7, 11)),
        (NOTICE, date(2024, 12, 31), None, date(2025, 7, 1)),  # six months before 30 June is 30 December
        (SHOULD, date(2025, 6, 1), 30, date(2025, 7, 2)),
        (SHOULD, date(2024, 6, 27), None, date(2025, 6, 28)),
    ],
)
def test_the_day_of_the_breach(kind: ColumnKind, last: date, period: int | None, breach: date) -> None:
    one = the_column(kind, last, period_days=period)
    assert (one.state, one.last, one.breach_on) == ("fresh", last, breach)


def test_on_that_day_the_rule_hits_and_not_the_day_before() -> None:
    columns = [column(f"要闻{n}", NEWS, date(2025, 6, 12 + n)) for n in range(5)]
    facts = site_facts(columns)
    last = max(one.breach_on for one in of(facts, "column") if one.breach_on)
    rule, limits = indicators()["W401"], STANDARD.weights["W401"].limits
    noon = datetime.combine(last, ASOF.timetz())
    assert judge(rule, facts, noon, limits).hits
    assert not judge(rule, facts, noon - timedelta(days=1), limits).hits


def test_one_overdue_keeps_the_day_since_when() -> None:
    one = the_column(NEWS, date(2025, 6, 1))
    assert (one.state, one.breach_on) == ("stale", date(2025, 6, 16))


@pytest.mark.parametrize(
    "more", [{"status": FetchStatus.BLOCKED}, {"content": Content.SCRIPT}, {"content": Content.TEXT}]
)
def test_what_could_not_be_seen_is_foretold_nothing(more: dict[str, object]) -> None:
    one = the_column(NEWS, date(2025, 6, 1), **more)
    assert (one.state, one.breach_on) == ("unseen", None)


def test_columns_no_rule_looks_at_are_left_out() -> None:
    assert of(site_facts([column("概况", ColumnKind.STATIC, date(2020, 1, 1))]), "column") == []


def test_counts_say_how_many_are_lacking() -> None:
    old = [column(f"要闻{n}", NEWS, date(2025, 5, 1)) for n in range(3)]
    blank = [column(f"空{n}", ColumnKind.STATIC, None) for n in range(4)]
    counts = {one.code: (one.have, one.limit, one.lacking) for one in of(site_facts(old + blank), "count")}
    assert counts == {"W401": (3, 5, 2), "W403": (4, 5, 1)}


def test_home_page_and_account() -> None:
    (home,) = of(site_facts(home=date(2025, 6, 20)), "target", "W301")
    assert (home.state, home.breach_on) == ("fresh", date(2025, 7, 5))
    at = datetime(2025, 6, 12, 9, 0, tzinfo=BEIJING)
    scheduled = ASOF + timedelta(days=3)
    (account,) = of(account_facts(at, scheduled), "target", "A201")
    assert (account.state, account.last, account.breach_on) == ("fresh", date(2025, 6, 12), date(2025, 6, 26))
    (silent,) = of(account_facts(), "target", "A201")
    assert (silent.state, silent.breach_on) == ("unseen", None)


@pytest.mark.parametrize(
    ("failed", "shown"), [(0, None), (4, None), (5, ("fresh", 2)), (6, ("fresh", 1)), (7, ("stale", 0))]
)
def test_failures_near_five_percent(failed: int, shown: tuple[str, int] | None) -> None:
    """Of 140 visits 7 are a veto; from three fifths of that on it is said."""
    found = of(site_facts(probes=week(failed)), "availability")
    assert [(one.state, one.lacking) for one in found] == ([shown] if shown else [])


def test_too_few_samples_are_said_to_be_few() -> None:
    (one,) = of(site_facts(probes=week(9, a_day=10)), "availability")
    assert one.state == "fresh"
    assert "样本不足" in one.detail


def test_which_targets_were_asked_about_before_changes_no_answer() -> None:
    kinds = [(NEWS, None), (NOTICE, None), (SHOULD, 30), (SHOULD, 10)]
    days = [date(2025, 6, 1), date(2025, 6, 12), date(2024, 12, 31), date(2024, 6, 27), date(2025, 6, 30)]
    sites = [
        site_facts([column(f"栏目{n}", kind, day, period_days=period) for n, (kind, period) in enumerate(kinds)])
        for day in days
    ]  # fmt: skip
    midnight = datetime.combine(ASOF.date(), datetime.min.time(), ASOF.tzinfo)
    times = [ASOF - timedelta(days=1, hours=3), midnight - timedelta(days=13), midnight - timedelta(days=2)]
    told: list[SiteFacts | AccountFacts] = [*sites, *(account_facts(at) for at in times)]
    alone = [list(outlooks(facts, STANDARD, ASOF)) for facts in told]
    usual = Usual()
    assert [list(outlooks(facts, STANDARD, ASOF, usual)) for facts in told] == alone
    assert usual, "the days of the breaches found were not kept"
    assert [list(outlooks(facts, STANDARD, ASOF, usual)) for facts in reversed(told)] == alone[::-1]


def test_a_likely_day_is_only_where_the_search_begins() -> None:
    from_then_on = ASOF + timedelta(days=9)
    for days in range(-30, 70):
        likely = ASOF.date() + timedelta(days=days)
        assert first_day(lambda at: at >= from_then_on, ASOF, 5, 30, likely) == from_then_on.date()
        assert first_day(lambda at: False, ASOF, 5, 30, likely) is None
        assert first_day(lambda at: True, ASOF, 5, 30, likely) is None
