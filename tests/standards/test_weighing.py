"""From judgements to an outcome, with rules made for the test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from xuncha.facts.account import AccountFacts
from xuncha.facts.seen import BEIJING, Unseen
from xuncha.facts.targets import MediaAccount, Platform, RunState, Site, SiteKind
from xuncha.facts.website import Coverage, SiteFacts
from xuncha.indicators.kernel import Doubt, Hit, Indicator, Manual, Outcome, Target
from xuncha.standards import weighing
from xuncha.standards.standard import Deadlines, Rates, Standard, Tier, Weight
from xuncha.standards.weighing import Weighed, weigh

ASOF = datetime(2025, 6, 25, 10, tzinfo=BEIJING)
UNSEEN = Unseen("未看")
SITE = SiteFacts(
    Site(
        "4400000001",
        "清河县",
        "http://a.example/",
        "清河县",
        "清河市",
        "清河市",
        SiteKind.PORTAL,
        RunState.RUNNING,
    ),
    Coverage(),
    *(UNSEEN,) * 4,
)
ACCOUNT = AccountFacts(
    MediaAccount("wx-1", "清河发布", Platform.WECHAT, "清河县", "清河市", "清河市", RunState.RUNNING),
    UNSEEN,
    UNSEEN,
)


def rule(code: str, *found: Hit, target: Target = Target.SITE, facts: tuple[str, ...] = ()) -> Indicator:
    def run(*given: Any, **limits: Any) -> Iterator[Hit]:
        yield from found

    return Indicator(code, code, target, facts, {"days": 14}, Manual("甲", "乙", "丙", "丁"), run)


def weight(code: str, tier: Tier = Tier.VETO, target: Target = Target.SITE, **more: Any) -> Weight:
    return Weight(code=code, title=code, target=target, tier=tier, clause="第一条", **more)


def weighed(facts: SiteFacts | AccountFacts, *weights: Weight) -> Weighed:
    standard = Standard(
        name="own",
        title="甲",
        authority="乙",
        effective_from=date(2025, 1, 1),
        basis=(),
        rates=Rates(rounding="half_up", decimals=2),
        deadlines=Deadlines(rectification_working_days=10, error_report_working_days=3),
        indicator=weights,
    )
    return weigh(facts, standard, standard.scope(()), ASOF)


HIT, DOUBT = Hit("不更新", {"days": 20}, key="home"), Doubt("看不清", {})


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [
        rule("W901"),
        rule("W902", HIT),
        rule("W903", DOUBT),
        rule("W904", facts=("homepage",)),
        rule("W905", HIT, DOUBT),
        rule("A901", target=Target.ACCOUNT),
    ]
    monkeypatch.setattr(
        weighing, "rules_of", lambda target: {one.code: one for one in made if one.target is target}
    )


@pytest.mark.parametrize(
    ("weights", "outcome"),
    [
        ((weight("W901"),), Outcome.PASS),
        ((weight("W901"), weight("W902")), Outcome.FAIL),
        ((weight("W901"), weight("W903")), Outcome.UNKNOWN),
        ((weight("W902"), weight("W903")), Outcome.FAIL),
        ((weight("W901"), weight("W904")), Outcome.UNKNOWN),
        ((weight("W901"), weight("W902", Tier.NOTE)), Outcome.PASS),
        ((weight("W901"), weight("W903", Tier.NOTE)), Outcome.PASS),
        ((weight("W901"), weight("W902", needs_confirmation=True)), Outcome.UNKNOWN),
        ((weight("W901"), weight("W990")), Outcome.UNKNOWN),
        ((weight("W902"), weight("W990")), Outcome.FAIL),
        ((weight("W901"), weight("W990", Tier.NOTE)), Outcome.PASS),
        ((weight("W901"), weight("W990", by_person=True)), Outcome.PASS),
        ((weight("W901"), weight("W902", applies_to=(SiteKind.DEPARTMENT,))), Outcome.PASS),
        ((weight("W901"), weight("W902", applies_to=(SiteKind.PORTAL,))), Outcome.FAIL),
    ],
)
def test_the_outcome_of_a_site(weights: tuple[Weight, ...], outcome: Outcome) -> None:
    assert weighed(SITE, *weights).outcome is outcome


def test_what_has_no_rule_and_what_a_person_enters_is_told_apart() -> None:
    result = weighed(SITE, weight("W992"), weight("W901"), weight("W991"), weight("W902", by_person=True))
    assert result.not_assessed == ("W991", "W992")
    assert result.by_person == ("W902",)
    assert [judgement.code for judgement in result.judgements] == ["W901"]


def test_targets_are_judged_by_their_own_indicators() -> None:
    both = (weight("W902"), weight("A901", target=Target.ACCOUNT))
    result = weighed(ACCOUNT, *both)
    assert ([judgement.code for judgement in result.judgements], result.outcome) == (["A901"], Outcome.PASS)
    elsewhere = weight("A990", target=Target.ACCOUNT, applies_to=(Platform.APP,))
    assert weighed(ACCOUNT, *both, elsewhere).not_assessed == ()


def test_a_hit_that_needs_confirmation_is_a_doubt_with_all_it_said() -> None:
    (judgement,) = weighed(SITE, weight("W905", needs_confirmation=True)).judgements
    assert judgement.hits == ()
    assert judgement.doubts == (Doubt("不更新（待人工确认）", {"days": 20}, key="home"), DOUBT)


def test_the_limits_of_the_standard_reach_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def run(**limits: Any) -> Iterator[Hit]:
        given.update(limits)
        yield from ()

    made = Indicator("W906", "试验", Target.SITE, (), {"days": 14, "most": 5}, Manual("", "", "", ""), run)
    monkeypatch.setattr(weighing, "rules_of", lambda target: {"W906": made})
    weighed(SITE, weight("W906", limits={"days": 10}))
    assert given == {"days": 10, "most": 5}
