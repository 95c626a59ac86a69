"""可用性: every probe of one site, what came of it, and where nobody could look."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from xuncha.apps.casework.access import any_role
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import sheet_response
from xuncha.apps.casework.listing import is_number
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.facts_store import FactsError, FactsStore
from xuncha.apps.inspections.models import Round, VerdictEntry
from xuncha.apps.received.models import ReceivedProbe
from xuncha.apps.reminders.availability import FAILED, OPEN, UNSEEN, drawn, gaps, seconds_of, within
from xuncha.facts.seen import BEIJING, FetchStatus
from xuncha.facts.website import ProbeSample
from xuncha.indicators.availability import remark, terms_of, week_of_samples
from xuncha.standards.limits import limits_of
from xuncha.standards.standard import load_standard

DAYS = (7, 30, 90)
HEADER = ("时间", "结果", "用时（秒）", "原因")
_STANDARD = "national-2019"


@any_role
def availability(request: HttpRequest, site_code: str) -> HttpResponse:
    """The chart of ``?days=`` up to the last probe, the figures of the week, and what went wrong."""
    site = get_object_or_404(SiteEntry.objects.visible_to(request.user), site_code=site_code)
    days = _days(request)
    standard, samples = _samples(site)
    limits = limits_of("W201", load_standard(standard))
    context: dict[str, Any] = {"site": site, "days": DAYS, "within": days, "limits": limits}
    if samples:
        until = samples[-1].at
        rows = within(samples, until, days, limits["over_ms"])
        unseen = gaps(rows, limits["samples_per_day"])
        terms = terms_of(limits)
        week = week_of_samples(samples, until, terms)
        context |= {
            "until": until,
            "valid": week.valid,
            "failed": len(week.failed),
            "percent": None if week.percent is None else f"{week.percent:.2f}",
            "fewest": week.fewest,
            "remark": remark(week),
            "gaps": unseen,
            "troubles": [row for row in rows if row.result != OPEN][::-1],
            "counts": {name: sum(row.result == name for row in rows) for name in (OPEN, FAILED, UNSEEN)},
            "charts": {"probes": drawn(rows, unseen, limits["over_ms"])},
        }
    return render(request, "reminders/availability.html", context)


@any_role
def export(request: HttpRequest, site_code: str) -> HttpResponse:
    """Every probe of the same days, as xlsx or csv."""
    site = get_object_or_404(SiteEntry.objects.visible_to(request.user), site_code=site_code)
    standard, samples = _samples(site)
    over_ms = limits_of("W201", load_standard(standard))["over_ms"]
    rows = within(samples, samples[-1].at, _days(request), over_ms) if samples else []
    record(request, "导出", on=f"{site.name} 拨测记录")
    cells = (
        [f"{row.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}", row.result, seconds_of(row), row.cause]
        for row in rows
    )
    return sheet_response(f"{site.site_code}-拨测记录", HEADER, cells, request.GET.get("as", "xlsx"))


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if is_number(asked) and int(asked) in DAYS else DAYS[0]


def _samples(site: SiteEntry) -> tuple[str, list[ProbeSample]]:
    """The standard, and all samples known of the site: handed in, and seen by its latest inspection."""
    known: dict[tuple[datetime, int | None, str], ProbeSample] = {}
    oldest = timezone.now() - timedelta(days=400)
    handed_in = ReceivedProbe.objects.filter(site=site, at__gt=oldest).order_by("at", "pk")
    for at, elapsed, outcome, valid, page in handed_in.values_list(
        "at", "elapsed_ms", "outcome", "valid", "page"
    ):
        known[at, elapsed, outcome] = ProbeSample(at, elapsed, outcome, valid, FetchStatus(page))
    round_ = _latest(site)
    if round_ is not None:
        try:
            seen = FactsStore(round_.result).probes(site.site_code)
        except FactsError:  # the folder of an old round may be gone; what was handed in is still there
            seen = ()
        known.update(((one.at, one.elapsed_ms, one.outcome), one) for one in seen)
    return round_.standard if round_ else _STANDARD, sorted(known.values(), key=_in_order)


def _in_order(one: ProbeSample) -> tuple[datetime, str, int]:
    """By time; several lines may probe at one instant."""
    return one.at, one.outcome, one.elapsed_ms or 0


def _latest(site: SiteEntry) -> Round | None:
    rows = VerdictEntry.objects.filter(kind="site", key=site.site_code, round__state=Round.State.FINISHED)
    row = rows.select_related("round").order_by("-round__asof", "-round_id").first()
    return row.round if row else None
