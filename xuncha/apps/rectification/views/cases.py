"""整改: the list, one case with what is wrong and what was done, replies and looking again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import is_number, page_of
from xuncha.apps.casework.taking_files import ACCEPTED, MOST_BYTES, MOST_FILES, answer_with, takes_files
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.inspections.models import Round
from xuncha.apps.rectification.extending import may_ask, together_with
from xuncha.apps.rectification.following import OUTCOMES, StepRefusedError, look_again, reply, same_cause
from xuncha.apps.rectification.models import Extension, Rectification, RectificationFile, RectificationStep

HEADER = (
    "检查", "类别", "名称", "标识", "地区", "主办单位", "指标", "问题", "性质", "情况", "网址", "怎样整改",
    "整改期限", "状态", "是否逾期", "反馈时间", "办结时间", "退回次数", "最近说明",
    "原定期限",
)  # fmt: skip
_KINDS = {"site": "政府网站", "account": "政务新媒体"}
_TIERS = {"veto": "单项否决", "deduct": "扣分", "note": "点名问题"}
_State = Rectification.State
_RELATED = ("finding__verdict", "finding__round")


def _filtered(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """The cases asked for; without a word about state, those that are not closed."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "round", "state", "tier", "region")}
    rows = Rectification.objects.visible_to(request.user).select_related(*_RELATED)
    if is_number(asked["round"]):
        rows = rows.filter(finding__round_id=int(asked["round"]))
    for name, field in (("tier", "finding__tier"), ("region", "finding__verdict__region_name")):
        if asked[name]:
            rows = rows.filter(**{field: asked[name]})
    if words := asked["q"]:
        of = "finding__verdict__"
        found = Q(**{f"{of}name__icontains": words}) | Q(**{f"{of}sponsor_name__icontains": words})
        rows = rows.filter(found | Q(finding__target=words) | Q(finding__code=words))
    return rows, asked


def _in_state(rows: Any, asked: dict[str, str]) -> Any:
    state = asked["state"] = asked["state"] or "open"
    if state == "open":
        return rows.exclude(state__in=(_State.CLOSED, _State.VOID))
    if state == "overdue":
        return rows.overdue()
    if state == "extension":
        return rows.filter(extensions__state=Extension.State.ASKED)
    return rows.filter(state=state) if state in _State.values else rows


@any_role
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases, those due first on top."""
    rows, asked = _filtered(request)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    page = page_of(request, _in_state(rows, asked))
    for one in page:
        one.late = one.is_overdue()
    context = {
        "page": page,
        "asked": asked,
        "query": request.GET.urlencode(),
        "total": sum(counts.values()),
        "figures": [
            *((s.value, s.label, counts.get(s.value, 0)) for s in _State),
            ("overdue", "逾期未反馈", rows.overdue().count()),
            ("extension", "延期待答复", rows.filter(extensions__state=Extension.State.ASKED).count()),
        ],
        "states": [
            ("open", "未办结"),
            *_State.choices,
            ("overdue", "逾期未反馈"),
            ("extension", "延期待答复"),
            ("all", "全部"),
        ],
        "rounds": Round.objects.visible_to(request.user).filter(notice_issued_at__isnull=False)[:20],
    }
    return render(request, "rectification/cases.html", context)


@any_role
def export(request: HttpRequest) -> HttpResponse:
    """The list as filtered, as xlsx or csv."""
    return sheet_answer(request, "cases")  # type: ignore[no-any-return]


def exported(request: HttpRequest) -> Sheet:
    """The cases that whoever asks may see, as filtered."""
    rows, asked = _filtered(request)
    latest = RectificationStep.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk").values("note")
    rows = _in_state(rows, asked).annotate(said=Coalesce(Subquery(latest[:1]), Value("", TextField())))
    return Sheet("整改", HEADER, rows, _line, on="整改")


def _line(one: Rectification) -> list[Any]:
    case, row = one.finding, one.finding.verdict
    late = "逾期未反馈" if one.is_overdue() else "逾期反馈" if one.was_late else ""
    return [
        case.round.title, _KINDS[row.kind], row.name, row.key, row.region_name, row.sponsor_name, case.code,
        case.title, _TIERS.get(case.tier, case.tier), case.detail, "\n".join(case.urls[:8]), case.advice,
        one.due_on.isoformat(), one.get_state_display(), late, _time(one.replied_at), _time(one.closed_at),
        one.times_back, one.said, one.first_due_on.isoformat() if one.first_due_on else "",
    ]  # fmt: skip


def _time(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _case(request: HttpRequest, pk: int) -> Rectification:
    return get_object_or_404(Rectification.objects.visible_to(request.user).select_related(*_RELATED), pk=pk)


@any_role
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: what is wrong, until when, what was said."""
    one = _case(request, pk)
    return _detail(request, one)


def _detail(request: HttpRequest, one: Rectification, words: str = "") -> HttpResponse:
    context = {
        "one": one,
        "case": one.finding,
        "late": one.is_overdue(),
        "steps": one.steps.prefetch_related("files"),
        "same": same_cause(one).count(),
        "recheck": one.finding.rechecks.first(),
        "inside": may(request.user, Right.SEE_ALL),
        "may_reply": may(request.user, Right.ANSWER) and one.state == _State.ASSIGNED,
        "may_recheck": may(request.user, Right.REVIEW) and one.state == _State.REPLIED,
        "outcomes": [(key, label) for key, (label, *_) in OUTCOMES.items()],
        "extensions": one.extensions.select_related("made_by__unit", "answered_by__unit"),
        "may_ask": may(request.user, Right.ANSWER) and may_ask(one),
        "may_grant": may(request.user, Right.GRANT),
        "may_take_back": may(request.user, Right.ANSWER),
        "together": together_with(one).count() if may(request.user, Right.ANSWER) else 0,
        "words": words,
        "accepted": ACCEPTED,
        "most_mb": MOST_BYTES >> 20,
        "most_files": MOST_FILES,
    }
    return render(request, "rectification/case.html", context)


@takes_files
@needs(Right.ANSWER)
def reply_to(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner says what was done, by POST."""
    one = _case(request, pk)
    if request.method != "POST":
        return redirect("rectification:case", pk=pk)
    words = request.POST.get("words", "")
    try:
        said = reply(
            request, one, words, request.FILES.getlist("files"), with_same=bool(request.POST.get("same"))
        )
    except StepRefusedError as error:
        messages.error(request, str(error))
        return _detail(request, _case(request, pk), words)
    messages.success(request, f"已反馈 {said} 件，等待复查。")
    return redirect("rectification:case", pk=pk)


@takes_files
@needs(Right.REVIEW)
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """What looking again showed, by POST."""
    one = _case(request, pk)
    if request.method != "POST":
        return redirect("rectification:case", pk=pk)
    words, files = request.POST.get("words", ""), request.FILES.getlist("files")
    try:
        said = look_again(
            request,
            one,
            request.POST.get("outcome", ""),
            words,
            files,
            with_same=bool(request.POST.get("same")),
        )
    except StepRefusedError as error:
        messages.error(request, str(error))
        return _detail(request, _case(request, pk), words)
    messages.success(request, f"已记录 {said} 件：{one.get_state_display()}。")
    return redirect("rectification:case", pk=pk)


@any_role
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file handed in with a case; opening it is recorded."""
    allowed = Rectification.objects.visible_to(request.user)
    one = get_object_or_404(RectificationFile.objects.filter(step__case__in=allowed), pk=pk)
    response = answer_with(one)
    record(request, "查看整改材料", on=one.file_name, 整改=one.step.case_id, 摘要=one.sha256)
    return response
