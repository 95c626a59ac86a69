"""The ledger of rounds: judgements written into it, and read out of it for every page, export and notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from xuncha.apps.casework.models import IllegalMoveError
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.directory.ownership import give_ownership
from xuncha.apps.inspections.causes import cause_number
from xuncha.apps.inspections.models import (
    FindingCase,
    FindingStep,
    PortalScore,
    Round,
    Suppression,
    VerdictEntry,
)
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.inspections.reviewed_scores import basis_of, rescored, reviewed_scores
from xuncha.apps.inspections.settling import BY_HAND, OPEN, Reviewed, is_settled, settle, standing
from xuncha.apps.inspections.tallies import RANKS, mark
from xuncha.documents.score_figures import ScoreFigures
from xuncha.facts.website import SiteFacts
from xuncha.standards.standard import load_standard

_BATCH = 1000
_FRESH_DAYS, _AGEING_DAYS = 14, 180

Target = tuple[str, str]


class LedgerClosedError(IllegalMoveError):
    """The notice of the round is issued: what it says stands."""


@lru_cache(maxsize=16)
def tiers_of(standard: str) -> dict[str, str]:
    """The tier of every code of a standard."""
    return {code: weight.tier.value for code, weight in load_standard(standard).weights.items()}


def write(
    round_: Round,
    verdicts: Sequence[Verdict],
    findings: Iterable[Finding],
    places: dict[Target, int],
    ages: dict[Target, dict[str, int]] | None = None,
) -> None:
    """Write judgements of targets; what the ledger holds of the same targets is replaced, but for what
    people entered by hand.

    ``places`` orders the targets of the round; ``ages`` counts the columns of sites by age. Joins the
    transaction that is open.

    Raises:
        LedgerClosedError: the notice of the round is issued.
    """
    by_target: defaultdict[Target, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_target[finding.kind, finding.target].append(finding)
    owners = _owners(verdicts)
    suppressions = _suppressions(timezone.localdate(round_.asof))
    tiers = tiers_of(round_.standard)
    with transaction.atomic():
        require_open(round_.pk)
        mark(round_.pk, [verdict.region for verdict in verdicts])
        for start in range(0, len(verdicts), _BATCH):
            batch = verdicts[start : start + _BATCH]
            keys = [verdict.id for verdict in batch]
            by_hand = _make_room(round_, {v.kind for v in batch}, keys)
            rows, cases = [], []
            for verdict in batch:
                target = (verdict.kind, verdict.id)
                row = VerdictEntry(
                    round=round_, place=places[target], **_identity(verdict), **owners.get(target, {})
                )
                hand = by_hand.get(target, [])
                row.pk = hand[0].verdict_id if hand else None
                row.machine = asdict(verdict)
                for name, count in (ages or {}).get(target, {}).items():
                    setattr(row, name, count)
                own = [_case(round_, row, place, f) for place, f in enumerate(by_target[target])]
                for case in own:
                    _suppress(case, suppressions)
                _settle(row, [*own, *hand], tiers)
                rows.append(row)
                cases += own
            give_ownership(rows)
            for case in cases:
                case.ownership_id = case.verdict.ownership_id
            for row in rows:
                if row.pk is not None:
                    row.save(force_update=True)
                    row.findings.update(ownership=row.ownership_id)
            VerdictEntry.objects.bulk_create([row for row in rows if row.pk is None])
            FindingCase.objects.bulk_create(cases, batch_size=_BATCH)
            _note_suppressed(cases)


def _make_room(round_: Round, kinds: set[str], keys: list[str]) -> dict[Target, list[FindingCase]]:
    """Delete what the ledger holds of these targets; what people entered is kept with its row, and returned."""
    old = VerdictEntry.objects.filter(round=round_, kind__in=kinds, key__in=keys)
    kept: defaultdict[Target, list[FindingCase]] = defaultdict(list)
    for case in FindingCase.objects.filter(verdict__in=old, observed__has_key=BY_HAND).order_by(
        "place", "pk"
    ):
        kept[case.kind, case.target].append(case)
    rows = {case.verdict_id for cases in kept.values() for case in cases}
    old.exclude(pk__in=rows).delete()
    FindingCase.objects.filter(verdict__in=rows).exclude(observed__has_key=BY_HAND).delete()
    return kept


def _identity(verdict: Verdict) -> dict[str, str]:
    return {
        "kind": verdict.kind,
        "key": verdict.id,
        "name": verdict.name,
        "region_name": verdict.region,
        "sponsor_name": verdict.sponsor,
        "platform": verdict.platform,
    }


def _owners(verdicts: Iterable[Verdict]) -> dict[Target, dict[str, Any]]:
    """Whose targets they are, as far as the directory knows them."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for verdict in verdicts:
        wanted[verdict.kind].add(verdict.id)
    found: dict[Target, dict[str, Any]] = {}
    for kind, model, field in (
        ("site", SiteEntry, "site_code"),
        ("account", MediaAccountEntry, "account_id"),
    ):
        keys = sorted(wanted[kind])
        for start in range(0, len(keys), 500):
            rows = model.objects.filter(**{f"{field}__in": keys[start : start + 500]})
            for key, sponsor, supervisor in rows.values_list(field, "sponsor_id", "supervisor_id"):
                found[kind, key] = {"sponsor_id": sponsor, "supervisor_id": supervisor}
    return found


def _case(round_: Round, row: VerdictEntry, place: int, found: Finding) -> FindingCase:
    case = FindingCase(round=round_, verdict=row, place=place, rank=RANKS.get(found.tier, 3))
    for name in (
        "kind",
        "target",
        "code",
        "tier",
        "outcome",
        "title",
        "detail",
        "quote",
        "advice",
        "fingerprint",
    ):
        setattr(case, name, getattr(found, name))
    case.urls, case.observed = list(found.urls), dict(found.observed)
    case.evidence = [asdict(record) for record in found.evidence]
    case.machine_state = found.state
    case.cause = cause_number(found.detail, found.state)
    return case


def _suppressions(day: date) -> dict[tuple[str, str], list[Suppression]]:
    valid = Suppression.objects.filter(lifted_at=None, until__gte=day)
    found: defaultdict[tuple[str, str], list[Suppression]] = defaultdict(list)
    for one in valid:
        found[one.code, one.target].append(one)
    return found


def _suppress(case: FindingCase, suppressions: dict[tuple[str, str], list[Suppression]]) -> None:
    for one in suppressions.get((case.code, case.target), ()):
        if one.covers(case.as_found()):
            case.state = FindingCase.State.SUPPRESSED
            case.suppressed_by = one


def _note_suppressed(cases: Iterable[FindingCase]) -> None:
    """A suppressed finding says by whom and why, like every other step."""
    steps = [
        FindingStep(
            case=case,
            was=FindingCase.State.SUSPECTED,
            now=FindingCase.State.SUPPRESSED,
            by=one.made_by,
            by_name=one.made_by.get_username(),
            note=f"按豁免 {one.pk}（至 {one.until.isoformat()}）：{one.reason}",
        )
        for case in cases
        if (one := getattr(case, "suppressed_by", None)) is not None
    ]
    FindingStep.objects.bulk_create(steps)


def _settle(row: VerdictEntry, cases: Iterable[FindingCase], tiers: dict[str, str]) -> None:
    reviewed = _reviewed(cases)
    verdict = settle(row.machine_verdict(), reviewed, tiers)
    row.outcome, row.veto, row.other = verdict.outcome, list(verdict.veto), list(verdict.other)
    row.is_settled = is_settled(reviewed)


def _reviewed(cases: Iterable[FindingCase]) -> list[Reviewed]:
    return [Reviewed(case.as_found(), case.state) for case in cases]


def settle_again(row: VerdictEntry, *, by_another_form: bool = False) -> None:
    """Work out the verdict of a target anew after a step of the review, with the score of a portal; joins the
    open transaction. ``by_another_form``: another one than before, or none, scores it.

    Raises:
        LedgerClosedError: the notice of the round is issued.
    """
    require_open(row.round_id)
    locked = VerdictEntry.objects.select_for_update().select_related("round").get(pk=row.pk)
    cases = list(locked.findings.order_by("place", "pk"))
    if locked.round.state == Round.State.FINISHED:
        said, reviewed = locked.machine_verdict(), _reviewed(cases)
        machine, score = rescored(locked.round.result, said, reviewed, always=by_another_form)
        locked.machine = asdict(machine)
        if score is not None:
            kept = {"round": locked.round, "row": asdict(score)}
            PortalScore.objects.update_or_create(verdict=locked, defaults=kept)
    _settle(locked, cases, tiers_of(locked.round.standard))
    locked.save(update_fields=["machine", "outcome", "veto", "other", "is_settled"])
    mark(locked.round_id, [locked.region_name])


def require_open(round_pk: int) -> None:
    """Hold the ledger of a round open until the end of the transaction.

    Raises:
        LedgerClosedError: the notice of the round is issued.
    """
    if Round.objects.select_for_update().get(pk=round_pk).notice_issued_at is not None:
        raise LedgerClosedError("这次检查的通报已经签发，结论不再改动。")


def read(round_: Round, *, only_confirmed: bool = False) -> tuple[list[Verdict], list[Finding]]:
    """Verdicts and findings of a round as they stand after review, in the order of the lists.

    ``only_confirmed`` leaves out what no person has decided about.
    """
    cases: defaultdict[int, list[FindingCase]] = defaultdict(list)
    for case in round_.findings.order_by("verdict_id", "place", "pk").iterator(2000):
        cases[case.verdict_id].append(case)
    tiers = tiers_of(round_.standard)
    verdicts: list[Verdict] = []
    findings: list[Finding] = []
    for row in round_.verdicts.order_by("place", "pk").iterator(2000):
        reviewed = _reviewed(cases.pop(row.pk, ()))
        if only_confirmed:
            reviewed = [one for one in reviewed if one.state not in OPEN]
        verdicts.append(settle(row.machine_verdict(), reviewed, tiers))
        findings += standing(reviewed)
    return verdicts, findings


def scores_of(round_: Round) -> ScoreFigures | None:
    """The scores of the portals of a round as its findings stand after review; None where none are to be scored.

    Raises:
        FactsError: the result of the round is missing or damaged.
        StandardError: its standard cannot be loaded, or the form kept with it cannot be used.
    """
    basis = basis_of(round_.result)
    if basis is None:
        return None
    cases: defaultdict[str, list[FindingCase]] = defaultdict(list)
    for case in round_.findings.filter(kind="site").order_by("verdict_id", "place", "pk").iterator(2000):
        if case.target in basis.portals:
            cases[case.target].append(case)
    return reviewed_scores(basis, {code: _reviewed(rows) for code, rows in cases.items()})


def score_again(round_: Round, *, by_another_form: bool = False) -> None:
    """Work out the verdicts of the portals anew: by another form, or by reviews made before scores followed them.

    Raises:
        LedgerClosedError: the notice of the round is issued.
    """
    basis = basis_of(round_.result)
    with transaction.atomic():
        require_open(round_.pk)
        rows = round_.verdicts.filter(kind="site", key__in=[*basis.portals] if basis else [])
        for row in list(rows.order_by("place", "pk")):
            settle_again(row, by_another_form=by_another_form)


def column_ages(facts: SiteFacts, asof: datetime) -> dict[str, int]:
    """Columns of a site by the age of their newest item at ``asof``; what could not be read is counted apart."""
    counts = dict.fromkeys(("fresh", "ageing", "stale", "undated"), 0)
    for column in facts.columns if isinstance(facts.columns, tuple) else ():
        newest = column.newest
        if newest is None or newest.published is None:
            counts["undated"] += 1
            continue
        days = (asof.date() - newest.published.day).days
        counts["fresh" if days <= _FRESH_DAYS else "ageing" if days <= _AGEING_DAYS else "stale"] += 1
    return counts
