"""Objecting and answering: each in one transaction with its record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError
from xuncha.apps.casework.news import ABOVE, OFFICE, OWNER, Piece, Sort, tell
from xuncha.apps.casework.taking_files import FileRefusedError, keep_files
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.casework.working_days import DueDay, add_working_days
from xuncha.apps.inspections.ledger import require_open
from xuncha.apps.inspections.models import FindingCase, FindingStep, Round
from xuncha.apps.inspections.reviewing import DecisionRefusedError, dismiss_upheld
from xuncha.apps.objections.models import Objection, ObjectionFile

_State = Objection.State
#: What can be answered: label, and the states it can be answered from.
ANSWERS = {
    "uphold": ("申诉成立", (_State.OPEN, _State.FIRST)),
    "reject": ("申诉不成立", (_State.OPEN,)),
    "back": ("不同意采纳，退回重议", (_State.FIRST,)),
}


class ObjectionRefusedError(Exception):
    """It is not taken; the message says why, in Chinese."""


def due_of(case: FindingCase) -> DueDay | None:
    """The last day on which the owner may object; None while the finding is not confirmed."""
    if case.state != FindingCase.State.CONFIRMED:
        return None
    confirmed = case.steps.filter(now=FindingCase.State.CONFIRMED).order_by("-pk").first()
    if confirmed is None:
        return None
    return add_working_days(timezone.localdate(confirmed.at), settings.OBJECTION_WORKING_DAYS)


def may_object(user: Any, case: FindingCase) -> bool:
    """True when this person may object to this finding today."""
    return may(user, Right.ANSWER) and not why_closed(case)


def why_closed(case: FindingCase) -> str:
    """Why nobody may object to this finding today, as told to its owner; empty where they may."""
    due = due_of(case)
    if due is None:
        return "现在不能申诉：这一问题还没有确认，或已不再成立。"
    if case.round.notice_issued_at is not None:
        return "现在不能申诉：这次检查的通报已经签发。"
    if case.objections.filter(state__in=Objection.OPEN).exists():
        return "现在不能申诉：对这一问题已有申诉待答复。"
    return f"现在不能申诉：申诉期限 {due.on:%Y-%m-%d} 已过。" if timezone.localdate() > due.on else ""


def may_still_be_objected_to(round_: Round) -> int:
    """Confirmed vetoes of a round whose owners may still object today: the notice had better wait."""
    confirmed = round_.findings.filter(state=FindingCase.State.CONFIRMED, tier="veto")
    steps = FindingStep.objects.filter(case__in=confirmed, now=FindingCase.State.CONFIRMED)
    days = dict(steps.order_by("pk").values_list("case", "at"))
    today, last = timezone.localdate(), settings.OBJECTION_WORKING_DAYS
    dates = [timezone.localdate(at) for at in days.values()]
    still = {day for day in set(dates) if add_working_days(day, last).on >= today}
    return sum(day in still for day in dates)


def object_to(request: HttpRequest, case: FindingCase, reason: str, files: Iterable[Any]) -> Objection:
    """Take in an objection of the owner.

    Raises:
        ObjectionRefusedError: without a reason, too late, there is one already, or a file is refused.
    """
    reason = typed(reason, OF_A_REASON, ObjectionRefusedError)
    if not reason:
        raise ObjectionRefusedError("请写明申诉理由。")
    if closed := why_closed(case):
        raise ObjectionRefusedError(closed)
    try:
        with transaction.atomic():
            require_open(case.round_id)
            made = Objection.objects.create(finding=case, reason=reason, made_by=request.user)
            kept = keep_files(ObjectionFile, files, request.user, objection=made)
            record(
                request,
                "提出申诉",
                on=f"{case.target} {case.code}",
                申诉=made.pk,
                理由=reason,
                材料=[one.sha256 for one in kept],
            )
            _tell(made, "提出申诉", (OFFICE, ABOVE), request.user)
    except (FileRefusedError, IllegalMoveError) as error:
        raise ObjectionRefusedError(str(error)) from None
    except IntegrityError:
        raise ObjectionRefusedError("对这一问题已有申诉待答复。") from None
    return made


def _tell(objection: Objection, what: str, to: tuple[str, ...], by: Any) -> None:
    row = objection.finding.verdict
    text = f"{what}：{row.name} {objection.finding.code} {objection.finding.title}（{row.sponsor_name}）"
    units = (row.sponsor_id, row.supervisor_id)
    page = reverse("objections:objection", args=[objection.pk])
    tell([Piece(Sort.OBJECTION, text, page, to, units, but=by.pk)])


def answer(request: HttpRequest, objection: Objection, answered: str, words: str) -> None:
    """Uphold, reject or send back. An objection to a veto is upheld by two people.

    Raises:
        ObjectionRefusedError: unknown, without words, by the same person twice, overtaken, or the notice is issued.
    """
    words = typed(words, OF_A_REASON, ObjectionRefusedError)
    label, from_states = ANSWERS.get(answered, ("", ()))
    if not label or objection.state not in from_states:
        raise ObjectionRefusedError("现在的状态不能这样处理。")
    if not words:
        raise ObjectionRefusedError("请写明答复或理由。")
    try:
        with transaction.atomic():
            _answer(request, objection, answered, words)
            case = objection.finding
            record(
                request,
                f"答复申诉：{objection.get_state_display()}",
                on=f"{case.target} {case.code}",
                申诉=objection.pk,
                答复=words,
            )
            to = (OFFICE,) if objection.is_open else (OWNER, ABOVE)
            _tell(objection, f"申诉{objection.get_state_display()}", to, request.user)
    except (IllegalMoveError, OvertakenError, DecisionRefusedError) as error:
        raise ObjectionRefusedError(str(error)) from None


def _answer(request: HttpRequest, objection: Objection, answered: str, words: str) -> None:
    by = request.user
    if answered == "back":
        objection.move(_State.OPEN, by=by, note=words, first_by=None)
        return
    said = {"answer": words, "answered_by": by, "answered_at": timezone.now()}
    if answered == "reject":
        objection.move(_State.REJECTED, by=by, note=words, **said)
    elif objection.finding.needs_two and objection.state == _State.OPEN:
        objection.move(_State.FIRST, by=by, note=words, first_by=by)
    else:
        if objection.first_by_id == by.pk:
            raise ObjectionRefusedError("否决指标的申诉须由两人采纳，请由另一人复核。")
        other = ~Q(first_by=by) | Q(first_by=None)
        objection.move(_State.UPHELD, by=by, note=words, only_if=other, **said)
        dismiss_upheld(request, objection.finding, words)


def withdraw(request: HttpRequest, objection: Objection) -> None:
    """The owner takes it back. Raises ObjectionRefusedError where it is not open any more."""
    try:
        with transaction.atomic():
            objection.move(_State.WITHDRAWN, by=request.user)
            record(request, "撤回申诉", on=str(objection.finding.target), 申诉=objection.pk)
            _tell(objection, "撤回申诉", (OFFICE, ABOVE), request.user)
    except (IllegalMoveError, OvertakenError) as error:
        raise ObjectionRefusedError(str(error)) from None
