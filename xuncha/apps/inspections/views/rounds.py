"""检查: the list of rounds, and one round with its progress and verdicts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import WHOLE_PROVINCE, holding, page_of
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.figures import Figures, rounding_of
from xuncha.apps.inspections.models import FindingCase, Recheck, Round, VerdictEntry
from xuncha.apps.inspections.progress import progress_of
from xuncha.apps.inspections.views.rechecks import may_order

_OUTCOMES = (("fail", "不合格"), ("unknown", "未能判定"), ("pass", "合格"))


@any_role
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round, latest timepoint first."""
    context = {
        "page": page_of(request, Round.objects.visible_to(request.user)),
        "may_run": may(request.user, Right.ROUNDS),
    }
    return render(request, "inspections/rounds.html", context)


@any_role
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: progress while it runs, then verdicts by outcome."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    verdicts = VerdictEntry.objects.visible_to(request.user).filter(round=round_)
    asked = {name: request.GET.get(name, "") for name in ("outcome", "kind", "q", "region")}
    rows = verdicts
    for name, field in (("outcome", "outcome"), ("kind", "kind"), ("region", "region_name")):
        if asked[name]:
            rows = rows.filter(**{field: asked[name]})
    if asked["q"].strip():
        words = asked["q"].strip()
        rows = rows.filter(holding(words, "name", "sponsor_name") | Q(key=words))
    rounding = rounding_of(round_)
    seen = Figures(request.user, [round_])
    counted = seen.by("kind")
    kinds = [
        (kind, label, counted[kind,])
        for kind, label in (("site", "政府网站"), ("account", "政务新媒体"))
        if (kind,) in counted
    ]
    context = {
        "round": round_,
        "figures": [(kind, label, t, t.pass_rate(rounding)) for kind, label, t in kinds],
        "page": page_of(request, rows, most=WHOLE_PROVINCE),
        "asked": asked,
        "outcomes": _OUTCOMES,
        "progress": progress_of(round_),
        "may_run": may(request.user, Right.ROUNDS),
        "waiting": seen.waiting(),
    }
    return render(request, "inspections/round.html", context)


@any_role
def round_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that refreshes itself."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    context = {"round": round_, "progress": progress_of(round_), "may_run": may(request.user, Right.ROUNDS)}
    response = render(request, "inspections/progress.html", context)
    if round_.state == Round.State.FINISHED and request.htmx:
        response["HX-Refresh"] = "true"
    return response


_STEER = {
    "pause": (Round.State.RUNNING, Round.State.PAUSED, "暂停检查"),
    "resume": (Round.State.PAUSED, Round.State.RUNNING, "继续检查"),
}


@needs(Right.ROUNDS)
def steer(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause or resume by POST."""
    was, now, act = _STEER.get(request.POST.get("act", ""), (None, None, ""))
    if was and Round.objects.filter(pk=pk, state=was).update(state=now):
        record(request, act, on=str(pk))
        messages.success(request, f"已{act}。")
    return redirect("inspections:round", pk=pk)


@any_role
def verdict_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One target in one round: the verdict, why, and its findings."""
    row = get_object_or_404(VerdictEntry.objects.visible_to(request.user).select_related("round"), pk=pk)
    findings = (
        FindingCase.objects.visible_to(request.user).filter(verdict=row).order_by("rank", "code", "place")
    )
    earlier = (
        VerdictEntry.objects.visible_to(request.user).filter(kind=row.kind, key=row.key).exclude(pk=row.pk)
    )
    context = {
        "row": row,
        "machine": row.machine_verdict(),
        "page": page_of(request, findings),
        "earlier": earlier.select_related("round").order_by("-round__asof")[:12],
        "inside": may(request.user, Right.SEE_ALL),
        **_rechecks(request, row),
    }
    return render(request, "inspections/verdict.html", context)


def _rechecks(request: HttpRequest, row: VerdictEntry) -> dict[str, Any]:
    """Looks at the site since this round was made, and whether one more can be ordered."""
    if row.kind != "site" or not may(request.user, Right.SEE_ALL):
        return {}
    since = Recheck.objects.filter(site__site_code=row.key, ordered_at__gte=row.round.made_at)
    return {
        "rechecks": since[:12],
        "may_recheck": may_order(request.user) and SiteEntry.objects.filter(site_code=row.key).exists(),
    }
