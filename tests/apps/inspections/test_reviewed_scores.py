"""What the rules said of a portal, as people settled it: no point is taken off for what nobody confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from xuncha.apps.inspections.judging import fingerprint
from xuncha.apps.inspections.results import Finding
from xuncha.apps.inspections.reviewed_scores import under_review
from xuncha.apps.inspections.settling import BY_HAND, LOOKED_AT, Reviewed
from xuncha.indicators.kernel import Doubt, Hit, Judgement, Outcome, State
from xuncha.standards.standard import load_standard
from xuncha.standards.weighing import Weighed

SITE = "9901000001"
STANDARD = load_standard("national-2019")


def found(code: str, one: Hit, state: str, **observed: Any) -> Reviewed:
    tier = STANDARD.weights[code].tier.value
    mark = fingerprint("site", SITE, code, one.key)
    machine = one.state.value if isinstance(one, Doubt) else State.VIOLATION.value
    outcome = "doubt" if isinstance(one, Doubt) else "hit"
    case = Finding(
        SITE, "site", code, tier, outcome, "", one.detail, observed=observed, fingerprint=mark, state=machine
    )
    return Reviewed(case, state)


def settled(code: str, *pairs: tuple[Hit, str], more: tuple[Reviewed, ...] = ()) -> Weighed:
    hits = tuple(one for one, _ in pairs if not isinstance(one, Doubt))
    doubts = tuple(one for one, _ in pairs if isinstance(one, Doubt))
    said = Weighed(Outcome.UNKNOWN, (Judgement(code, hits, doubts),), (), ())
    return under_review(said, SITE, [*(found(code, *pair) for pair in pairs), *more], STANDARD)


@pytest.mark.parametrize(
    ("state", "hits", "doubts"),
    [("confirmed", 1, 0), ("dismissed", 0, 0), ("suppressed", 0, 0), ("suspected", 0, 1), ("visit", 0, 1)],
)
@pytest.mark.parametrize("one", [Hit("栏目过期", {}, key="a"), Doubt("栏目存疑", {}, key="a")])
def test_a_fault_costs_points_only_when_it_is_confirmed(one: Hit, state: str, hits: int, doubts: int) -> None:
    (judgement,) = settled("D104", (one, state)).judgements
    assert (len(judgement.hits), len(judgement.doubts)) == (hits, doubts)


def test_faults_alike_are_told_apart_by_their_number() -> None:
    alike = Hit("栏目过期", {})
    (judgement,) = settled(
        "D104", (alike, "confirmed"), (alike, "dismissed"), (alike, "suspected")
    ).judgements
    assert (len(judgement.hits), len(judgement.doubts)) == (1, 1)


def test_what_was_not_seen_stays_open_until_somebody_looked() -> None:
    unseen = Doubt("首页打不开", {}, state=State.NOT_ASSESSED)
    assert settled("W301", (unseen, "dismissed")).outcome is Outcome.UNKNOWN
    assert settled("W301", (unseen, "cleared")).outcome is Outcome.PASS
    looked = found(
        "W301", Doubt("人工核查", {}, state=State.NOT_ASSESSED), "cleared", **{BY_HAND: 1, LOOKED_AT: 1}
    )
    assert settled("W301", (unseen, "cleared"), more=(looked,)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("state", "outcome"), [("confirmed", "fail"), ("first", "unknown"), ("dismissed", "pass")]
)
def test_a_veto_entered_by_hand_counts(state: str, outcome: str) -> None:
    entered = found("W403", Hit("现场看到空白栏目", {}), state, **{BY_HAND: 1})
    assert settled("W301", more=(entered,)).outcome == outcome


def test_a_fault_that_the_ledger_does_not_hold_is_open() -> None:
    said = Weighed(Outcome.FAIL, (Judgement("W403", (Hit("空白栏目", {}),), ()),), ("W301",), ())
    weighed = under_review(said, SITE, [], STANDARD)
    assert (weighed.outcome, weighed.not_assessed) == (Outcome.UNKNOWN, ("W301",))
    assert not weighed.judgements[0].hits
