"""What stands after review, worked out without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.inspections.settling import Reviewed, is_settled, settle, standing

TIERS = {"W301": "veto", "W401": "veto", "W101": "veto", "N109": "note"}
VERDICT = Verdict(
    "site", "9800000001", "某县政府", "石堰市", "某县办", "", "fail", ("W301",), ("N109",), 10, 9, "备注"
)


def found(code: str, outcome: str = "hit") -> Finding:
    return Finding("9800000001", "site", code, TIERS[code], outcome, code, "情况", fingerprint=code)  # type: ignore[arg-type]


def reviewed(**states: str) -> list[Reviewed]:
    return [Reviewed(found(code), state) for code, state in states.items()]


def test_what_nobody_has_decided_stays_as_the_machine_said() -> None:
    assert settle(VERDICT, reviewed(W301="suspected", N109="suspected"), TIERS) is VERDICT


@pytest.mark.parametrize("state", ["dismissed", "suppressed"])
def test_a_veto_taken_out_no_longer_fails(state: str) -> None:
    settled = settle(VERDICT, reviewed(W301=state, N109="suspected"), TIERS)
    assert (settled.outcome, settled.veto, settled.other) == ("pass", (), ("N109",))
    assert settled.note == "结论经人工核实后改变"


def test_one_of_two_vetoes_taken_out_still_fails() -> None:
    two = replace(VERDICT, veto=("W301", "W401"))
    settled = settle(two, reviewed(W301="dismissed", W401="suspected", N109="suspected"), TIERS)
    assert (settled.outcome, settled.veto) == ("fail", ("W401",))


def test_a_site_visit_leaves_it_open() -> None:
    settled = settle(VERDICT, reviewed(W301="visit", N109="suspected"), TIERS)
    assert (settled.outcome, settled.veto) == ("unknown", ())


def test_a_doubt_that_is_confirmed_fails_the_target() -> None:
    unknown = replace(VERDICT, outcome="unknown", veto=(), other=())
    doubt = Reviewed(found("W101", "doubt"), "confirmed")
    assert settle(unknown, [doubt], TIERS).veto == ("W101",)
    assert settle(unknown, [replace(doubt, state="first")], TIERS) is unknown


def test_a_veto_without_a_rule_keeps_the_verdict_open() -> None:
    missing = replace(VERDICT, states=(("W101", "not_assessed"),))
    assert settle(missing, reviewed(W301="dismissed"), TIERS).outcome == "unknown"


def test_a_score_below_the_mark_fails_without_a_veto() -> None:
    low = replace(VERDICT, low_score="低于 60 分")
    assert settle(low, reviewed(W301="dismissed", N109="suspected"), TIERS).outcome == "fail"


def test_a_dismissed_note_does_not_touch_the_outcome() -> None:
    settled = settle(VERDICT, reviewed(W301="confirmed", N109="dismissed"), TIERS)
    assert (settled.outcome, settled.veto, settled.other) == ("fail", ("W301",), ())


def test_standing_findings_carry_what_people_decided() -> None:
    findings = standing([*reviewed(W301="confirmed", N109="dismissed"), Reviewed(found("W401"), "visit")])
    assert [(f.code, f.outcome) for f in findings] == [("W301", "hit"), ("W401", "doubt")]


@pytest.mark.parametrize("why", ["blocked", "insufficient", "not_assessed"])
def test_what_could_not_be_seen_is_no_pass_until_somebody_looked(why: str) -> None:
    unseen = replace(VERDICT, outcome="unknown", veto=(), other=(), states=(("W401", why),))
    doubt = replace(found("W401", "doubt"), state=why)
    for states, outcome in (
        (("dismissed",), "unknown"),
        (("suppressed",), "unknown"),
        (("cleared",), "pass"),
        (("cleared", "dismissed"), "unknown"),
        (("cleared", "confirmed"), "fail"),
    ):
        assert settle(unseen, [Reviewed(doubt, state) for state in states], TIERS).outcome == outcome


def test_a_doubt_about_what_was_seen_is_dismissed_to_a_pass() -> None:
    seen = replace(VERDICT, outcome="unknown", veto=(), other=(), states=(("W101", "doubt"),))
    doubt = replace(found("W101", "doubt"), state="doubt")
    assert settle(seen, [Reviewed(doubt, "dismissed")], TIERS).outcome == "pass"


@pytest.mark.parametrize(
    ("state", "settled"),
    [("suspected", False), ("first", False), ("visit", False), ("confirmed", True), ("dismissed", True)],
)
def test_a_target_is_settled_when_no_veto_waits(state: str, settled: bool) -> None:
    assert is_settled(reviewed(W301=state, N109="suspected")) is settled
