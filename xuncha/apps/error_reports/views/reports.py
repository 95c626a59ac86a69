"""找错: the list of those who handle reports, and one report with what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.refusing import refusal_told
from xuncha.apps.casework.taking_files import answer_with
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.error_reports import handling
from xuncha.apps.error_reports.handling import ReportRefusedError
from xuncha.apps.error_reports.models import (
    FORWARD_WORKING_DAYS,
    ReportCase,
    ReportFile,
    answer_working_days,
)

#: The contract's list of error reports, as ``xuncha inspect --error-reports`` reads it.
HEADER = (
    "编号",
    "网站标识码",
    "收到时间",
    "问题类型",
    "描述",
    "网址",
    "转办时间",
    "办结时间",
    "处理结果",
    "答复",
)
_State = ReportCase.State
_CLOSED = (_State.PUBLISHED, _State.REFUSED)


def _filtered(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "kind")}
    rows = ReportCase.objects.visible_to(request.user).select_related("site__sponsor")
    state = asked["state"] = asked["state"] or "open"
    if state == "open":
        rows = rows.exclude(state__in=_CLOSED)
    elif state == "overdue":
        rows = rows.filter(closed_at=None, due_on__lt=timezone.localdate())
    elif state in _State.values:
        rows = rows.filter(state=state)
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if words := asked["q"]:
        rows = rows.filter(
            Q(number=words)
            | Q(site__name__icontains=words)
            | Q(url__icontains=words)
            | Q(description__icontains=words)
        )
    # Those to be handed on, which have no day yet, and then those due first on top; what is closed, newest first.
    due_first = (F("due_on").asc(nulls_first=True), "received_at", "pk")
    order = ("-received_at", "-pk") if state in ("all", *_CLOSED) else due_first
    return rows.order_by(*order), asked


@any_role
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports that the person may see."""
    rows, asked = _filtered(request)
    mine = ReportCase.objects.visible_to(request.user)
    context = {
        "page": page_of(request, rows),
        "asked": asked,
        "query": request.GET.urlencode(),
        "states": [("open", "未办结"), *_State.choices, ("overdue", "已逾期"), ("all", "全部")],
        "kinds": ReportCase.Kind.values,
        "inside": may(request.user, Right.SEE_ALL),
        "total": mine.exists(),
        "figures": [
            ("received", "待转办", mine.filter(state=_State.RECEIVED).count()),
            ("assigned", "办理中", mine.filter(state=_State.ASSIGNED).count()),
            ("answered", "待审核", mine.filter(state=_State.ANSWERED).count()),
            ("overdue", "已逾期", mine.filter(closed_at=None, due_on__lt=timezone.localdate()).count()),
        ],
        "days": answer_working_days(),
        "forward_days": FORWARD_WORKING_DAYS,
    }
    return render(request, "error_reports/reports.html", context)


@any_role
def export(request: HttpRequest) -> HttpResponse:
    """The list as filtered, in the columns of the contract; without how to reach anybody."""
    return sheet_answer(request, "error_reports")  # type: ignore[no-any-return]


def exported(request: HttpRequest) -> Sheet:
    """The reports that whoever asks may see, as filtered."""
    rows, _ = _filtered(request)
    return Sheet("找错留言", HEADER, rows, _line, on="找错")


def _line(row: ReportCase) -> list[Any]:
    one = row.as_fact()
    times = [_time(at) for at in (one.received_at, one.forwarded_at, one.closed_at)]
    return [
        one.report_id, one.site_code, times[0], one.kind, one.description, one.url, times[1], times[2],
        one.result, one.answer,
    ]  # fmt: skip


def _time(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def _report(request: HttpRequest, pk: int) -> ReportCase:
    rows = ReportCase.objects.visible_to(request.user).select_related("site__sponsor")
    return get_object_or_404(rows, pk=pk)


@any_role
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: what was said, and what can be done now."""
    one = _report(request, pk)
    reviewer = may(request.user, Right.REVIEW)
    context = {
        "one": one,
        "files": one.files.all(),
        "steps": one.steps.all(),
        "inside": may(request.user, Right.SEE_ALL),
        "may_hand_on": reviewer and one.state == _State.RECEIVED,
        "may_take_back": reviewer and one.state == _State.ASSIGNED,
        "may_close": reviewer and one.state == _State.ANSWERED,
        "may_answer": may(request.user, Right.ANSWER) and one.state == _State.ASSIGNED,
        "may_contact": reviewer and bool(one.contact),
        "results": ReportCase.Result.values,
        "days": answer_working_days(),
    }
    return render(request, "error_reports/report.html", context)


_ACTS: dict[str, tuple[str, Callable[[HttpRequest, ReportCase, Any], None]]] = {
    "hand_on": ("已转办。", lambda r, one, post: handling.hand_on(r, one, post.get("site", ""))),
    "take_back": (
        "已收回，请重新转办。",
        lambda r, one, post: handling.send_elsewhere(r, one, post.get("why", "")),
    ),
    "refuse": ("已记录：不予受理。", lambda r, one, post: handling.refuse(r, one, post.get("why", ""))),
    "publish": (
        "已办结，留言人可以查看答复。",
        lambda r, one, post: handling.publish(r, one, openly=bool(post.get("openly"))),
    ),
    "send_back": ("已退回重办。", lambda r, one, post: handling.send_back(r, one, post.get("why", ""))),
}


@needs(Right.REVIEW)
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand on, take back, refuse, publish or send back, by POST."""
    one = _report(request, pk)
    told, act = _ACTS.get(request.POST.get("act", ""), ("", None))
    if request.method == "POST" and act is not None:
        with refusal_told(request, ReportRefusedError):
            act(request, one, request.POST)
            messages.success(request, told)
    return redirect("error_reports:report", pk=pk)


@needs(Right.ANSWER)
def answer_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit answers, by POST."""
    one = _report(request, pk)
    if request.method == "POST":
        with refusal_told(request, ReportRefusedError):
            handling.answer(request, one, request.POST.get("result", ""), request.POST.get("words", ""))
            messages.success(request, "已答复，等待审核后告知留言人。")
    return redirect("error_reports:report", pk=pk)


@needs(Right.REVIEW)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """How to reach the one who reported, by POST; looking is recorded."""
    one = _report(request, pk)
    if request.method == "POST" and one.contact:
        record(request, "查看找错联系方式", on=one.number)
        messages.success(request, f"联系方式：{one.contact}")
    return redirect("error_reports:report", pk=pk)


@any_role
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture sent with a report; opening it is recorded."""
    allowed = ReportCase.objects.visible_to(request.user)
    one = get_object_or_404(ReportFile.objects.filter(report__in=allowed), pk=pk)
    response = answer_with(one)
    record(request, "查看找错截图", on=one.report.number, 摘要=one.sha256)
    return response
