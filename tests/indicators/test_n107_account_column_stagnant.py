"""N107 for accounts: columns that posts name, and columns that somebody looked at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from seen import ASOF, PAGE, account_facts, judged

from xuncha.facts.account import AccountFacts, ChannelCheck, ChannelKind, ChannelResult, Post
from xuncha.indicators.kernel import State

LIMIT = (ASOF - timedelta(days=365)).date()


def post(day: date, *names: str, said: bool = True) -> Post:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=ASOF.tzinfo)
    return Post(f"{day}{names}", at, "题", "文", "https://social.example/p", names if said else None)


def look(newest: date | None, name: str = "通知公告", seen_days_ago: int = 1) -> ChannelCheck:
    at = ASOF - timedelta(days=seen_days_ago)
    return ChannelCheck(at, ChannelKind.MENU, name, "https://social.example/m", ChannelResult.OK, "", newest)


def facts(posts: Any = None, looks: Any = None) -> AccountFacts:
    given: dict[str, Any] = {"posts_evidence": PAGE, "channels_evidence": PAGE}
    given |= {"posts": tuple(posts)} if posts is not None else {}
    given |= {"channels": tuple(looks)} if looks is not None else {}
    return account_facts(**given)


NEW = ASOF.date() - timedelta(days=2)
OLD = LIMIT - timedelta(days=1)


@pytest.mark.parametrize(
    ("newest", "expected"),
    [(OLD, "fail"), (LIMIT, "pass"), (LIMIT + timedelta(days=1), "pass")],
    ids=["over", "at", "under"],
)
def test_n107_a_column_of_posts_stands_still_after_a_year(newest: date, expected: str) -> None:
    account = facts([post(newest, "工作动态"), post(NEW, "便民提示"), post(NEW)])
    assert judged("N107", account).outcome == expected


@pytest.mark.parametrize(
    ("newest", "expected"), [(OLD, "unknown"), (OLD - timedelta(days=2), "fail"), (LIMIT, "pass")]
)
def test_n107_a_look_proves_what_had_stood_still_when_it_was_made(newest: date, expected: str) -> None:
    assert judged("N107", facts(looks=[look(newest)])).outcome == expected


def test_n107_names_the_column_and_its_newest_day() -> None:
    (hit,) = judged("N107", facts([post(OLD, "工作动态"), post(NEW)])).hits
    assert OLD.isoformat() in hit.detail
    assert (hit.key, hit.evidence, hit.observed["days"]) == ("工作动态", (PAGE, PAGE), 365)


def test_n107_limit_is_a_parameter() -> None:
    account = facts([post(NEW - timedelta(days=30), "工作动态"), post(NEW)])
    assert judged("N107", account, stagnant_days=30).outcome == "fail"


@pytest.mark.parametrize(
    "name",
    [
        "单位简介",
        "2023年防汛专题",
        "第三届书香节",
        "办事指南",
        "在线咨询",
        "历史归档",
        "消防安全月",
        "公积金查询",
        "预约挂号",
    ],
)
def test_n107_columns_that_need_no_update_are_passed_over(name: str) -> None:
    assert judged("N107", facts([post(OLD, name), post(NEW)])).outcome == "pass"


@pytest.mark.parametrize("name", ["石榴花开", "政策解读"])
def test_n107_a_name_that_does_not_say_whether_it_is_updated_is_left_to_a_person(name: str) -> None:
    (doubt,) = judged("N107", facts([post(OLD, name), post(NEW)])).doubts
    assert doubt.state is State.DOUBT


@pytest.mark.parametrize(
    "account",
    [
        facts(),
        facts([post(NEW, said=False)]),
        facts([post(NEW, said=False)], [look(None)]),
        facts([]),
        facts([post(OLD, "工作动态"), post(NEW, said=False)]),
        facts(looks=[look(date(2023, 1, 5), seen_days_ago=93)]),
        facts([post(ASOF.date() + timedelta(days=3), "工作动态")]),
    ],
    ids=["nothing", "no_column_named", "no_day_seen", "no_post", "newer_ones_unnamed", "old_look", "future"],
)
def test_n107_what_was_not_seen_is_no_pass_and_no_fault(account: AccountFacts) -> None:
    judgement = judged("N107", account)
    assert judgement.outcome == "unknown"
    assert judgement.state is State.INSUFFICIENT


def test_n107_posts_and_looks_of_one_column_count_together() -> None:
    old = look(date(2023, 1, 5))
    assert judged("N107", facts([post(NEW, "通知公告")], [old])).outcome == "pass"
    assert judged("N107", facts([post(NEW, "工作动态")], [old])).outcome == "fail"
    later = ChannelCheck(ASOF + timedelta(days=1), old.kind, old.name, "", old.result, "", date(2023, 1, 5))
    assert judged("N107", facts([post(NEW, "工作动态")], [later])).outcome == "pass"
