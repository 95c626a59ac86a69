"""申诉: the list, one objection with its answer, and the form of the owner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import is_number, page_of
from xuncha.apps.casework.refusing import refusal_told
from xuncha.apps.casework.taking_files import ACCEPTED, MOST_BYTES, MOST_FILES, answer_with, takes_files
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.objections.models import Objection, ObjectionFile
from xuncha.apps.objections.objecting import (
    ANSWERS,
    ObjectionRefusedError,
    answer,
    due_of,
    object_to,
    why_closed,
    withdraw,
)

HEADER = (
    "检查",
    "名称",
    "标识",
    "主办单位",
    "指标",
    "性质",
    "申诉理由",
    "提出时间",
    "状态",
    "答复",
    "答复时间",
)
_TIERS = {"veto": "单项否决", "deduct": "扣分", "note": "点名问题"}


def _filtered(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "round", "state")}
    rows = Objection.objects.visible_to(request.user).select_related("finding__verdict", "finding__round")
    asked["state"] = asked["state"] or ("open" if may(request.user, Right.SEE_ALL) else "all")
    if asked["state"] == "open":
        rows = rows.filter(state__in=Objection.OPEN)
    elif asked["state"] in Objection.State.values:
        rows = rows.filter(state=asked["state"])
    if is_number(asked["round"]):
        rows = rows.filter(finding__round_id=int(asked["round"]))
    if words := asked["q"]:
        rows = rows.filter(Q(finding__verdict__name__icontains=words) | Q(finding__target=words))
    return rows, asked


@any_role
def objection_list(request: HttpRequest) -> HttpResponse:
    """Objections, newest first; inside the office those that wait."""
    rows, asked = _filtered(request)
    states = [("open", "待答复"), *((s.value, s.label) for s in Objection.State if s not in Objection.OPEN)]
    page = page_of(request, rows)
    context = {
        "page": page,
        "asked": asked,
        "states": [*states, ("all", "全部")],
        "rounds": Round.objects.visible_to(request.user)[:20],
        "query": request.GET.urlencode(),
        "may_object": may(request.user, Right.ANSWER),
    }
    return render(request, "objections/objections.html", context)


@any_role
def export(request: HttpRequest) -> HttpResponse:
    """The list as filtered, as xlsx or csv."""
    return sheet_answer(request, "objections")  # type: ignore[no-any-return]


def exported(request: HttpRequest) -> Sheet:
    """The objections that whoever asks may see, as filtered."""
    rows, _ = _filtered(request)
    return Sheet("申诉", HEADER, rows, _line, on="申诉")


def _line(one: Objection) -> list[Any]:
    case, row = one.finding, one.finding.verdict
    times = [timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "" for at in (one.made_at, one.answered_at)]  # fmt: skip
    return [
        case.round.title, row.name, row.key, row.sponsor_name, case.code, _TIERS.get(case.tier, case.tier),
        one.reason, times[0], one.get_state_display(), one.answer, times[1],
    ]  # fmt: skip


@any_role
def objection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection: reason, files, answer."""
    rows = Objection.objects.visible_to(request.user)
    rows = rows.select_related("finding__verdict", "finding__round", "made_by", "answered_by", "first_by")
    one = get_object_or_404(rows, pk=pk)
    inside = may(request.user, Right.SEE_ALL)
    answers = [
        (key, label)
        for key, (label, states) in ANSWERS.items()
        if may(request.user, Right.REVIEW) and one.state in states
        if not (key == "uphold" and one.first_by_id == request.user.pk)
    ]
    context = {
        "one": one,
        "case": one.finding,
        "files": one.files.all(),
        "answers": answers,
        "waits_for_another": may(request.user, Right.REVIEW)
        and one.first_by_id == request.user.pk
        and one.is_open,
        "may_withdraw": may(request.user, Right.ANSWER) and one.state == Objection.State.OPEN,
        "inside": inside,
        "steps": one.steps.all() if inside else (),
    }
    return render(request, "objections/objection.html", context)


@needs(Right.REVIEW)
def answer_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer, by POST."""
    one = get_object_or_404(Objection.objects.select_related("finding__verdict", "finding__round"), pk=pk)
    if request.method == "POST":
        with refusal_told(request, ObjectionRefusedError):
            answer(request, one, request.POST.get("answer", ""), request.POST.get("words", ""))
            messages.success(request, f"已记录：{one.get_state_display()}。")
    return redirect("objections:objection", pk=pk)


@needs(Right.ANSWER)
def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an objection back, by POST."""
    one = get_object_or_404(Objection.objects.visible_to(request.user).select_related("finding"), pk=pk)
    if request.method == "POST":
        with refusal_told(request, ObjectionRefusedError):
            withdraw(request, one)
            messages.success(request, "申诉已撤回。")
    return redirect("objections:objection", pk=pk)


@takes_files
@needs(Right.ANSWER)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner objects to a finding."""
    rows = FindingCase.objects.visible_to(request.user).select_related("verdict", "round")
    case = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        try:
            made = object_to(request, case, request.POST.get("reason", ""), request.FILES.getlist("files"))
        except ObjectionRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "申诉已提交，答复后可在这里查看。")
            return redirect("objections:objection", pk=made.pk)
    elif closed := why_closed(case):
        messages.error(request, closed)
        return redirect("inspections:finding", pk=pk)
    context = {
        "case": case,
        "due": due_of(case),
        "reason": request.POST.get("reason", ""),
        "accepted": ACCEPTED,
        "most_mb": MOST_BYTES >> 20,
        "most_files": MOST_FILES,
    }
    return render(request, "objections/new.html", context)


@any_role
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file handed in with an objection; opening it is recorded."""
    allowed = Objection.objects.visible_to(request.user)
    one = get_object_or_404(ObjectionFile.objects.filter(objection__in=allowed), pk=pk)
    response = answer_with(one)
    record(request, "查看申诉材料", on=one.file_name, 申诉=one.objection_id, 摘要=one.sha256)
    return response
