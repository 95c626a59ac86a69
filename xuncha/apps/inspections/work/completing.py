"""At the end of a round the ledger holds every target: what could not be written when it was looked at is written now.

Else the files of the round, which are made from what was kept on the disk, and the pages, which are made from the
ledger, would count different targets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.judging import judge_facts, unfinished, unkept
from xuncha.apps.inspections.loading import places_of
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.standards.score_sheet import ScoreSheet
from xuncha.standards.standard import Standard

_AT_ONCE = 500
_Target = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ending:
    """What the judgements of a round rest on."""

    round_: Round
    store: FactsStore
    request: Request
    standard: Standard
    sheet: ScoreSheet | None


def complete_ledger(
    ending: Ending, verdicts: Sequence[Verdict], findings: Sequence[Finding]
) -> tuple[list[Verdict], list[Finding]]:
    """Write whatever the ledger lacks. A target whose judgement cannot be written counts as not looked at.

    Returns verdicts and findings as the ledger now holds them.
    """
    there = set(ending.round_.verdicts.values_list("kind", "key"))
    missing = [one for one in verdicts if (one.kind, one.id) not in there]
    if not missing:
        return list(verdicts), list(findings)
    registry = ending.store.registry()
    places, said = places_of(registry), _by_target(findings)
    unlooked: dict[_Target, tuple[Verdict, list[Finding]]] = {}
    for start in range(0, len(missing), _AT_ONCE):
        batch = missing[start : start + _AT_ONCE]
        if _is_written(ending, batch, said, places):
            continue
        for one in batch:
            if not _is_written(ending, [one], said, places):
                unlooked[one.kind, one.id] = _as_unlooked(ending, registry, one)
                verdict, doubts = unlooked[one.kind, one.id]
                ledger.write(ending.round_, [verdict], doubts, places)
    return _instead(verdicts, said, unlooked)


def _by_target(findings: Sequence[Finding]) -> dict[_Target, list[Finding]]:
    said: defaultdict[_Target, list[Finding]] = defaultdict(list)
    for one in findings:
        said[one.kind, one.target].append(one)
    return said


def _is_written(
    ending: Ending, batch: list[Verdict], said: dict[_Target, list[Finding]], places: dict[_Target, int]
) -> bool:
    """Written whole, or not at all and False."""
    found = [finding for one in batch for finding in said.get((one.kind, one.id), ())]
    try:
        ages = {(one.kind, one.id): _ages(ending, one) for one in batch if one.kind == "site"}
        with transaction.atomic():
            ledger.write(ending.round_, batch, found, places, ages)
    except (OperationalError, InterfaceError):  # the database is away: another time
        raise
    except Exception:  # the database refuses these words, or what was kept of the target is damaged
        return False
    return True


def _ages(ending: Ending, one: Verdict) -> dict[str, int]:
    facts = ending.store.site(one.id)
    return ledger.column_ages(facts, ending.request.asof) if facts is not None else {}


def _as_unlooked(ending: Ending, registry: Registry, one: Verdict) -> tuple[Verdict, list[Finding]]:
    """What is said of a target of which nothing was kept. A score that rests on what was seen goes with it."""
    facts: Any = None
    if one.kind == "site":
        facts = next(unfinished(site) for site in registry.sites or () if site.site_code == one.id)
    else:
        facts = next(unkept(each) for each in registry.accounts or () if each.account_id == one.id)
    words = registry.office_words
    judged = judge_facts(facts, words, ending.standard, ending.request, ending.sheet)
    if judged is None:  # a closed site that was looked at: nothing speaks for or against it now
        return replace(one, outcome="unknown", veto=(), other=()), []
    return judged.verdict, list(judged.findings)


def _instead(
    verdicts: Sequence[Verdict],
    said: dict[_Target, list[Finding]],
    unlooked: dict[_Target, tuple[Verdict, list[Finding]]],
) -> tuple[list[Verdict], list[Finding]]:
    shown: list[Verdict] = []
    found: list[Finding] = []
    for one in verdicts:
        target = (one.kind, one.id)
        verdict, own = unlooked.get(target, (one, said.get(target, [])))
        shown.append(verdict)
        found += own
    return shown, found
