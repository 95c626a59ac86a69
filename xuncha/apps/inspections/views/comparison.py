"""名录比对: what the live web says otherwise than the directory, and the two acts about it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from xuncha.apps.casework.access import Right, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.inspections.comparison.ordering import (
    latest_comparison,
    running_comparison,
    start_comparison,
)
from xuncha.apps.inspections.comparison.settling import SettlingRefusedError, accept, dismiss, proposed
from xuncha.apps.inspections.evidence_shown import show
from xuncha.apps.inspections.models import Difference
from xuncha.apps.inspections.progress import progress_of
from xuncha.facts.seen import Evidence

_HEADER = (
    "网站标识码",
    "网站名称",
    "地区",
    "类别",
    "名录登记",
    "实际",
    "确定",
    "情况",
    "首次发现",
    "最近发现",
    "状态",
    "说明",
)


def _asked(request: HttpRequest) -> tuple[QuerySet[Any], dict[str, str]]:
    rows = Difference.objects.select_related("site", "site__region", "settled_by")
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "what", "state")}
    asked["state"] = request.GET.get("state", Difference.State.OPEN)
    if asked["state"] in Difference.State.values:
        rows = rows.filter(state=asked["state"])
    if asked["what"]:
        rows = rows.filter(what=asked["what"])
    if asked["q"]:
        words = asked["q"]
        rows = rows.filter(
            Q(site__name__icontains=words) | Q(site__site_code=words) | Q(stated__icontains=words)
        )
    return rows, asked


def exported(request: HttpRequest) -> Sheet:
    """The differences as filtered."""
    rows, _ = _asked(request)
    name = f"名录差异-{timezone.localdate():%Y%m%d}"
    return Sheet(name, _HEADER, rows, _line, on="", act="导出名录差异")


@needs(Right.SEE_ALL)
def difference_list(request: HttpRequest) -> HttpResponse:
    """Every difference, the sure ones first; with ``?as=`` as a file."""
    if request.GET.get("as") in ("xlsx", "csv"):
        return sheet_answer(request, "differences")  # type: ignore[no-any-return]
    rows, asked = _asked(request)
    page = page_of(request, rows)
    for one in page:
        one.proposal = proposed(one)
    running = running_comparison()
    context = {
        "page": page,
        "asked": asked,
        "whats": Difference.What.choices,
        "states": Difference.State.choices,
        "running": running,
        "progress": progress_of(running) if running else None,
        "latest": latest_comparison(),
        "hour": settings.COMPARE_HOUR,
        "may_edit": may(request.user, Right.DIRECTORY),
        "may_run": may(request.user, Right.ROUNDS),
        "query": request.GET.urlencode(),
    }
    return render(request, "inspections/differences.html", context)


def _line(one: Difference) -> list[str]:
    first, last = (
        timezone.localtime(at).strftime("%Y-%m-%d %H:%M") for at in (one.first_seen, one.last_seen)
    )
    site = [one.site.site_code, one.site.name, one.site.region.name]
    sure = "是" if one.certain else "待核"
    what = [one.get_what_display(), one.registered, one.stated, sure, one.detail]
    return [*site, *what, first, last, one.get_state_display(), one.note]


@needs(Right.ROUNDS)
def compare_now(request: HttpRequest) -> HttpResponse:
    """Start a comparison by POST, besides those of the night."""
    if request.method == "POST":
        if running_comparison() is not None:
            messages.error(request, "已有一次比对正在进行。")
        else:
            made = start_comparison(request.user, uuid4().hex)
            record(request, "开始名录比对", on=made.title)
            messages.success(request, "已开始比对；差异会逐站显示在这里。")
    return redirect("inspections:differences")


@needs(Right.DIRECTORY)
def settle_difference(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a difference over into the directory, or dismiss it; by POST."""
    one = get_object_or_404(Difference.objects.select_related("site"), pk=pk)
    if request.method == "POST":
        note = request.POST.get("note", "")
        try:
            if request.POST.get("act") == "accept":
                accept(request, one, note)
                messages.success(request, f"{one.site.name}：名录已更改，留有变更记录。")
            else:
                dismiss(request, one, note)
                messages.success(request, f"{one.site.name}：不作改动，同样的差异不再提示。")
        except SettlingRefusedError as error:
            messages.error(request, str(error))
    query = request.POST.get("query", "")
    return redirect(reverse("inspections:differences") + (f"?{query}" if query else ""))


@needs(Right.SEE_ALL)
def difference_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The home page that a difference was read from, in words. Looking at it is recorded."""
    one = get_object_or_404(Difference.objects.select_related("site", "round"), pk=pk)
    if one.round is None or not one.evidence:
        return HttpResponse(status=404)
    cited = Evidence(**one.evidence[0])
    shown = show(one.round.result / "evidence", cited, one.stated)
    record(request, "查看证据", on=str(one)[:300], 差异=pk, 记录=cited.record_id)
    return render(request, "inspections/difference.html", {"one": one, "cited": cited, "shown": shown})
