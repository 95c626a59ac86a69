"""检查: the list of rounds, and one round with its progress and verdicts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import WHOLE_PROVINCE, page_of
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.drawing import inputs_folder
from xuncha.apps.inspections.figures import Figures, rounding_of
from xuncha.apps.inspections.folding import folded, leading
from xuncha.apps.inspections.kept_verdict import DamagedVerdictError
from xuncha.apps.inspections.models import Chore, FindingCase, Recheck, Round, RoundTarget, VerdictEntry
from xuncha.apps.inspections.named_so import named_so
from xuncha.apps.inspections.other_problems import Others
from xuncha.apps.inspections.progress import progress_of
from xuncha.apps.inspections.scores_shown import score_of, shown_scores
from xuncha.apps.inspections.views.rechecks import may_order
from xuncha.apps.inspections.work.chores import REMIND
from xuncha.apps.inspections.work.network import in_words
from xuncha.apps.inspections.work.preparing import FILES, kept_as

_OUTCOMES = (("fail", "不合格"), ("unknown", "未能判定"), ("pass", "合格"))


@any_role
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round, latest timepoint first."""
    context = {
        "page": page_of(request, Round.objects.visible_to(request.user)),
        "may_run": may(request.user, Right.ROUNDS),
    }
    return render(request, "inspections/rounds.html", context)


def _verdicts(request: HttpRequest, round_: Round) -> tuple[Any, dict[str, str]]:
    """The verdicts asked for, and what was asked."""
    rows = VerdictEntry.objects.visible_to(request.user).filter(round=round_)
    asked = {name: request.GET.get(name, "") for name in ("outcome", "kind", "q", "region")}
    for name, field in (("outcome", "outcome"), ("kind", "kind"), ("region", "region_name")):
        if asked[name]:
            rows = rows.filter(**{field: asked[name]})
    if asked["q"].strip():
        words = asked["q"].strip()
        rows = rows.filter(named_so(words, round_.pk))
    return rows, asked


def verdicts_exported(request: HttpRequest, pk: int) -> Sheet:
    """The verdicts of a round that whoever asks may see, as filtered."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    rows, _ = _verdicts(request, round_)
    line = partial(_verdict_line, others=Others(request.user, round_))
    return Sheet(f"{round_.title}-判定", _VERDICT_HEADER, rows, line, on=f"{round_.title} 判定")


@any_role
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: progress while it runs, then verdicts by outcome."""
    if request.GET.get("as") in ("xlsx", "csv"):
        return sheet_answer(request, "verdicts", pk=pk)  # type: ignore[no-any-return]
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    rows, asked = _verdicts(request, round_)
    rounding = rounding_of(round_)
    seen = Figures(request.user, [round_])
    counted = seen.by("kind")
    kinds = [
        (kind, label, counted[kind,])
        for kind, label in (("site", "政府网站"), ("account", "政务新媒体"))
        if (kind,) in counted
    ]
    page, others = page_of(request, rows, most=WHOLE_PROVINCE), Others(request.user, round_)
    for row in page:
        row.other = others.of(row)
    context = {
        "round": round_,
        "figures": [(kind, label, t, t.pass_rate(rounding)) for kind, label, t in kinds],
        "page": page,
        "asked": asked,
        "query": request.GET.urlencode(),
        "outcomes": _OUTCOMES,
        "progress": progress_of(round_),
        "may_run": may(request.user, Right.ROUNDS),
        "inside": may(request.user, Right.SEE_ALL),
        "options": [] if round_.kind == Round.Kind.LOADED else in_words(round_.network),
        "handed_in": [label for role, label in FILES.items() if kept_as(inputs_folder(round_), role)],
        "chores": Chore.objects.filter(kind=REMIND, key=str(round_.pk)),
        "waiting": seen.waiting(),
        "under_review": seen.under_review(),
        "behind": seen.behind,
        **shown_scores(request.user, round_),
    }
    return render(request, "inspections/round.html", context)


@any_role
def round_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that refreshes itself."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    context = {
        "round": round_,
        "progress": progress_of(round_),
        "may_run": may(request.user, Right.ROUNDS),
        "inside": may(request.user, Right.SEE_ALL),
    }
    response = render(request, "inspections/progress.html", context)
    if round_.state in (Round.State.FINISHED, Round.State.CANCELLED) and request.htmx:
        response["HX-Refresh"] = "true"
    return response


_OPEN = (Round.State.PREPARING, Round.State.RUNNING, Round.State.PAUSED)
#: By act: states in which it can be taken, the state after, words.
_STEER = {
    "pause": ((Round.State.RUNNING,), Round.State.PAUSED, "暂停检查"),
    "resume": ((Round.State.PAUSED,), Round.State.RUNNING, "继续检查"),
    "cancel": (_OPEN, Round.State.CANCELLED, "取消检查"),
}


@needs(Right.ROUNDS)
def steer(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, resume or cancel by POST. What is being looked at at that moment is finished and kept."""
    was, now, act = _STEER.get(request.POST.get("act", ""), ((), "", ""))
    rows = Round.objects.visible_to(request.user).filter(pk=pk, state__in=was)
    if request.method == "POST" and now:
        with transaction.atomic():
            resumed = {"resumed_at": timezone.now()} if now == Round.State.RUNNING else {}
            if rows.update(state=now, **resumed):
                if now == Round.State.CANCELLED:
                    _give_up_queued(pk)
                record(request, act, on=str(pk))
                messages.success(request, f"已{act}。")
            else:
                at = Round.objects.visible_to(request.user).filter(pk=pk).first()
                state = at.get_state_display() if at else "不存在"
                messages.error(request, f"没有{act}：这次检查现在是“{state}”。")
    return redirect("inspections:round", pk=pk)


def _give_up_queued(pk: int) -> None:
    RoundTarget.objects.filter(round_id=pk, state=RoundTarget.State.QUEUED).update(
        state=RoundTarget.State.FAILED, reason="检查已取消，该对象没有检查", finished_at=timezone.now()
    )


def _targets(request: HttpRequest, pk: int) -> tuple[Round, Any, dict[str, str]]:
    """The round, its targets asked for, and what was asked. Raises Http404."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    if not may(request.user, Right.SEE_ALL):
        raise Http404
    rows = RoundTarget.objects.filter(round=round_).exclude(kind="prepare")
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    if asked["state"] == "trouble":
        rows = rows.exclude(reason="")
    elif asked["state"]:
        rows = rows.filter(state=asked["state"])
    if asked["q"]:
        rows = rows.filter(Q(name__icontains=asked["q"]) | Q(key=asked["q"]))
    return round_, rows, asked


def targets_exported(request: HttpRequest, pk: int) -> Sheet:
    """The targets of a round as work, as filtered."""
    round_, rows, _ = _targets(request, pk)
    name = f"{round_.title}-进度"
    return Sheet(name, _TARGET_HEADER, rows, _target_line, on=round_.title, act="导出检查进度")


@any_role
def target_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every target of a round as work: how far it is, how fast, and why it was not seen whole."""
    if request.GET.get("as") in ("xlsx", "csv"):
        return sheet_answer(request, "targets", pk=pk)  # type: ignore[no-any-return]
    round_, rows, asked = _targets(request, pk)
    context = {
        "round": round_,
        "page": page_of(request, rows),
        "asked": asked,
        "states": RoundTarget.State.choices,
        "progress": progress_of(round_),
    }
    return render(request, "inspections/targets.html", context)


_TARGET_HEADER = ("标识", "名称", "状态", "页数", "读到", "用时（秒）", "每分钟页数", "原因")


def _target_line(target: RoundTarget) -> list[Any]:
    took = target.took
    seconds = round(took.total_seconds()) if took else ""
    rate = "" if target.rate is None else target.rate
    seen = [target.pages, target.reached, seconds, rate, target.reason]
    return [target.key, target.name, target.get_state_display(), *seen]


_VERDICT_HEADER = (
    "类别", "标识", "名称", "平台", "地区", "主办单位", "结论", "核实", "否决指标", "其他问题", "应读页数", "读到页数", "说明",
)  # fmt: skip


def _verdict_line(row: VerdictEntry, others: Others) -> list[Any]:
    try:
        said = row.machine_verdict()
        seen = [said.pages, said.reached, said.note if others.of_the_office else ""]
    except DamagedVerdictError as damage:
        seen = ["", "", str(damage)]
    return [
        "政府网站" if row.kind == "site" else "政务新媒体", row.key, row.name, row.platform, row.region_name,
        row.sponsor_name, dict(_OUTCOMES).get(row.outcome, row.outcome), "已核实" if row.is_settled else "待核实",
        "、".join(row.veto), "、".join(others.of(row)), *seen,
    ]  # fmt: skip


@any_role
def verdict_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One target in one round: the verdict, why, and its findings."""
    row = get_object_or_404(VerdictEntry.objects.visible_to(request.user).select_related("round"), pk=pk)
    findings = (
        FindingCase.objects.visible_to(request.user)
        .filter(verdict=row)
        .order_by("rank", "code", "place", "pk")
    )
    earlier = (
        VerdictEntry.objects.visible_to(request.user).filter(kind=row.kind, key=row.key).exclude(pk=row.pk)
    )
    row.other = Others(request.user, row.round).of(row)
    page = page_of(request, leading(request.user, findings))
    folded(request.user, page, findings)
    context = {
        "row": row,
        **_machine(row),
        "score": score_of(row),
        "page": page,
        "earlier": earlier.select_related("round").order_by("-round__asof", "-round_id")[:12],
        "inside": may(request.user, Right.SEE_ALL),
        **_rechecks(request, row),
    }
    return render(request, "inspections/verdict.html", context)


def _machine(row: VerdictEntry) -> dict[str, Any]:
    """What judging said, or why that cannot be shown."""
    try:
        return {"machine": row.machine_verdict()}
    except DamagedVerdictError as damage:
        return {"damage": str(damage)}


def _rechecks(request: HttpRequest, row: VerdictEntry) -> dict[str, Any]:
    """Looks at the site since this round was made, and whether one more can be ordered."""
    if row.kind != "site" or not may(request.user, Right.SEE_ALL):
        return {}
    since = Recheck.objects.filter(site__site_code=row.key, ordered_at__gte=row.round.made_at)
    return {
        "rechecks": since[:12],
        "may_recheck": may_order(request.user) and SiteEntry.objects.filter(site_code=row.key).exists(),
    }
