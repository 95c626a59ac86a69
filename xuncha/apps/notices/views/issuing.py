"""签发: drafting a notice, its preview, issuing it, and its files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import file_name
from xuncha.apps.casework.refusing import refusal_told
from xuncha.apps.casework.tasks.ordering import answer
from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.amending import may_be_proposed
from xuncha.apps.notices.drafting import is_large, order_draft
from xuncha.apps.notices.issuing import (
    FILES,
    OUTSIDE,
    IssueRefusedError,
    Wanted,
    draft,
    intact,
    issue,
    standing_of,
    unverified_of,
    wanted_of,
    withdraw,
)
from xuncha.apps.notices.issuing_apart import being_issued, issued_words, order_issue
from xuncha.apps.notices.models import Notice
from xuncha.apps.rectification.extending import put_off
from xuncha.standards.standard import load_standard
from xuncha.told import ToldError

#: How far ahead a notice may be dated.
_AHEAD = timedelta(days=90)


class DraftForm(forms.Form):
    """What the office decides about the notice; every figure comes from the ledger."""

    issuer = forms.CharField(label="发文机关", max_length=40)
    document_number = forms.CharField(label="发文字号", max_length=40, help_text="如 云办函〔2025〕12号")
    addressees = forms.CharField(label="主送机关", max_length=300, initial="各地、各有关单位：")
    title = forms.CharField(
        label="标题", max_length=100, required=False, help_text="留空则按发文机关和季度拟定"
    )
    issued_on = forms.DateField(
        label="印发日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    working_days = forms.IntegerField(label="整改期限（工作日）", min_value=1, max_value=120)
    limits_vouched = forms.BooleanField(
        label="各指标的条文和限值已由本机关与正式文件核对无误",
        required=False,
        help_text="有尚未核对的而不勾选，通报标为“征求意见稿”，不能签发。勾选人记入操作记录",
    )
    scope_accepted = forms.BooleanField(
        label="检查只判定了部分指标的，按所列范围印发",
        required=False,
        help_text="范围写入正文；不勾选而范围不全的，通报标为“征求意见稿”，不能签发",
    )

    def clean_issued_on(self) -> object:
        """Not in the past: the limit for putting faults right is counted from this day."""
        day = self.cleaned_data["issued_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("印发日期不能早于今天，整改期限从这一天起算。")
        if day > timezone.localdate() + _AHEAD:
            raise forms.ValidationError("印发日期最晚为今天起 90 天，请核对年份。")
        return day


def _initial(round_: Round) -> dict[str, Any]:
    before = Notice.objects.filter(round=round_).first() or Notice.objects.first()
    days = load_standard(round_.standard).deadlines.rectification_working_days
    today = timezone.localdate()
    initial: dict[str, Any] = {"issued_on": today, "working_days": days, "issuer": round_.issuer}
    if before is not None:
        initial |= {"issuer": before.issuer, "addressees": before.addressees}
    if before is not None and before.round_id == round_.pk:
        initial |= {**{name: getattr(wanted_of(before), name) for name in DraftForm.base_fields}}
        initial["issued_on"] = max(before.issued_on, today)
    return initial


@needs(Right.ROUNDS)
def new_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the notice of a finished round."""
    round_ = get_object_or_404(Round, pk=pk, state=Round.State.FINISHED)
    form = DraftForm(request.POST or None, initial=_initial(round_))
    if request.method == "POST" and form.is_valid():
        wanted = Wanted(**form.cleaned_data)
        try:
            if is_large(round_):
                return answer(request, order_draft(request, round_, wanted))
            made = draft(request, round_, wanted)
        except IssueRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "通报已起草，请核对后交另一人签发。")
            return redirect("notices:notice", pk=made.pk)
    standing = standing_of(round_)
    try:
        unverified = [] if standing.against_drafting else unverified_of(round_)
    except ToldError as error:  # the result folder is gone or damaged
        messages.error(request, error.told)
        return redirect("notices:notices")
    context = {"round": round_, "form": form, "standing": standing, "unverified": unverified}
    return render(request, "notices/draft.html", context)


@any_role
def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its words, its files, and what can be done with it."""
    rows = Notice.objects.visible_to(request.user).select_related("round", "drafted_by", "issued_by")
    notice = get_object_or_404(rows, pk=pk)
    inside = may(request.user, Right.SEE_ALL)
    waits = notice.state == Notice.State.DRAFT
    context = {
        "notice": notice,
        "words": notice.words,
        "files": [(one, FILES[one.name]) for one in notice.files.all() if inside or one.name in OUTSIDE],
        "inside": inside,
        "standing": standing_of(notice.round) if inside and waits else None,
        "waits": waits,
        "being_issued": being_issued(notice) if inside and waits else None,
        "amendments": notice.amendments.select_related("made_by__unit", "answered_by__unit"),
        "newer": notice.corrected_by.filter(state__in=Notice.OUT).first(),
        "may_amend": may(request.user, Right.ROUNDS) and may_be_proposed(notice),
        "may_abandon": may(request.user, Right.ROUNDS) and notice.state == Notice.State.CORRECTING,
        "may_decide": may(request.user, Right.REVIEW),
        "put_off": put_off(request.user, notice.round),
        "may_issue": waits and may(request.user, Right.REVIEW) and notice.drafted_by_id != request.user.pk,
        "is_drafter": waits and notice.drafted_by_id == request.user.pk,
        "may_withdraw": waits and may(request.user, Right.REVIEW),
        "steps": notice.steps.all() if inside else (),
    }
    return render(request, "notices/notice.html", context)


@needs(Right.REVIEW)
def issue_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue, by POST."""
    notice = get_object_or_404(Notice.objects.select_related("round"), pk=pk)
    if request.method == "POST":
        early = bool(request.POST.get("early"))
        with refusal_told(request, IssueRefusedError):
            if is_large(notice.round):
                return answer(request, order_issue(request, notice, early=early))
            messages.success(request, issued_words(issue(request, notice, early=early)))
    return redirect("notices:notice", pk=pk)


@needs(Right.REVIEW)
def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft back, by POST."""
    notice = get_object_or_404(Notice, pk=pk)
    if request.method == "POST":
        with refusal_told(request, IssueRefusedError):
            withdraw(request, notice, request.POST.get("why", ""))
            messages.success(request, "已退回。")
    return redirect("notices:notice", pk=pk)


@any_role
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse | FileResponse:
    """One file of a notice, refused where it is not what was drafted."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    names = FILES if may(request.user, Right.SEE_ALL) else OUTSIDE
    one = get_object_or_404(notice.files, name=name if name in names else "")
    if not intact(one):
        messages.error(request, f"{name} 与起草时的摘要不符，可能被改动，不予下载。请联系系统管理员。")
        return redirect("notices:notice", pk=pk)
    record(request, "下载通报", on=notice.title, 文件=name, 摘要=one.sha256)
    return FileResponse(
        (notice.path / name).open("rb"), as_attachment=True, filename=_file_name(notice, name)
    )


def _file_name(notice: Notice, name: str) -> str:
    """The name a file is saved by; of one that is not in force any more it says so."""
    marked = notice.state in (Notice.State.CORRECTING, Notice.State.CORRECTED, Notice.State.REVOKED)
    return f"{notice.get_state_display() + '-' if marked else ''}{file_name(notice.title)}-{name}"
