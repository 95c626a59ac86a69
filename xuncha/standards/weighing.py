"""From judgements to an outcome: which hits fail a target, and what stays open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xuncha.facts.account import AccountFacts
from xuncha.facts.website import SiteFacts
from xuncha.indicators.kernel import Doubt, Judgement, Outcome, Target, judge, rules_of
from xuncha.standards.standard import Standard, Tier


@dataclass(frozen=True, slots=True)
class Weighed:
    """One target under one standard and scope.

    ``not_assessed`` are codes in scope that have no rule in this version; ``by_person`` codes that only
    a person can enter. Both are in the order of the standard.
    """

    outcome: Outcome
    judgements: tuple[Judgement, ...]
    not_assessed: tuple[str, ...]
    by_person: tuple[str, ...]


def weigh(
    facts: SiteFacts | AccountFacts, standard: Standard, scope: Iterable[str], asof: datetime
) -> Weighed:
    """Judge every indicator in scope that is meant for this kind of target, and sum up the vetoes."""
    target = Target.SITE if isinstance(facts, SiteFacts) else Target.ACCOUNT
    kind = facts.site.kind if isinstance(facts, SiteFacts) else facts.account.platform
    rules = rules_of(target)
    judgements: list[Judgement] = []
    not_assessed: list[str] = []
    by_person: list[str] = []
    for code in scope:
        weight = standard.weights[code]
        if target not in weight.targets or (weight.applies_to and kind not in weight.applies_to):
            continue
        if weight.by_person:
            by_person.append(code)
        elif code not in rules:
            not_assessed.append(code)
        else:
            judgement = judge(rules[code], facts, asof, weight.limits)
            judgements.append(_unconfirmed(judgement) if weight.needs_confirmation else judgement)
    outcome = outcome_of(standard, judgements, not_assessed)
    return Weighed(outcome, tuple(judgements), tuple(not_assessed), tuple(by_person))


def outcome_of(standard: Standard, judgements: Sequence[Judgement], not_assessed: Sequence[str]) -> Outcome:
    """The vetoes summed up: any hit fails; else one in doubt or without a rule leaves it unknown."""
    vetoes = [j.outcome for j in judgements if standard.weights[j.code].tier is Tier.VETO]
    if Outcome.FAIL in vetoes:
        return Outcome.FAIL
    missing = any(standard.weights[code].tier is Tier.VETO for code in not_assessed)
    return Outcome.UNKNOWN if missing or Outcome.UNKNOWN in vetoes else Outcome.PASS


def _unconfirmed(judgement: Judgement) -> Judgement:
    """A machine never vetoes for wording, safety or fraud: its hits are doubts until a person confirms."""
    doubts = tuple(
        Doubt(f"{hit.detail}（待人工确认）", hit.observed, hit.urls, hit.evidence, hit.quote, hit.key)
        for hit in judgement.hits
    )
    return replace(judgement, hits=(), doubts=(*doubts, *judgement.doubts))
