"""Opening cases, replying and looking again: each in one transaction with its record."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError
from xuncha.apps.casework.taking_files import FileRefusedError, keep_files
from xuncha.apps.casework.typed import OF_A_REPLY, typed
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.inspections.rechecks.ordering import RecheckRefusedError, recheck_finding
from xuncha.apps.rectification.models import Rectification, RectificationFile
from xuncha.apps.rectification.telling import tell_of_outcome, tell_of_reply

_State = Rectification.State
_BATCH = 1000
#: Outcomes of looking again: label, next state, and whether words are needed.
OUTCOMES = {
    "fixed": ("已整改，办结", _State.CLOSED, False),
    "not_fixed": ("未整改到位，退回", _State.ASSIGNED, True),
}


class StepRefusedError(Exception):
    """It is not taken; the message says why, in Chinese."""


def open_cases(round_: Round, due_on: date, *, provisional: bool, by: Any = None) -> int:
    """A case for every confirmed fault of a round; how many are new or handed over again. Joins the transaction."""
    confirmed = round_.findings.filter(state=FindingCase.State.CONFIRMED, rectification=None)
    keys = (
        confirmed.exclude(tier="bonus")
        .order_by("rank", "verdict__place", "place", "pk")
        .values_list("pk", flat=True)
    )
    made = [
        Rectification(finding_id=pk, due_on=due_on, due_is_provisional=provisional)
        for pk in keys.iterator(_BATCH)
    ]
    Rectification.objects.bulk_create(made, batch_size=_BATCH)
    again = Rectification.objects.filter(
        state=_State.VOID, finding__round=round_, finding__state=FindingCase.State.CONFIRMED
    )
    for one in list(again):
        due = {"due_on": due_on, "due_is_provisional": provisional, "first_due_on": None}
        one.move(_State.ASSIGNED, by=by, note="随新的通报重新交办", **due)
        made.append(one)
    return len(made)


def void_cases(rows: Any, by: Any, why: str) -> list[Rectification]:
    """End the open ones of these cases without a result: their notice says so no longer. Joins the transaction."""
    open_ = list(rows.filter(state__in=(_State.ASSIGNED, _State.REPLIED)).select_related("finding__verdict"))
    for one in open_:
        one.move(_State.VOID, by=by, note=why)
    return open_


def same_cause(case: Rectification) -> Any:
    """Other cases of the same round, target and indicator that are where this one is."""
    of = case.finding
    same = {"round": of.round_id, "kind": of.kind, "target": of.target, "code": of.code}
    rows = Rectification.objects.filter(**{f"finding__{name}": value for name, value in same.items()})
    return rows.filter(state=case.state).exclude(pk=case.pk).select_related("finding")


def reply(
    request: HttpRequest, case: Rectification, words: str, files: Iterable[Any], *, with_same: bool = False
) -> int:
    """The owner says what was done and asks to look again; how many cases it is said of.

    Raises:
        StepRefusedError: without words, a file is refused, or the case is elsewhere.
    """
    words = typed(words, OF_A_REPLY, StepRefusedError)
    if not words:
        raise StepRefusedError("请写明整改情况。")
    said = _step(request, case, _State.REPLIED, words, files, with_same, "反馈整改")
    # What a machine can look at again is looked at at once; what it cannot waits for the inspector alone.
    with suppress(RecheckRefusedError):
        recheck_finding(case.finding, request.user, request)
    return said


def look_again(
    request: HttpRequest,
    case: Rectification,
    outcome: str,
    words: str,
    files: Iterable[Any],
    *,
    with_same: bool = False,
) -> int:
    """An inspector says what looking again showed; how many cases it is said of.

    Raises:
        StepRefusedError: unknown, without words where needed, a file is refused, or the case is elsewhere.
    """
    label, to, needs_words = OUTCOMES.get(outcome, ("", "", False))
    if not label:
        raise StepRefusedError("请选择复查结果。")
    words = typed(words, OF_A_REPLY, StepRefusedError)
    if needs_words and not words:
        raise StepRefusedError("退回须写明哪里没有整改到位。")
    return _step(request, case, to, words, files, with_same, f"复查：{label}")


def _step(
    request: HttpRequest,
    case: Rectification,
    to: str,
    words: str,
    files: Iterable[Any],
    with_same: bool,
    act: str,
) -> int:
    cases = [case, *same_cause(case)] if with_same else [case]
    now = timezone.now()
    fields: dict[str, Any] = {
        _State.REPLIED: {"replied_at": now},
        _State.CLOSED: {"closed_at": now},
        _State.ASSIGNED: {"times_back": F("times_back") + 1},
    }[_State(to)]
    try:
        with transaction.atomic():
            for one in cases:
                one.move(to, by=request.user, note=words, **fields)
            step = case.steps.latest("pk")
            kept = keep_files(RectificationFile, files, request.user, step=step)
            on = f"{case.finding.target} {case.finding.code}"
            detail = {"整改": [one.pk for one in cases], "说明": words, "材料": [one.sha256 for one in kept]}
            record(request, act, on=on, **detail)
            told = tell_of_reply if to == _State.REPLIED else tell_of_outcome
            told(case, len(cases), request.user)
    except (FileRefusedError, IllegalMoveError, OvertakenError) as error:
        raise StepRefusedError(str(error)) from None
    return len(cases)
