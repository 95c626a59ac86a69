"""延期: an owner asks for more time before the limit; a supervisor or an inspector grants or refuses it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError
from xuncha.apps.casework.news import ABOVE, OFFICE, OWNER, Piece, Sort, tell
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.inspections.models import Round
from xuncha.apps.rectification.models import Extension, Rectification
from xuncha.apps.rectification.telling import address_of, named, units_of

_State = Extension.State
#: Days after the present limit up to which one may ask.
MOST_DAYS = 180


class ExtensionRefusedError(Exception):
    """It is not taken; the message says why, in Chinese."""


def may_ask(case: Rectification) -> bool:
    """True while the case waits for its owner, its day is not past and nothing was asked that waits."""
    waits = case.state == Rectification.State.ASSIGNED and not case.is_overdue()
    return waits and not case.extensions.filter(state=_State.ASKED).exists()


def together_with(case: Rectification) -> Any:
    """Other cases of the same round, owner and limit that wait for their owner and of which nothing was asked."""
    row = case.finding.verdict
    rows = Rectification.objects.filter(
        state=Rectification.State.ASSIGNED,
        due_on=case.due_on,
        finding__round=case.finding.round_id,
        finding__verdict__sponsor=row.sponsor_id,
    )
    asked = Extension.objects.filter(state=_State.ASKED).values("case")
    return rows.exclude(pk=case.pk).exclude(pk__in=asked)


def ask(
    request: HttpRequest, case: Rectification, reason: str, until: date | None, *, all_of_it: bool = False
) -> int:
    """The owner asks for a later day; of how many cases.

    Raises:
        ExtensionRefusedError: without a reason or a later day, too late, or it was asked already.
    """
    reason = typed(reason, OF_A_REASON, ExtensionRefusedError)
    if not reason:
        raise ExtensionRefusedError("请写明延期理由。")
    if not may_ask(case):
        raise ExtensionRefusedError("现在不能申请延期：已过期限、已反馈，或已有申请待答复。")
    if until is None or not case.due_on < until <= case.due_on + timedelta(days=MOST_DAYS):
        raise ExtensionRefusedError(f"延期日期须晚于现期限（{case.due_on}），且最多延后 {MOST_DAYS} 天。")
    cases = [case, *together_with(case)] if all_of_it else [case]
    batch = uuid4().hex
    try:
        with transaction.atomic():
            # Locked: a reply given at the same moment makes the question void.
            still = Rectification.objects.select_for_update().filter(
                pk__in=[one.pk for one in cases], state=Rectification.State.ASSIGNED
            )
            if len(still) != len(cases):
                raise ExtensionRefusedError("有整改已被他人处理，请刷新后再看。")
            for one in cases:
                Extension.objects.create(
                    case=one,
                    batch=batch,
                    reason=reason,
                    wanted_on=until,
                    was_due=one.due_on,
                    made_by=request.user,
                )
            detail = {"整改": [one.pk for one in cases], "申请至": until.isoformat(), "理由": reason}
            record(request, "申请延期", on=named(case), **detail)
            text = f"{case.finding.verdict.sponsor_name}申请延期至 {until}：{_of(case, len(cases))}"
            page = address_of(case)
            tell([Piece(Sort.EXTENSION, text, page, (OFFICE, ABOVE), units_of(case), but=request.user.pk)])
    except IntegrityError:
        raise ExtensionRefusedError("已有延期申请待答复。") from None
    return len(cases)


def answer(
    request: HttpRequest,
    extension: Extension,
    granted: bool,
    words: str,
    until: date | None = None,
    *,
    all_of_it: bool = False,
) -> int:
    """Grant, to the day asked for or an earlier one, or refuse; of how many cases.

    Raises:
        ExtensionRefusedError: without words, the day is not between the two, or it was answered or replied to.
    """
    words, case = typed(words, OF_A_REASON, ExtensionRefusedError), extension.case
    if not words:
        raise ExtensionRefusedError("请写明同意或不同意的理由。")
    until = until or extension.wanted_on
    if granted and not extension.was_due < until <= extension.wanted_on:
        raise ExtensionRefusedError(
            f"新期限须晚于原期限（{extension.was_due}），不晚于申请的日期（{extension.wanted_on}）。"
        )
    visible = Rectification.objects.visible_to(request.user)
    same = Extension.objects.filter(batch=extension.batch, state=_State.ASKED, case__in=visible)
    others = same.exclude(pk=extension.pk).select_related("case") if all_of_it else ()
    extensions = [extension, *others]
    said = {"answer": words, "answered_by": request.user, "answered_at": timezone.now()}
    try:
        with transaction.atomic():
            for one in extensions:
                if granted:
                    _put_off(one, until)
                to, more = (_State.GRANTED, {"granted_on": until}) if granted else (_State.REFUSED, {})
                one.move(to, by=request.user, note=words, **said, **more)
            detail = {"整改": [one.case_id for one in extensions], "理由": words}
            detail |= {"新期限": until.isoformat()} if granted else {}
            record(request, f"答复延期：{extension.get_state_display()}", on=named(case), **detail)
            outcome = f"延期至 {until}" if granted else "不同意延期"
            text = f"{outcome}：{_of(case, len(extensions))}"
            page = address_of(case)
            tell([Piece(Sort.EXTENSION, text, page, (OWNER, ABOVE), units_of(case), but=request.user.pk)])
    except (IllegalMoveError, OvertakenError) as error:
        raise ExtensionRefusedError(str(error)) from None
    return len(extensions)


def _put_off(extension: Extension, until: date) -> None:
    """The new day; the first one is kept beside it."""
    rows = Rectification.objects.filter(
        pk=extension.case_id, state=Rectification.State.ASSIGNED, due_on=extension.was_due
    )
    first = Coalesce("first_due_on", F("due_on"))
    if not rows.update(first_due_on=first, due_on=until, due_is_provisional=False):
        raise ExtensionRefusedError("整改已反馈或期限已改，不再需要答复延期。")


def take_back(request: HttpRequest, extension: Extension) -> None:
    """The owner takes the question back. Raises ExtensionRefusedError where it was answered."""
    try:
        with transaction.atomic():
            extension.move(_State.WITHDRAWN, by=request.user)
            record(request, "撤回延期申请", on=named(extension.case), 整改=[extension.case_id])
    except (IllegalMoveError, OvertakenError) as error:
        raise ExtensionRefusedError(str(error)) from None


def put_off(user: Any, round_: Round) -> list[tuple[str, date, date, int]]:
    """Limits put off since the notice of a round, as far as the user sees them: (sponsor, first, now, how many)."""
    rows = Rectification.objects.visible_to(user).filter(finding__round=round_, first_due_on__isnull=False)
    names = ("finding__verdict__sponsor_name", "first_due_on", "due_on")
    return sorted(rows.order_by().values_list(*names).annotate(n=Count("pk")))


def _of(case: Rectification, count: int) -> str:
    return named(case) + (f"等 {count} 处" if count > 1 else "")
