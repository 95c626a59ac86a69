"""预警: what becomes a fault soon, and how fresh every column is."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import holding, is_number, page_of
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.casework.typed import a_day
from xuncha.apps.casework.word_pairs import named_where_few
from xuncha.apps.inspections.facts_store import FactsError
from xuncha.apps.inspections.models import Round
from xuncha.apps.reminders.foreseeing import (
    OLDEST_DAYS,
    foresee,
    foreseen_round,
    is_recent,
    latest_round,
    reference_day,
)
from xuncha.apps.reminders.models import OutlookEntry
from xuncha.apps.reminders.telling import said, tell

DAYS = (3, 7, 14, 30)
_DEFAULT_DAYS = 7
#: Targets a page may work out while somebody waits; beyond that the command does it at night.
_WHILE_WAITING = 500
_TITLES = {"warnings": "即将逾期", "near": "接近否决", "columns": "栏目更新期限"}
_KINDS = (("site", "政府网站"), ("account", "政务新媒体"))
HEADER = ("类别", "名称", "标识", "地区", "主办单位", "指标", "栏目或内容", "网址", "状态", "最近更新", "到期日", "剩余天数", "已有", "限值", "还差", "情况")  # fmt: skip


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if is_number(asked) and int(asked) in DAYS else _DEFAULT_DAYS


def _filtered(request: HttpRequest, rows: Any) -> tuple[Any, dict[str, str]]:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "code", "region", "state")}
    if asked["q"]:
        words = asked["q"]
        exact = holding(words, "name", "sponsor_name", "subject") | Q(key=words)
        rows = rows.filter(
            named_where_few(OutlookEntry, words, exact, "name", "sponsor_name", "subject", "key")
        )
    for name, field in (("kind", "kind"), ("code", "code"), ("region", "region_name"), ("state", "state")):
        if asked[name]:
            rows = rows.filter(**{field: asked[name]})
    return rows, asked


def _soon(request: HttpRequest, reference: date) -> tuple[Any, dict[str, str]]:
    rows = OutlookEntry.objects.visible_to(request.user)
    asked_on = a_day(request.GET.get("on", ""))
    soon = rows.soon(reference, _days(request))
    if asked_on is not None:
        soon = rows.filter(breach_on=asked_on, what__in=("column", "target")).order_by("breach_on", "pk")
    return _filtered(request, soon)


def _near(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    return _filtered(request, OutlookEntry.objects.visible_to(request.user).near())


def _columns(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    rows = OutlookEntry.objects.visible_to(request.user).filter(what=OutlookEntry.What.COLUMN)
    return _filtered(request, rows.order_by(F("breach_on").asc(nulls_last=True), "pk"))


def context_of(request: HttpRequest, round_: Round | None) -> dict[str, Any]:
    """What every page of warnings says of the round behind it."""
    return {
        "round": round_,
        "reference": reference_day(round_) if round_ else None,
        "recent": round_ is not None and is_recent(round_),
        "oldest": OLDEST_DAYS,
        "kinds": _KINDS,
        "states": OutlookEntry.State.choices,
        "query": request.GET.urlencode(),
        "may_tell": may(request.user, Right.ROUNDS),
    }


def _with_days_left(page: Any, reference: date) -> None:
    for row in page:
        row.left = row.days_left(reference)
        row.overdue = -(row.left or 0)


@any_role
def warning_list(request: HttpRequest) -> HttpResponse:
    """What becomes a fault within ``?days=``, soonest first."""
    round_ = foreseen_round()
    context = context_of(request, round_) | {
        "days": DAYS,
        "within": _days(request),
        "on": request.GET.get("on", ""),
    }
    if round_ is not None:
        rows, context["asked"] = _soon(request, context["reference"])
        context["page"] = page_of(request, rows)
        _with_days_left(context["page"], context["reference"])
    return render(request, "reminders/warnings.html", context)


@any_role
def near_list(request: HttpRequest) -> HttpResponse:
    """Sites whose counts or failures of the week are near a veto."""
    round_ = foreseen_round()
    context = context_of(request, round_)
    if round_ is not None:
        rows, context["asked"] = _near(request)
        context["page"] = page_of(request, rows)
    return render(request, "reminders/near.html", context)


@any_role
def column_list(request: HttpRequest) -> HttpResponse:
    """Every column with its last update and the days left, soonest first."""
    round_ = foreseen_round()
    context = context_of(request, round_)
    if round_ is not None:
        rows, context["asked"] = _columns(request)
        context["page"] = page_of(request, rows)
        _with_days_left(context["page"], context["reference"])
    return render(request, "reminders/columns.html", context)


@any_role
def export(request: HttpRequest, name: str) -> HttpResponse:
    """One of the lists, as filtered, as xlsx or csv."""
    return sheet_answer(request, "warnings", name=name)  # type: ignore[no-any-return]


def exported(request: HttpRequest, name: str) -> Sheet:
    """One of the lists of what whoever asks may see, as filtered."""
    round_ = foreseen_round()
    if name not in _TITLES or round_ is None:
        raise Http404
    reference = reference_day(round_)
    rows, _ = {"warnings": lambda: _soon(request, reference), "near": lambda: _near(request), "columns": lambda: _columns(request)}[name]()  # fmt: skip
    title, which = round_.title, _TITLES[name]
    return Sheet(f"{title}-{which}", HEADER, rows, partial(_line, reference), on=f"{title} {which}")


def _line(reference: date, row: OutlookEntry) -> list[Any]:
    days = [one.isoformat() if one else "" for one in (row.last, row.breach_on)]
    left = row.days_left(reference)
    counts = ["" if one is None else one for one in (row.have, row.limit, row.lacking)]
    return [
        dict(_KINDS)[row.kind], row.name, row.key, row.region_name, row.sponsor_name, row.code, row.subject,
        row.url, row.get_state_display(), *days, "" if left is None else left, *counts, row.detail,
    ]  # fmt: skip


@needs(Right.ROUNDS)
def tell_now(request: HttpRequest) -> HttpResponse:
    """Work the outlook out from the latest round and tell those concerned, by POST."""
    round_ = latest_round() if request.method == "POST" else None
    if round_ is None:
        messages.warning(request, "还没有完成的检查，无从推算。")
    elif round_.verdicts.count() > _WHILE_WAITING:
        messages.warning(request, "对象较多，请在服务器上运行 xuncha remind（可设为每晚自动运行）。")
    else:
        try:
            foresee(round_)
            told = tell(round_, _DEFAULT_DAYS)
        except FactsError as error:
            messages.error(request, str(error))
        else:
            record(request, "推算并发出预警", on=round_.title)
            messages.success(request, said(told))
            for trouble in told.troubles:
                messages.warning(request, trouble)
    return redirect("reminders:warnings")
