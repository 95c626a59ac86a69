"""更新日历: how many things fall due on each day, and for each column of a site when it was updated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from xuncha.apps.casework.access import Right, any_role, may
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import sheet_response
from xuncha.apps.casework.listing import page_of
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.reminders.foreseeing import foreseen_round, reference_day
from xuncha.apps.reminders.models import DayAhead, OutlookEntry
from xuncha.apps.reminders.views.warnings import context_of

#: Days shown before and after the day of reference.
_BACK, _AHEAD = 28, 91
_BACK_OF_COLUMN, _AHEAD_OF_COLUMN = 133, 42
_COLUMNS_A_PAGE = 12
_SORTS = (("column", "栏目"), ("target", "首页和账号"))
HEADER = ("到期日", "栏目", "首页和账号", "合计")
PUBLISHED, IN_TIME, DUE, OVERDUE = range(1, 5)


@any_role
def due_calendar(request: HttpRequest) -> HttpResponse:
    """How many columns, home pages and accounts fall due on each day if nothing is published."""
    round_ = foreseen_round()
    context = context_of(request, round_)
    if round_ is not None:
        reference = reference_day(round_)
        rows = _due(request, reference)
        context |= {
            "rows": rows,
            "charts": {"due": {"from": _text(reference, -_BACK), "to": _text(reference, _AHEAD), "today": _text(reference, 0), "rows": rows}},
        }  # fmt: skip
    return render(request, "reminders/calendar.html", context)


@any_role
def export(request: HttpRequest) -> HttpResponse:
    """The numbers by day, as xlsx or csv."""
    round_ = foreseen_round()
    rows = _due(request, reference_day(round_)) if round_ else []
    record(request, "导出", on="到期日历")
    return sheet_response("到期日历", HEADER, rows, request.GET.get("as", "xlsx"))


def _due(request: HttpRequest, reference: date) -> list[list[Any]]:
    shown = (reference - timedelta(days=_BACK), reference + timedelta(days=_AHEAD))
    rows: Any
    if may(request.user, Right.SEE_ALL):
        rows = DayAhead.objects.filter(breach_on__range=shown).values_list("breach_on", "what", "count")
    else:
        own = OutlookEntry.objects.visible_to(request.user).filter(breach_on__range=shown)
        rows = own.order_by().values_list("breach_on", "what").annotate(n=Count("pk"))
    counted: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for day, what, n in rows:
        counted[day][what] = n
    lines = []
    for day, by_sort in sorted(counted.items()):
        numbers = [by_sort.get(what, 0) for what, _ in _SORTS]
        lines.append([day.isoformat(), *numbers, sum(numbers)])
    return lines


@any_role
def site_columns(request: HttpRequest, site_code: str) -> HttpResponse:
    """The columns of one site: when each was updated, and how many days are left."""
    site = get_object_or_404(SiteEntry.objects.visible_to(request.user), site_code=site_code)
    round_ = foreseen_round()
    context = context_of(request, round_) | {"site": site}
    if round_ is not None:
        reference = reference_day(round_)
        page = page_of(request, _of_site(site_code), _COLUMNS_A_PAGE)
        for row in page:
            row.left = row.days_left(reference)
            row.overdue = -(row.left or 0)
        context |= {
            "page": page,
            "charts": {f"c{row.pk}": _calendar(row, reference) for row in page},
        }
    return render(request, "reminders/site.html", context)


def _of_site(site_code: str) -> QuerySet[Any]:
    rows = OutlookEntry.objects.filter(kind="site", key=site_code, what__in=("column", "target"))
    return rows.order_by(F("breach_on").asc(nulls_last=True), "pk")


def _calendar(row: OutlookEntry, reference: date) -> dict[str, Any]:
    """Days of one column: (day, what it is, how many were published)."""
    first, last = _text(reference, -_BACK_OF_COLUMN), _text(reference, _AHEAD_OF_COLUMN)
    days = {day: (sort, 0) for day, sort in _limit(row, reference)}
    days |= {day: (PUBLISHED, n) for day, n in row.days}
    shown = [[day, *said] for day, said in sorted(days.items()) if first <= day <= last]
    return {"draw": "column", "from": first, "to": last, "today": _text(reference, 0), "rows": shown}


def _limit(row: OutlookEntry, reference: date) -> Iterator[tuple[str, int]]:
    """From the last update to the day of the breach and on to today."""
    if row.breach_on is None:
        return
    start = row.last + timedelta(days=1) if row.last else reference
    end = max(row.breach_on, reference)
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        sort = IN_TIME if day < row.breach_on else DUE if day == row.breach_on else OVERDUE
        yield day.isoformat(), sort


def _text(day: date, plus: int) -> str:
    return (day + timedelta(days=plus)).isoformat()
