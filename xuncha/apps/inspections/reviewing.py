"""核实: what a person decides about a finding. Every decision moves the case, settles the verdict, is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from xuncha.apps.casework.audit import record_all
from xuncha.apps.casework.models import OVERTAKEN, IllegalMoveError, OvertakenError, move_together
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.inspections.causes import told_once
from xuncha.apps.inspections.ledger import settle_again
from xuncha.apps.inspections.models import FindingCase
from xuncha.apps.inspections.settling import LOOKED_AT, NOT_SEEN, UNLOOKED

_State = FindingCase.State
#: Decisions by the word a form sends: label, and whether a reason must be given.
DECISIONS = {
    "confirm": ("确认属实", False),
    "dismiss": ("判为误报", True),
    "visit": ("需现场核查", False),
    "clear": ("已人工查看，未见问题", True),
    "back": ("退回重核", True),
    "reopen": ("重新核实", True),
}
_TO = {
    "dismiss": _State.DISMISSED,
    "visit": _State.VISIT,
    "clear": _State.CLEARED,
    "back": _State.SUSPECTED,
    "reopen": _State.SUSPECTED,
}
_FROM = {
    "back": (_State.FIRST,),
    "reopen": (_State.CONFIRMED, _State.DISMISSED, _State.SUPPRESSED, _State.CLEARED),
}


class DecisionRefusedError(Exception):
    """The decision cannot be taken; the message says why, in Chinese."""


def decide(request: HttpRequest, case: FindingCase, decision: str, note: str = "") -> None:
    """Take one decision about one finding, in one transaction.

    Raises:
        DecisionRefusedError: unknown, without its reason, by the same person twice, or overtaken.
    """
    _, (refusal,) = decide_of_one(request, [case], decision, note)
    if refusal:
        raise DecisionRefusedError(refusal)


def decide_of_one(
    request: HttpRequest, cases: Sequence[FindingCase], decision: str, note: str
) -> tuple[int, list[str]]:
    """Decide about findings of one target in one transaction; its verdict is settled once.

    How many were taken, and for each case why it was refused, empty where it was not.
    """
    try:
        note = typed(note, OF_A_REASON, DecisionRefusedError)
    except DecisionRefusedError as error:
        return 0, [str(error)] * len(cases)
    label, needs_reason = DECISIONS.get(decision, ("", False))
    if not label:
        return 0, ["没有这种处理。"] * len(cases)
    if needs_reason and not note:
        return 0, [f"“{label}”须写明理由。"] * len(cases)
    refusals: list[str] = []
    try:
        # Cases, then the round, then the record of acts: everybody locks in this order.
        with transaction.atomic():
            refusals = _moved(cases, decision, request.user, note)
            taken = [case for case, refusal in zip(cases, refusals, strict=True) if not refusal]
            if taken:
                settle_again(taken[0].verdict)
                record_all(request, f"核实：{label}", (_said(case, note) for case in taken))
    except IllegalMoveError as error:  # the notice is issued: nothing of it is done
        return 0, [refusal or str(error) for refusal in refusals]
    return len(taken), refusals


def _said(case: FindingCase, note: str) -> tuple[str, dict[str, Any]]:
    detail = {"问题": case.pk, "状态": case.get_state_display(), "理由": note}
    return f"{case.target} {case.code}", detail


def _moved(cases: Sequence[FindingCase], decision: str, by: Any, note: str) -> list[str]:
    """Move the cases; for each why it was refused, empty where it was not. A refused case is as it was."""
    refusals: dict[int, str] = {}
    moves: defaultdict[_Move, list[FindingCase]] = defaultdict(list)
    for case in cases:
        try:
            moves[_move_of(case, decision, by, note)].append(case)
        except (IllegalMoveError, DecisionRefusedError) as error:
            refusals[case.pk] = str(error)
    for move, some in moves.items():
        fields = {} if move.keeps_first else {"first_by": move.first_by}
        only_if = ~Q(first_by=move.not_by) if move.not_by else None
        done = move_together(some, move.to, by=by, note=note, only_if=only_if, **fields)
        refusals |= {case.pk: OVERTAKEN for case in some if case.pk not in done}
    return [refusals.get(case.pk, "") for case in cases]


@dataclass(frozen=True, slots=True)
class _Move:
    """Where a decision takes a finding. ``not_by``: refused by the UPDATE itself to whoever confirmed it first."""

    was: str
    to: str
    first_by: Any = None
    not_by: Any = None
    keeps_first: bool = False


def _move_of(case: FindingCase, decision: str, by: Any, note: str) -> _Move:
    """Raises IllegalMoveError, DecisionRefusedError."""
    if decision == "confirm":
        return _confirm(case, by, note)
    allowed = _FROM.get(decision, FindingCase.OPEN)
    if case.state not in allowed or LOOKED_AT in case.observed or not _may_be_cleared(case, decision):
        raise IllegalMoveError("现在的状态不能这样处理")
    case.require_way(_TO[decision])
    return _Move(case.state, _TO[decision])


def _may_be_cleared(case: FindingCase, decision: str) -> bool:
    """Looking in the place of the machine is for what it could not see; what it saw is confirmed or dismissed."""
    return decision != "clear" or case.machine_state in UNLOOKED


def dismiss_upheld(request: HttpRequest, case: FindingCase, reason: str) -> None:
    """The objection of the owner is upheld: the confirmed finding is none. Joins the open transaction.

    Raises:
        DecisionRefusedError: the notice is issued, or the finding is not confirmed any more.
    """
    try:
        case.move(_State.DISMISSED, by=request.user, note=f"申诉成立：{reason}", first_by=None)
        settle_again(case.verdict)
    except (IllegalMoveError, OvertakenError) as error:
        raise DecisionRefusedError(str(error)) from None


def _confirm(case: FindingCase, by: Any, note: str) -> _Move:
    """A veto takes two people: the second confirmation is refused to the first by the UPDATE itself.

    What the machine never saw is no fault that anybody could confirm; what it saw in part needs the words of
    whoever saw the rest.
    """
    if case.machine_state in NOT_SEEN:
        raise DecisionRefusedError("这一处没有看成，不能确认属实：请复查，或在“人工核查”中录入看到的情况。")
    if case.machine_state in UNLOOKED and case.state != _State.FIRST and not note:
        raise DecisionRefusedError("机器只看到一部分，确认属实须写明何时、怎样看到的。")
    if not case.needs_two:
        made = _Move(case.state, _State.CONFIRMED, keeps_first=True)
    elif case.state != _State.FIRST:
        made = _Move(case.state, _State.FIRST, first_by=by)
    elif case.first_by_id == by.pk:
        raise DecisionRefusedError("否决指标须由两人核实，请由另一人复核。")
    else:
        made = _Move(case.state, _State.CONFIRMED, not_by=by, keeps_first=True)
    case.require_way(made.to)
    return made


def decide_all(
    request: HttpRequest, cases: Iterable[FindingCase], decision: str, note: str
) -> tuple[int, list[str]]:
    """The same decision about several findings; each stands or falls alone. (how many taken, why others were not).

    Those of one target are decided together, or where its notice is issued, none of them.
    """
    of_a_target: defaultdict[int, list[FindingCase]] = defaultdict(list)
    for case in cases:
        of_a_target[case.verdict_id].append(case)
    taken, refused = 0, []
    for some in of_a_target.values():
        done, refusals = decide_of_one(request, some, decision, note)
        taken += done
        refused += _refused(some, refusals)
    return taken, refused


def _refused(cases: Sequence[FindingCase], refusals: Sequence[str]) -> list[str]:
    """Why findings of one target were refused, every reason once with the indicators that it holds for."""
    told = told_once((why, case.code) for case, why in zip(cases, refusals, strict=True) if why)
    found = []
    for why, codes in told.items():
        kinds = list(dict.fromkeys(codes))
        number = f"（{len(codes)} 处）" if len(codes) > len(kinds) else ""
        found.append(f"{cases[0].target} {'、'.join(kinds)}{number}：{why}")
    return found


def possible(case: FindingCase, user: Any) -> list[tuple[str, str, bool]]:
    """(decision, label, needs a reason) of everything this person can decide now."""
    if case.round.notice_issued_at is not None:
        return []
    found = []
    for decision, (label, needs_reason) in DECISIONS.items():
        if decision in _FROM:
            # What a manual check saw is looked at again where the check is.
            fits = case.state in _FROM[decision] and LOOKED_AT not in case.observed
        elif decision == "confirm":
            fits = case.state in FindingCase.OPEN and case.machine_state not in NOT_SEEN
            fits = fits and not (case.state == _State.FIRST and case.first_by_id == user.pk)
        else:
            fits = case.state in FindingCase.OPEN and _TO[decision] in FindingCase.MOVES[_State(case.state)]
            fits = fits and _may_be_cleared(case, decision)
        if fits:
            found.append((decision, _label(case, decision, label), needs_reason))
    return found


def _label(case: FindingCase, decision: str, label: str) -> str:
    if decision == "confirm" and case.needs_two:
        return "复核确认" if case.state == _State.FIRST else "初核属实（待另一人复核）"
    return label
