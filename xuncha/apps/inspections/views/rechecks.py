"""复查: ordering one, what came of it, and the list of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import is_number, page_of
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.models import FindingCase, Recheck, Round
from xuncha.apps.inspections.progress import workers_alive
from xuncha.apps.inspections.rechecks.ordering import (
    RecheckRefusedError,
    look_for,
    recheck_at_large,
    recheck_finding,
)
from xuncha.apps.inspections.views.evidence_answers import answer_with_record

_HEADER = ("编号", "网站标识码", "网站", "对象", "名称", "网址", "问题", "结果", "说明", "复查时间", "提交人")


def may_order(user: Any) -> bool:
    """Who starts rounds or reviews findings may have something looked at again."""
    return may(user, Right.ROUNDS) or may(user, Right.REVIEW)


def _asked(request: HttpRequest) -> tuple[QuerySet[Any], dict[str, str]]:
    rows = Recheck.objects.select_related("site", "finding", "ordered_by")
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "outcome", "what")}
    if asked["outcome"] == "open":
        rows = rows.filter(outcome="")
    elif asked["outcome"]:
        rows = rows.filter(outcome=asked["outcome"])
    if asked["what"]:
        rows = rows.filter(what=asked["what"])
    if asked["q"]:
        words = asked["q"]
        rows = rows.filter(
            Q(name__icontains=words) | Q(site__name__icontains=words) | Q(site__site_code=words)
        )
    return rows, asked


@needs(Right.SEE_ALL)
def recheck_list(request: HttpRequest) -> HttpResponse:
    """Every recheck, the latest first; with ``?as=`` as a file."""
    if request.GET.get("as") in ("xlsx", "csv"):
        return sheet_answer(request, "rechecks")  # type: ignore[no-any-return]
    rows, asked = _asked(request)
    context = {
        "page": page_of(request, rows),
        "asked": asked,
        "outcomes": Recheck.Outcome.choices,
        "whats": Recheck.What.choices,
        "may_order": may_order(request.user),
    }
    return render(request, "inspections/rechecks.html", context)


def exported(request: HttpRequest) -> Sheet:
    """The rechecks as filtered."""
    rows, _ = _asked(request)
    name = f"复查记录-{timezone.localdate():%Y%m%d}"
    return Sheet(name, _HEADER, rows, _line, on="", act="导出复查记录")


def _line(one: Recheck) -> list[str]:
    at = timezone.localtime(one.asof).strftime("%Y-%m-%d %H:%M") if one.asof else ""
    finding = f"{one.finding.code} {one.finding.title}" if one.finding else ""
    by = one.ordered_by.shown_name if one.ordered_by else ""
    about = [one.get_what_display(), one.name, "\n".join(one.urls), finding, one.shown, one.said, at, by]
    return [str(one.pk), one.site.site_code, one.site.name, *about]


@needs(Right.SEE_ALL)
def new_recheck(request: HttpRequest) -> HttpResponse:
    """Order a look at a site of the directory (``?site=``), or at one column, page or link of it."""
    if not may_order(request.user):
        return HttpResponse(status=405)
    code = request.POST.get("site", "") or request.GET.get("site", "")
    site = SiteEntry.objects.filter(site_code=code.strip()).first()
    if request.method == "POST":
        return _ordered(request, code.strip())
    asked = {name: request.GET.get(name, "") for name in ("what", "address", "round")}
    context = {
        "site": site,
        "code": code,
        "asked": asked,
        "columns": site.columns.all()[:500] if site else (),
        "whats": Recheck.What.choices,
    }
    return render(request, "inspections/new_recheck.html", context)


def _ordered(request: HttpRequest, code: str) -> HttpResponse:
    number = request.POST.get("round", "")
    round_ = Round.objects.filter(pk=int(number)).first() if is_number(number) else None
    what = request.POST.get("what", "")
    address = (what == "column" and request.POST.get("column")) or request.POST.get("address", "")
    try:
        made = recheck_at_large(code, what, address, request.user, round_, request)
    except RecheckRefusedError as error:
        messages.error(request, str(error))
        query = request.GET.copy()
        query.update({"site": code, "what": what, "address": address, "round": number})
        return redirect(f"{request.path}?{query.urlencode()}")
    return redirect("inspections:recheck", pk=made.pk)


@needs(Right.SEE_ALL)
def recheck_of_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Order, by POST, a look whether the fault of a finding is still there."""
    case = get_object_or_404(FindingCase.objects.visible_to(request.user).select_related("round"), pk=pk)
    if request.method != "POST" or not may_order(request.user):
        return HttpResponse(status=405)
    try:
        made = recheck_finding(case, request.user, request)
    except RecheckRefusedError as error:
        messages.error(request, str(error))
        return redirect("inspections:finding", pk=pk)
    return redirect("inspections:recheck", pk=made.pk)


@needs(Right.SEE_ALL)
def recheck_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One recheck: how far it is, what was seen, and the records that prove it."""
    rows = Recheck.objects.select_related("site", "finding", "round", "ordered_by")
    one = get_object_or_404(rows, pk=pk)
    alike = (
        Recheck.objects.filter(finding=one.finding)
        if one.finding
        else Recheck.objects.filter(finding=None, site=one.site, what=one.what, urls=one.urls)
    )
    context = {
        "one": one,
        "earlier": alike.exclude(pk=pk)[:12],
        "workers": workers_alive(),
        "may_order": may_order(request.user),
        "outcomes": dict(Recheck.Outcome.choices),
    }
    part = bool(request.headers.get("HX-Request"))
    if part and not one.is_open:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "inspections/recheck_state.html" if part else "inspections/recheck.html", context)


@needs(Right.SEE_ALL)
def recheck_evidence(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One record of evidence of a recheck in words, or as a picture. Looking at it is recorded."""
    one = get_object_or_404(Recheck.objects.select_related("finding", "site"), pk=pk)
    records = one.records()
    if not 0 <= number < len(records):
        return HttpResponse(status=404)
    quote = one.finding.quote if one.finding else ""
    cited = records[number]

    def note() -> None:
        record(request, "查看证据", on=str(one)[:300], 复查=pk, 记录=cited.record_id)

    return answer_with_record(request, one.result / "evidence", cited, note, quote, one.site.site_code)


def beside_a_finding(case: FindingCase, user: Any) -> dict[str, Any]:
    """What the page of a finding shows: its rechecks, and whether and what one more would look at."""
    if not may(user, Right.SEE_ALL):
        return {}
    what = look_for(case)[0] if case.kind == "site" else ""
    return {
        "rechecks": case.rechecks.select_related("ordered_by")[:12],
        "may_recheck": may_order(user) and case.kind == "site",
        "recheck_what": Recheck.What(what).label if what else "",
    }
