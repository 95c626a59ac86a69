"""The result of a manual check: recorded, and entered into the ledger in the same transaction."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.inspections.entering import Entry, enter_fault, enter_nothing_found, take_back
from xuncha.apps.inspections.models import VerdictEntry
from xuncha.apps.sitework.models import ManualCheck

_State = ManualCheck.State


class ResultRefusedError(Exception):
    """The result is not taken; the message says why, in Chinese."""


def record_result(request: HttpRequest, check: ManualCheck, result: str, note: str) -> None:
    """Record what was seen; a fault becomes a finding that counts at once, in one transaction.

    Raises:
        ResultRefusedError: unknown, without note or photo where needed, or somebody was quicker.
    """
    note = typed(note, OF_A_REASON, ResultRefusedError)
    if result not in ManualCheck.RESULTS:
        raise ResultRefusedError("请选择核查结果。")
    if result != _State.OK and not note:
        raise ResultRefusedError("发现问题或未能查看的，须写明情况。")
    photos = check.photos.count()
    if result == _State.FAULT and check.guide.photo == "needed" and not photos:
        raise ResultRefusedError("发现问题的，须先上传照片或截图。")
    try:
        with transaction.atomic():
            done = {"seen": note, "done_by": request.user, "done_at": timezone.now()}
            check.move(result, by=request.user, note=note, **done)
            _enter(request, check, photos)
            record(
                request, f"人工核查：{check.get_state_display()}", on=f"{check.key} {check.code}", 核查=check.pk, 说明=note
            )  # fmt: skip
    except (IllegalMoveError, OvertakenError) as error:
        raise ResultRefusedError(str(error)) from None


def _enter(request: HttpRequest, check: ManualCheck, photos: int) -> None:
    if check.state == _State.UNSEEN:
        return
    rows = VerdictEntry.objects.select_related("round").filter(round=check.round_id)
    row = rows.filter(kind=check.kind, key=check.key).first()
    if row is None:
        raise ResultRefusedError("该对象在这次检查中已没有判定（可能已关停），结果无处可记。")
    entry = Entry(check.pk, check.code, check.guide_key, _detail(check, photos), photos)
    enter = enter_fault if check.state == _State.FAULT else enter_nothing_found
    check.finding = enter(row, entry, request.user)
    check.save(update_fields=["finding"])


def _detail(check: ManualCheck, photos: int) -> str:
    said = check.seen or "未见问题"
    shown = f"（照片 {photos} 张）" if photos else ""
    return f"人工核查“{check.guide.title}”：{said}{shown}"


def look_again(request: HttpRequest, check: ManualCheck, note: str) -> None:
    """Open a check again that ended without a fault; what it settled is open again, too.

    Raises:
        ResultRefusedError: without a reason, or it is not a result that can be taken back.
    """
    note = typed(note, OF_A_REASON, ResultRefusedError)
    if not note:
        raise ResultRefusedError("重新核查须写明理由。")
    try:
        with transaction.atomic():
            finding = check.finding
            check.move(_State.WAITING, by=request.user, note=note, finding=None, done_by=None, done_at=None)
            if finding is not None:
                take_back(finding, request.user, note)
            record(request, "重新核查", on=f"{check.key} {check.code}", 核查=check.pk, 理由=note)
    except (IllegalMoveError, OvertakenError) as error:
        raise ResultRefusedError(str(error)) from None
