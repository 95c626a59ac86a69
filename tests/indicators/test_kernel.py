from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from seen import ASOF, days_ago, entry, home, judged, site_facts

from xuncha.facts.seen import Unseen
from xuncha.indicators import kernel
from xuncha.indicators.kernel import (
    BrokenIndicatorError,
    Doubt,
    Hit,
    Indicator,
    Manual,
    Target,
    indicator,
    indicators,
    judge,
    rules_for,
    rules_of,
    would_hit,
)

DOC = "检查什么  甲\n怎样判定  乙\n看不到时  丙\n怎样整改  丁\n"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of our own and a docstring in the form of a rule file's."""
    monkeypatch.setattr(kernel, "_registry", {})
    monkeypatch.setattr("test_kernel.__doc__", DOC, raising=False)


@pytest.mark.usefixtures("module")
def test_a_rule_says_what_it_needs_by_its_signature() -> None:
    @indicator("W999", "试验")
    def rule(homepage: object, asof: object, *, days: int = 3) -> Iterator[Hit]:
        yield from ()

    made = kernel._registry["W999", Target.SITE]
    assert (made.facts, made.limits, made.target) == (("homepage", "asof"), {"days": 3}, Target.SITE)
    assert made.manual == Manual("甲", "乙", "丙", "丁")


@pytest.mark.usefixtures("module")
def test_a_rule_in_the_wrong_shape_is_refused_on_import(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown_fact(weather: object) -> Iterator[Hit]:
        yield from ()

    def no_default(columns: object, *, days: int) -> Iterator[Hit]:
        yield from ()

    def fine(columns: object) -> Iterator[Hit]:
        yield from ()

    with pytest.raises(BrokenIndicatorError, match="weather"):
        indicator("W998", "试验")(unknown_fact)
    with pytest.raises(BrokenIndicatorError, match="default"):
        indicator("W998", "试验")(no_default)
    indicator("W998", "试验")(fine)
    with pytest.raises(BrokenIndicatorError, match="already used"):
        indicator("W998", "又一个")(fine)
    monkeypatch.setattr("test_kernel.__doc__", "检查什么  甲\n")
    with pytest.raises(BrokenIndicatorError, match="怎样判定"):
        indicator("W997", "试验")(fine)


def made(rule: object) -> Indicator:
    return Indicator("W996", "试验", Target.SITE, ("homepage",), {}, Manual("", "", "", ""), rule)  # type: ignore[arg-type]


def test_a_rule_that_crashes_is_a_doubt_never_a_pass() -> None:
    def crash(homepage: object) -> Iterator[Hit]:
        yield Hit("先命中", {})
        raise ValueError("坏了")

    judgement = judge(made(crash), site_facts(homepage=home()), ASOF, {})
    assert judgement.outcome == "unknown"
    assert "坏了" in judgement.doubts[0].detail


def test_whether_a_rule_would_hit_is_what_judging_says() -> None:
    def crash(homepage: object) -> Iterator[Hit]:
        yield Hit("先命中", {})
        raise ValueError("坏了")

    def doubt(homepage: object) -> Iterator[Hit]:
        yield Doubt("也许", {})

    def both(homepage: object) -> Iterator[Hit]:
        yield Doubt("也许", {})
        yield Hit("肯定", {})

    for rule, expected in ((crash, False), (doubt, False), (both, True)):
        assert would_hit(made(rule), site_facts(homepage=home()), ASOF, {}) is expected
        assert bool(judge(made(rule), site_facts(homepage=home()), ASOF, {}).hits) is expected
    unseen = site_facts(homepage=Unseen("首页没看成"))
    assert not would_hit(made(both), unseen, ASOF, {})
    assert not judge(made(both), unseen, ASOF, {}).hits


def test_a_hit_outweighs_a_doubt() -> None:
    def both(homepage: object) -> Iterator[Hit]:
        yield Doubt("也许", {})
        yield Hit("肯定", {})

    judgement = judge(made(both), site_facts(homepage=home()), ASOF, {})
    assert (judgement.outcome, len(judgement.hits), len(judgement.doubts)) == ("fail", 1, 1)


def test_an_unseen_fact_is_a_doubt_that_says_why() -> None:
    judgement = judged("W301", site_facts(homepage=Unseen("首页没看成"), columns=()))
    assert judgement.doubts[0].detail == "未能检查：首页没看成"


def test_a_rule_that_says_so_is_given_what_was_not_seen() -> None:
    def either(homepage: object, columns: object) -> Iterator[Hit]:
        if isinstance(homepage, Unseen):
            yield Hit("没有首页也能判", {})

    rule = replace(made(either), facts=("homepage", "columns"), spared=frozenset({"homepage"}))
    assert judge(rule, site_facts(columns=()), ASOF, {}).outcome == "fail"
    assert judge(rule, site_facts(homepage=home()), ASOF, {}).outcome == "unknown"
    assert rules_of(Target.ACCOUNT)["N107"].spared == {"posts", "channels"}


def test_one_code_may_have_a_rule_for_each_kind_of_target() -> None:
    assert [rule.target for rule in rules_for("N107")] == [Target.SITE, Target.ACCOUNT]
    assert [rule.target for rule in rules_for("N108")] == [Target.ACCOUNT]
    assert rules_for("W102") == ()
    assert indicators()["N107"].target is Target.SITE


def test_a_limit_of_the_other_rule_of_a_code_is_passed_over() -> None:
    rule = replace(made(lambda homepage, *, days=3: [Hit(f"{days} 天", {})]), limits={"days": 3})
    judgement = judge(rule, site_facts(homepage=home()), ASOF, {"days": 5, "months": 6})
    assert [hit.detail for hit in judgement.hits] == ["5 天"]


def test_every_rule_has_its_own_file_named_after_its_code() -> None:
    for rule in (*rules_of(Target.SITE).values(), *rules_of(Target.ACCOUNT).values()):
        code = rule.code
        file = Path(rule.rule.__code__.co_filename).name
        assert file.startswith(code.lower() + "_"), f"{code} stands in {file}"


def test_no_rule_reads_a_clock() -> None:
    for rule in (*rules_of(Target.SITE).values(), *rules_of(Target.ACCOUNT).values()):
        source = Path(rule.rule.__code__.co_filename).read_text(encoding="utf-8")
        assert "now(" not in source
        assert "today(" not in source


def test_rules_pass_a_healthy_home_page() -> None:
    assert judged("W301", site_facts(homepage=home(entry(days_ago(0))), columns=())).outcome == "pass"
