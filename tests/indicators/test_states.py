"""ok, violation, doubt, blocked, insufficient and not assessed are kept apart for every indicator."""

from __future__ import annotations

from dataclasses import replace

import pytest
from seen import site_facts

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content, HomepageSeen, KindSource, SiteFacts
from xuncha.indicators.kernel import Doubt, Hit, Judgement, State, indicators, judge

ASOF_FACTS = site_facts()


def state(code: str, facts: SiteFacts) -> State:
    from seen import ASOF

    return judge(indicators()[code], facts, ASOF, {}).state


def column(number: int, status: FetchStatus) -> ColumnSeen:
    return ColumnSeen(
        name=f"公告{number}",
        kind=ColumnKind.NOTICE,
        kind_source=KindSource.LISTED,
        url=f"http://a.gov.example/{number}/",
        level=1,
        status=status,
        content=Content.NOTHING if status is not FetchStatus.OK else Content.SCRIPT,
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (FetchStatus.BLOCKED, State.BLOCKED),
        (FetchStatus.TIMEOUT, State.NOT_ASSESSED),
        (FetchStatus.OWN_NETWORK, State.NOT_ASSESSED),
        (FetchStatus.OK, State.DOUBT),
    ],
)
def test_columns_that_could_not_be_read(status: FetchStatus, expected: State) -> None:
    facts = replace(ASOF_FACTS, columns=tuple(column(number, status) for number in range(5)))
    assert state("W403", facts) is state("W401", facts) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [(FetchStatus.BLOCKED, State.BLOCKED), (FetchStatus.DNS, State.NOT_ASSESSED)],
)
def test_a_home_page_that_would_not_open(status: FetchStatus, expected: State) -> None:
    facts = replace(ASOF_FACTS, columns=(), homepage=HomepageSeen("http://a.gov.example/", status))
    assert state("W301", facts) is expected
    unseen = replace(facts, homepage=Unseen("首页未能打开", status))
    assert state("W301", unseen) is expected


def test_too_few_samples_are_insufficient() -> None:
    assert state("W201", replace(ASOF_FACTS, probes=())) is State.INSUFFICIENT
    assert state("W201", replace(ASOF_FACTS, probes=Unseen("没有提供"))) is State.NOT_ASSESSED


def test_what_a_person_must_look_at_comes_before_what_was_lacking() -> None:
    lacking, open_one = Doubt("", {}, state=State.NOT_ASSESSED), Doubt("", {})
    assert Judgement("W1", (), (lacking, open_one)).state is State.DOUBT
    assert Judgement("W1", (Hit("", {}),), (lacking,)).state is State.VIOLATION
    assert Judgement("W1", (), ()).state is State.OK
    assert len({one.label for one in State}) == len(State)
