"""What stands after people have looked: the verdict of a target under the review of its findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xuncha.apps.inspections.results import NOT_SEEN, Finding, Verdict
from xuncha.indicators.kernel import State

#: States of the review, as the database names them.
CONFIRMED, VISIT = "confirmed", "visit"
CLEARED = "cleared"
TAKEN_OUT = frozenset({"dismissed", "suppressed", CLEARED})
OPEN = frozenset({"suspected", "first", "visit"})
#: Keys of ``observed``: entered by a person (the number of the check), and looked at without a fault.
BY_HAND, LOOKED_AT = "manual_check", "looked_at"
#: The machine could not look, or not enough: calling its doubt a false alarm makes no pass of it.
UNLOOKED = NOT_SEEN | {State.INSUFFICIENT.value}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A finding and where its review is."""

    found: Finding
    state: str

    @property
    def stands(self) -> Finding | None:
        """The finding as it counts now: confirmed is a hit, dismissed or cleared is none, a visit leaves it open."""
        if self.state in TAKEN_OUT:
            return None
        if self.state == CONFIRMED:
            return replace(self.found, outcome="hit", state=State.VIOLATION.value)
        return replace(self.found, outcome="doubt") if self.state == VISIT else self.found


def standing(reviewed: Iterable[Reviewed]) -> list[Finding]:
    """The findings that count, in their order."""
    return [found for one in reviewed if (found := one.stands) is not None]


def settle(verdict: Verdict, reviewed: Sequence[Reviewed], tiers: Mapping[str, str]) -> Verdict:
    """The verdict with the review taken into account; the machine's own where nobody decided anything.

    Any veto that stands fails the target, and so does a score below the pass mark; else a veto in doubt or not assessed leaves it unknown.
    ``tiers`` gives the tier of every code of the standard.
    """
    found = standing(reviewed)
    hit = sorted({finding.code for finding in found if finding.outcome == "hit"})
    veto = tuple(code for code in hit if tiers.get(code) == "veto")
    doubtful = any(finding.outcome == "doubt" and finding.tier == "veto" for finding in found)
    unlooked = (code for code, state in verdict.states if state in UNLOOKED)
    missing = any(tiers.get(code) == "veto" and code not in looked_at(reviewed) for code in unlooked)
    outcome = "fail" if veto or verdict.low_score else "unknown" if doubtful or missing else "pass"
    other = tuple(code for code in hit if code not in veto)
    if (outcome, veto, other) == (verdict.outcome, verdict.veto, verdict.other):
        return verdict
    note = "；".join(filter(None, ("结论经人工核实后改变", verdict.note if outcome == "unknown" else "")))
    return replace(verdict, outcome=outcome, veto=veto, other=other, note=note)


def looked_at(reviewed: Iterable[Reviewed]) -> frozenset[str]:
    """Codes that a person looked at in the place of the machine, and saw no fault: in a manual check, or at
    every single doubt of the code."""
    settled = [one for one in reviewed if one.state in TAKEN_OUT]
    in_check = {one.found.code for one in settled if LOOKED_AT in one.found.observed}
    cleared = {one.found.code for one in settled if one.state == CLEARED}
    not_seen = {one.found.code for one in settled if one.state != CLEARED and one.found.state in UNLOOKED}
    return frozenset(in_check | (cleared - not_seen))


def is_settled(reviewed: Iterable[Reviewed]) -> bool:
    """True when no veto of the target waits for a person."""
    return not any(one.found.tier == "veto" and one.state in OPEN for one in reviewed)
