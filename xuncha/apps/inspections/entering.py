"""What people enter into the ledger by hand: a fault they saw, or that they looked and saw none.

Both are findings that carry ``manual_check`` in what was observed, so that judging a target again keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xuncha.apps.inspections.judging import fingerprint
from xuncha.apps.inspections.ledger import settle_again
from xuncha.apps.inspections.models import FindingCase, VerdictEntry
from xuncha.apps.inspections.settling import BY_HAND, LOOKED_AT
from xuncha.indicators.kernel import State as RuleState
from xuncha.indicators.kernel import Target, rules_of
from xuncha.standards.standard import load_standard

_State = FindingCase.State
_RANKS = {"veto": 0, "deduct": 1, "note": 2}
#: Findings entered by hand stand after those of the machine.
_PLACE = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody saw: ``check`` is the number of the manual check, ``key`` which of several faults it is."""

    check: int
    code: str
    key: str
    detail: str
    photos: int = 0


def enter_fault(row: VerdictEntry, entry: Entry, by: Any) -> FindingCase:
    """A fault seen by a person: a hit that counts at once. Who entered it has made the first of the
    confirmations; a veto needs another person for the second. Joins the open transaction."""
    case = _case(row, entry, "hit", RuleState.VIOLATION)
    case.save()
    if case.needs_two:
        case.move(_State.FIRST, by=by, note=f"人工核查 {entry.check} 录入", first_by=by)
    else:
        case.move(_State.CONFIRMED, by=by, note=f"人工核查 {entry.check} 录入")
    settle_again(row)
    return case


def enter_nothing_found(row: VerdictEntry, entry: Entry, by: Any) -> FindingCase | None:
    """A person looked where the machine could not, and saw no fault: the indicator no longer waits.

    None where the machine had assessed it. What the machine saw and doubts stays for the review.
    """
    states = dict(row.machine_verdict().states)
    if states.get(entry.code) not in (RuleState.NOT_ASSESSED.value, RuleState.BLOCKED.value):
        return None
    unlooked = (RuleState.NOT_ASSESSED.value, RuleState.BLOCKED.value)
    note = _nothing_found(entry.check)
    for doubt in row.findings.filter(
        code=entry.code,
        outcome="doubt",
        machine_state__in=unlooked,
        state__in=(_State.SUSPECTED, _State.VISIT),
    ):
        doubt.move(_State.CLEARED, by=by, note=note)
    case = _case(row, entry, "doubt", RuleState.NOT_ASSESSED)
    case.observed[LOOKED_AT] = 1
    case.save()
    case.move(_State.CLEARED, by=by, note=note)
    settle_again(row)
    return case


def _nothing_found(check: int) -> str:
    return f"人工核查 {check} 未见问题"


def take_back(case: FindingCase, by: Any, note: str) -> None:
    """The look is to be repeated: what it settled is open again."""
    said = _nothing_found(case.observed[BY_HAND])
    cleared = FindingCase.objects.filter(verdict=case.verdict, code=case.code, state=_State.CLEARED)
    for one in cleared.filter(steps__now=_State.CLEARED, steps__note=said).distinct():
        one.move(_State.SUSPECTED, by=by, note=note)
    settle_again(case.verdict)


def _case(row: VerdictEntry, entry: Entry, outcome: str, state: RuleState) -> FindingCase:
    weight = load_standard(row.round.standard).weights[entry.code]
    rule = rules_of(Target(row.kind)).get(entry.code)
    return FindingCase(
        round=row.round,
        verdict=row,
        ownership_id=row.ownership_id,
        place=_PLACE + entry.check,
        rank=_RANKS.get(weight.tier.value, 3),
        kind=row.kind,
        target=row.key,
        code=entry.code,
        tier=weight.tier.value,
        outcome=outcome,
        title=weight.title,
        detail=entry.detail,
        observed={BY_HAND: entry.check, "photos": entry.photos},
        advice=rule.manual.rectify if rule else "",
        fingerprint=fingerprint(row.kind, row.key, entry.code, f"by hand|{entry.key}"),
        machine_state=state.value,
    )
