"""核实: the queue of findings, one finding with its evidence, and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import counting, holding, is_number, page_of
from xuncha.apps.casework.tasks.ordering import answer
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.inspections.folding import folded, leading, others_of
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.named_so import named_so
from xuncha.apps.inspections.panels import evidence_drawn, panels_beside
from xuncha.apps.inspections.recurring import recurrence
from xuncha.apps.inspections.reviewing import DecisionRefusedError, decide_all, possible
from xuncha.apps.inspections.reviewing_many import MOST_AT_ONCE, order_decision
from xuncha.apps.inspections.settling import NOT_SEEN, UNLOOKED
from xuncha.apps.inspections.tallies import RANKS
from xuncha.apps.inspections.views.evidence_answers import answer_with_record
from xuncha.apps.inspections.views.rechecks import beside_a_finding

#: The order of the queue: field, and whether it falls.
_QUEUE = (("rank", False), ("round_id", True), ("verdict_id", False), ("place", False), ("pk", False))
_FILTERS = ("round", "state", "tier", "code", "kind", "region")
_HEADER = (
    "检查", "类别", "标识", "名称", "地区", "主办单位", "指标", "指标名称", "性质", "机器结论", "状态", "情况", "原文", "网址",
    "证据记录", "怎样整改",
)  # fmt: skip
_TIERS = {"veto": "单项否决", "deduct": "扣分", "bonus": "加分", "note": "点名问题"}


def _filtered(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """The findings asked for, and what was asked. Without a word about state: those that wait for somebody."""
    rows = FindingCase.objects.visible_to(request.user).select_related("verdict", "round")
    asked = {name: request.GET.get(name, "") for name in (*_FILTERS, "q")}
    inside = may(request.user, Right.SEE_ALL)
    asked["state"] = request.GET.get("state", "open" if inside else "confirmed")
    if asked["state"] == "open":
        rows = rows.filter(state__in=FindingCase.OPEN)
    elif asked["state"] in FindingCase.State.values:
        rows = rows.filter(state=asked["state"])
    words = asked["q"].strip()
    if words and not is_number(asked["round"]):
        # A word is looked for in one round: that which is worked on now.
        asked["round"] = str(Round.objects.visible_to(request.user).values_list("pk", flat=True).first() or 0)
    if is_number(asked["round"]):
        rows = rows.filter(round_id=int(asked["round"]))
    if asked["tier"] in RANKS:
        rows = rows.filter(rank=RANKS[asked["tier"]])
    for name, field in (
        ("code", "code"),
        ("kind", "kind"),
        ("region", "verdict__region_name"),
    ):
        if asked[name]:
            rows = rows.filter(**{field: asked[name]})
    if words:
        round_pk = int(asked["round"])
        named = VerdictEntry.objects.filter(named_so(words, round_pk), round_id=round_pk)
        found = Q(verdict__in=named.order_by().values("pk"))
        # What was found is read through only where the indicator narrows it down.
        rows = rows.filter(found | holding(words, "detail") if asked["code"] else found)
    return rows, asked


def _narrowed(asked: dict[str, str]) -> dict[str, Any]:
    """The conditions asked for that can hold for a part of a fold only: then the rest of it is not acted upon."""
    found: dict[str, Any] = {"code": asked["code"]} if asked["code"] else {}
    return found | ({"rank": RANKS[asked["tier"]]} if asked["tier"] in RANKS else {})


def _rows_of(request: HttpRequest) -> tuple[Any, Any, dict[str, str]]:
    """The findings asked for, those of them that lead a row of the queue, and what was asked."""
    rows, asked = _filtered(request)
    return rows, leading(request.user, rows, **_narrowed(asked)), asked


@any_role
def finding_list(request: HttpRequest) -> HttpResponse:
    """The queue: vetoes first; what one cause left open at one target is one row."""
    rows, leaders, asked = _rows_of(request)
    page = page_of(request, leaders)
    folded(request.user, page, rows)
    context = {
        "page": page,
        "findings": counting(rows),
        "asked": asked,
        "states": FindingCase.State.choices if may(request.user, Right.SEE_ALL) else (),
        "rounds": Round.objects.visible_to(request.user)[:20],
        "may_review": may(request.user, Right.REVIEW),
        "query": request.GET.urlencode(),
    }
    return render(request, "inspections/findings.html", context)


@any_role
def export(request: HttpRequest) -> HttpResponse:
    """The findings as filtered, as xlsx or csv. Quotes are masked as on the page."""
    return sheet_answer(request, "findings")  # type: ignore[no-any-return]


def exported(request: HttpRequest) -> Sheet:
    """The findings that whoever asks may see, as filtered."""
    rows, asked = _filtered(request)
    conditions = {name: value for name, value in asked.items() if value}
    return Sheet("问题清单", _HEADER, rows, _line, on="问题清单", detail={"条件": conditions})


def _line(case: FindingCase) -> list[Any]:
    records = (one.record_id for one in case.as_found().evidence)
    return [
        case.round.title, "网站" if case.kind == "site" else "账号", case.target, case.verdict.name,
        case.verdict.region_name, case.verdict.sponsor_name, case.code, case.title, _TIERS.get(case.tier, case.tier),
        "疑点" if case.outcome == "doubt" else "问题", case.shown_state, case.detail, case.quote,
        "\n".join(case.urls), "\n".join(records), case.advice,
    ]  # fmt: skip


@any_role
def finding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding beside its evidence; POST decides."""
    rows = FindingCase.objects.visible_to(request.user).select_related("verdict", "round", "first_by")
    case = get_object_or_404(rows, pk=pk)
    reviewer = may(request.user, Right.REVIEW)
    if request.method == "POST":
        return _decided(request, case, reviewer=reviewer)
    same = rows.filter(verdict=case.verdict, code=case.code, state=case.state, cause=None)
    context = {
        "case": case,
        "choices": possible(case, request.user) if reviewer else [],
        "same": same.exclude(pk=case.pk).count() if case.cause is None else 0,
        "left_open": others_of(case, **_narrowed(_filtered(request)[1])) if reviewer else (),
        "steps": case.steps.all() if may(request.user, Right.SEE_ALL) else (),
        "history": _history(request, case),
        "recurrence": recurrence(case, request.user),
        "comments": case.comments.all() if may(request.user, Right.SEE_ALL) else None,
        "panels": panels_beside(request, case),
        "drawn": evidence_drawn(request, case),
        "observed": {
            name: value for name, value in case.observed.items() if not isinstance(value, (dict, list))
        },
        "query": request.GET.urlencode(),
        "next": _neighbour(request, case, 1),
        "before": _neighbour(request, case, -1),
        "may_suppress": reviewer,
        "not_seen": case.machine_state in NOT_SEEN,
        "unlooked": case.machine_state in UNLOOKED and case.state in FindingCase.OPEN,
        **beside_a_finding(case, request.user),
    }
    return render(request, "inspections/finding.html", context)


def _decided(request: HttpRequest, case: FindingCase, *, reviewer: bool) -> HttpResponse:
    if not reviewer:
        return HttpResponse(status=405)
    decision, note = request.POST.get("decision", ""), request.POST.get("note", "")
    following = _neighbour(request, case, 1)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if request.POST.get("cause"):
        # Those that were shown: what came up meanwhile nobody has seen.
        shown = [int(pk) for pk in request.POST["cause"].split(",") if is_number(pk)]
        taken, refused = decide_all(request, [case, *others_of(case, pk__in=shown)], decision, note)
    elif request.POST.get("all"):
        same = FindingCase.objects.filter(
            verdict=case.verdict, code=case.code, state=case.state
        ).select_related("verdict")
        if same[MOST_AT_ONCE:].exists():
            return _left_to_a_worker(request, same, reverse("inspections:finding", args=[case.pk]) + query)
        taken, refused = decide_all(request, same, decision, note)
    else:
        taken, refused = decide_all(request, [case], decision, note)
    if taken:
        messages.success(request, f"已处理 {taken} 处。")
    for words in refused[:5]:
        messages.error(request, words)
    target = case.pk if refused or following is None else following
    return redirect(reverse("inspections:finding", args=[target]) + query)


def _left_to_a_worker(request: HttpRequest, cases: Any, back: str) -> HttpResponse:
    """One decision about more findings than a page can wait for."""
    decision, note = request.POST.get("decision", ""), request.POST.get("note", "")
    try:
        return answer(request, order_decision(request, cases, decision, note, back))
    except DecisionRefusedError as error:
        messages.error(request, str(error))
        return redirect(back)


def _neighbour(request: HttpRequest, case: FindingCase, step: int) -> int | None:
    """The row after or before this finding in the queue as filtered.

    Looked for near first: in the same target, then the same round, then beyond, each by one reach into an index.
    """
    _, rows, _ = _rows_of(request)
    here = {"rank": case.rank, "round_id": case.round_id, "verdict_id": case.verdict_id}
    here |= {"place": case.place, "pk": case.pk}
    for depth in reversed(range(len(_QUEUE))):
        name, falls = _QUEUE[depth]
        same = {known: here[known] for known, _ in _QUEUE[:depth]}
        beyond = "gt" if (step > 0) != falls else "lt"
        near = rows.filter(**same, **{f"{name}__{beyond}": here[name]})
        order = [f"{'' if (step > 0) != down else '-'}{known}" for known, down in _QUEUE[depth:]]
        found = near.order_by(*order).values_list("pk", flat=True).first()
        if found is not None:
            return found
    return None


def _history(request: HttpRequest, case: FindingCase) -> list[FindingCase]:
    """The same fault in other rounds, newest first."""
    rows = FindingCase.objects.visible_to(request.user).filter(fingerprint=case.fingerprint)
    return list(
        rows.exclude(pk=case.pk).select_related("round").order_by("-round__asof", "-round_id", "pk")[:12]
    )


@needs(Right.REVIEW)
def decide_many(request: HttpRequest) -> HttpResponse:
    """One decision about every finding of the ticked rows of the list."""
    if request.method != "POST":
        return redirect("inspections:findings")
    # A box of the list holds the key of its finding, or those of the whole fold as it was shown.
    ticked = (pk for box in request.POST.getlist("pick") for pk in box.split(","))
    picked = [int(pk) for pk in ticked if is_number(pk)]
    cases = FindingCase.objects.visible_to(request.user).filter(pk__in=picked).select_related("verdict")
    query = request.POST.get("query", "")
    back = reverse("inspections:findings") + (f"?{query}" if query else "")
    if len(picked) > MOST_AT_ONCE:
        return _left_to_a_worker(request, cases, back)
    decision, note = request.POST.get("decision", ""), request.POST.get("note", "")
    taken, refused = decide_all(request, cases, decision, note)
    if not picked:
        messages.error(request, "没有勾选任何一条。")
    elif taken:
        messages.success(request, f"已处理 {taken} 处。")
    for words in refused[:10]:
        messages.error(request, words)
    return redirect(back)


@any_role
def evidence(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One record of evidence in words, or as a picture. Looking at it is recorded."""
    case = get_object_or_404(FindingCase.objects.visible_to(request.user).select_related("round"), pk=pk)
    records = case.as_found().evidence
    if not 0 <= number < len(records):
        return HttpResponse(status=404)
    cited = records[number]

    def note() -> None:
        record(request, "查看证据", on=f"{case.target} {case.code}", 问题=case.pk, 记录=cited.record_id)

    folder = case.round.result / "evidence"
    return answer_with_record(request, folder, cited, note, case.quote, case.target)
