"""Findings of a round by kind of problem, established and doubtful kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xuncha.apps.inspections.results import Finding, TargetKind, Verdict
from xuncha.documents.notice_data import Example, Problem, ProblemRow, StandardNote

#: Bonus indicators are merits, not problems.
_NOT_PROBLEMS = frozenset({"bonus"})
_TIER_ORDER = ("veto", "deduct", "note")
_EXAMPLES = 20

_Targets = Mapping[tuple[TargetKind, str], Verdict]


def problems(
    verdicts: Sequence[Verdict], findings: Sequence[Finding], standard: StandardNote
) -> tuple[Problem, ...]:
    """Every kind of problem with the number of targets that have it: vetoes first, then by code.

    What nobody could look at is no suspicion: it is told with the pages that were not read, and of no kind of problem.
    """
    targets = _by_target(verdicts)
    grouped: defaultdict[tuple[str, TargetKind], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.tier not in _NOT_PROBLEMS:
            grouped[finding.code, finding.kind].append(finding)
    all_made = [_problem(same, targets, standard) for same in grouped.values()]
    made = [problem for problem in all_made if problem.targets or problem.doubtful]
    return tuple(
        sorted(made, key=lambda problem: (problem.kind != "site", _place(problem.tier), problem.code))
    )


def problem_rows(verdicts: Sequence[Verdict], findings: Iterable[Finding]) -> tuple[ProblemRow, ...]:
    """Every finding but merits as a row of 问题清单, in the order they were found."""
    targets = _by_target(verdicts)
    return tuple(_row(finding, targets) for finding in findings if finding.tier not in _NOT_PROBLEMS)


def _by_target(verdicts: Iterable[Verdict]) -> _Targets:
    return {(verdict.kind, verdict.id): verdict for verdict in verdicts}


def _problem(findings: list[Finding], targets: _Targets, standard: StandardNote) -> Problem:
    first = findings[0]
    hits: defaultdict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.outcome == "hit":
            hits[finding.target].append(finding.detail)
    doubts = {finding.target for finding in findings if finding.outcome == "doubt" and finding.was_seen}
    examples = (
        Example(targets[first.kind, target].name, "；".join(filter(None, details)))
        for target, details in hits.items()
        if (first.kind, target) in targets and targets[first.kind, target].outcome == "fail"
    )
    return Problem(
        code=first.code,
        title=standard.titles.get(first.code) or first.title,
        tier=first.tier,
        kind=first.kind,
        targets=len(hits),
        doubtful=len(doubts - hits.keys()),
        examples=tuple(examples)[:_EXAMPLES] if first.tier == "veto" else (),
    )


def _row(finding: Finding, targets: _Targets) -> ProblemRow:
    verdict = targets.get((finding.kind, finding.target))
    return ProblemRow(
        kind=finding.kind,
        id=finding.target,
        name=verdict.name if verdict else "",
        region=verdict.region if verdict else "",
        sponsor=verdict.sponsor if verdict else "",
        platform=verdict.platform if verdict else "",
        code=finding.code,
        title=finding.title,
        tier=finding.tier,
        established=finding.outcome == "hit",
        seen=finding.was_seen,
        detail=finding.detail,
        url="\n".join(finding.urls),
        quote=finding.quote,
        advice=finding.advice,
        record="\n".join(record.record_id for record in finding.evidence),
        fingerprint=finding.fingerprint,
    )


def _place(tier: str) -> int:
    return _TIER_ORDER.index(tier) if tier in _TIER_ORDER else len(_TIER_ORDER)
