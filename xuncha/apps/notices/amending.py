"""更正、撤回 of an issued notice: proposed by one person, agreed to by another; what was issued stays kept as it was."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError
from xuncha.apps.casework.news import ALL_ABOVE, OFFICE, OWNER, Piece, Sort, tell
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.notices.changes import changes_of, ledger_digest
from xuncha.apps.notices.models import Amendment, Notice
from xuncha.apps.objections.models import Objection
from xuncha.apps.rectification.following import void_cases
from xuncha.apps.rectification.models import Rectification

_State, _Kind = Amendment.State, Amendment.Kind


class AmendRefusedError(Exception):
    """It is not taken; the message says why, in Chinese."""


def may_be_proposed(notice: Notice) -> bool:
    """True where a correction or a revocation can be proposed: the notice is in force, and none waits for an answer."""
    return (
        notice.state == Notice.State.ISSUED and not notice.amendments.filter(state=_State.PROPOSED).exists()
    )


def propose(request: HttpRequest, notice: Notice, kind: str, reason: str) -> Amendment:
    """Propose to correct or to revoke an issued notice.

    Raises:
        AmendRefusedError: unknown, without a reason, the notice is not in force, or it was proposed already.
    """
    reason = typed(reason, OF_A_REASON, AmendRefusedError)
    if kind not in _Kind.values or not reason:
        raise AmendRefusedError("请选择更正或撤回，并写明原因。")
    if notice.state != Notice.State.ISSUED:
        raise AmendRefusedError("只有已签发、未更正也未撤回的通报可以更正或撤回。")
    try:
        with transaction.atomic():
            made = Amendment.objects.create(notice=notice, kind=kind, reason=reason, made_by=request.user)
            record(
                request,
                f"提出通报{made.get_kind_display()}",
                on=notice.title,
                通报=notice.pk,
                原因=made.reason,
            )
            _tell(notice, f"提出{made.get_kind_display()}，待另一人同意", (OFFICE,), request.user)
    except IntegrityError:
        raise AmendRefusedError("已有更正或撤回待另一人同意。") from None
    return made


def decide(request: HttpRequest, amendment: Amendment, agreed: bool, words: str) -> None:
    """Agree to it or not: another person than the one who proposed it. The ledger of the round opens again.

    A revoked notice takes its cases with it. Of one to be corrected they go on until the new version is issued.

    Raises:
        AmendRefusedError: by the same person, without words where refused, or overtaken.
    """
    notice, words = amendment.notice, typed(words, OF_A_REASON, AmendRefusedError)
    if amendment.made_by_id == request.user.pk:
        raise AmendRefusedError("须由提出人以外的另一人决定。")
    if not agreed and not words:
        raise AmendRefusedError("不同意须写明理由。")
    said = {"answer": words, "answered_by": request.user, "answered_at": timezone.now()}
    label = amendment.get_kind_display()
    try:
        with transaction.atomic():
            round_ = Round.objects.select_for_update().get(pk=notice.round_id)
            to = _State.AGREED if agreed else _State.REFUSED
            other = ~Q(made_by=request.user)
            if agreed and amendment.kind == _Kind.CORRECT:
                said["ledger_digest"] = ledger_digest(round_)
            amendment.move(to, by=request.user, note=words, only_if=other, **said)
            if agreed:
                _carry_out(request, amendment, round_)
            act = f"{'同意' if agreed else '不同意'}通报{label}"
            record(request, act, on=notice.title, 通报=notice.pk, 原因=amendment.reason, 意见=words)
            what = (
                f"{'已' if agreed else '不同意'}{label}"
                if amendment.kind == _Kind.REVOKE or not agreed
                else "正在更正"
            )
            _tell(notice, what, (OFFICE, ALL_ABOVE) if agreed else (OFFICE,), request.user)
            if agreed and amendment.kind == _Kind.REVOKE:
                _tell_owners(notice, round_)
    except (IllegalMoveError, OvertakenError) as error:
        raise AmendRefusedError(str(error)) from None


def _carry_out(request: HttpRequest, amendment: Amendment, round_: Round) -> None:
    notice, by = amendment.notice, request.user
    revoked = amendment.kind == _Kind.REVOKE
    to = Notice.State.REVOKED if revoked else Notice.State.CORRECTING
    notice.move(to, by=by, note=amendment.reason)
    Round.objects.filter(pk=round_.pk).update(notice_issued_at=None)
    if revoked:
        void_cases(Rectification.objects.filter(finding__round=round_), by, f"通报撤回：{amendment.reason}")


def finish(request: HttpRequest, notice: Notice) -> None:
    """A new version is issued: the old one is marked, and cases of what it withdraws end. Joins the transaction."""
    old = notice.corrects
    if old is None:
        return
    old.move(
        Notice.State.CORRECTED,
        by=request.user,
        note=f"由{notice.document_number}（第{notice.version}版）更正",
    )
    cases = Rectification.objects.filter(finding__round=notice.round_id)
    gone = cases.exclude(finding__state=FindingCase.State.CONFIRMED)
    for one in void_cases(gone, request.user, f"通报更正（{notice.document_number}），不再认定"):
        row = one.finding.verdict
        text = f"{row.name} {one.finding.code} {one.finding.title}：通报已更正，不再认定，整改撤销"
        page, units = reverse("rectification:case", args=[one.pk]), (row.sponsor_id, row.supervisor_id)
        tell([Piece(Sort.CASE, text, page, (OWNER,), units)])


def _tell(notice: Notice, what: str, to: tuple[str, ...], by: Any) -> None:
    page = reverse("notices:notice", args=[notice.pk])
    tell([Piece(Sort.NOTICE, f"{notice.document_number} {notice.title}：{what}", page, to, but=by.pk)])


def _tell_owners(notice: Notice, round_: Round) -> None:
    names = ("finding__verdict__sponsor_id", "finding__verdict__supervisor_id")
    cases = Rectification.objects.filter(finding__round=round_, state=Rectification.State.VOID)
    page = reverse("notices:notice", args=[notice.pk])
    text = f"{notice.document_number} {notice.title}：已撤回，所交办的整改撤销"
    pairs = cases.order_by(*names).values_list(*names).distinct()
    tell(Piece(Sort.NOTICE, text, page, (OWNER,), (owner, above)) for owner, above in pairs)


def abandon(request: HttpRequest, notice: Notice, reason: str) -> None:
    """Give up a correction that was agreed to: the notice is in force again as it was issued, its draft is withdrawn.

    Raises:
        AmendRefusedError: without a reason, nothing is being corrected, an objection waits, or the ledger does
            not say any more what the notice says.
    """
    reason = typed(reason, OF_A_REASON, AmendRefusedError)
    if not reason:
        raise AmendRefusedError("放弃更正须写明理由。")
    if notice.state != Notice.State.CORRECTING:
        raise AmendRefusedError("这份通报没有正在进行的更正。")
    try:
        with transaction.atomic():
            round_ = Round.objects.select_for_update().get(pk=notice.round_id)
            agreed = notice.amendments.filter(state=_State.AGREED, kind=_Kind.CORRECT).latest("pk")
            _require_unchanged(round_, agreed)
            for one in Notice.objects.filter(round=round_, state=Notice.State.DRAFT):
                one.move(Notice.State.WITHDRAWN, by=request.user, note=f"放弃更正：{reason}")
            agreed.move(_State.ABANDONED, by=request.user, note=reason)
            notice.move(Notice.State.ISSUED, by=request.user, note=f"放弃更正：{reason}")
            Round.objects.filter(pk=round_.pk).update(notice_issued_at=notice.issued_at)
            record(request, "放弃通报更正", on=notice.title, 通报=notice.pk, 原因=agreed.reason, 理由=reason)
            _tell(notice, "不再更正，原通报继续有效", (OFFICE, ALL_ABOVE), request.user)
    except (IllegalMoveError, OvertakenError) as error:
        raise AmendRefusedError(str(error)) from None


def _require_unchanged(round_: Round, agreed: Amendment) -> None:
    """What the notice says must be what the ledger says once it is closed again. Raises AmendRefusedError."""
    if Objection.objects.filter(finding__round=round_, state__in=Objection.OPEN).exists():
        raise AmendRefusedError("更正期间提出的申诉还没有答复，请先答复。")
    changes = [one.sentence for one in changes_of(round_)]
    if not changes and agreed.ledger_digest in ("", ledger_digest(round_)):
        return
    said = "；".join(changes[:3]) or "判定或评分表已经改动"
    raise AmendRefusedError(
        f"更正期间台账已有变动（{said}），与原通报不一致。请先恢复原来的核实结果和评分表，或者起草新的版本。"
    )
