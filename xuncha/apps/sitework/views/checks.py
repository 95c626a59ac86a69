"""人工核查: the list, one check with its steps, its photos and its result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, may, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import holding, is_number, page_of
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.inspections.models import Round
from xuncha.apps.sitework.assigning import lookers
from xuncha.apps.sitework.guides import guides
from xuncha.apps.sitework.looking import ResultRefusedError, look_again, record_result
from xuncha.apps.sitework.models import ManualCheck, Photo
from xuncha.apps.sitework.photos import MOST_BYTES, MOST_PHOTOS, PhotoRefusedError, add_photo

HEADER = ("检查", "类别", "名称", "标识", "地区", "主办单位", "指标", "核查内容", "核查人", "期限", "结果", "说明", "完成时间")  # fmt: skip
_KINDS = {"site": "政府网站", "account": "政务新媒体"}


def filtered(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """The checks asked for; those that wait where nothing is."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "round", "state", "guide", "who")}
    rows = ManualCheck.objects.select_related("round", "assignee")
    state = asked["state"] = asked["state"] or ManualCheck.State.WAITING.value
    if state == "overdue":
        rows = rows.filter(state=ManualCheck.State.WAITING, due_on__lt=timezone.localdate())
    elif state != "all":
        rows = rows.filter(state=state)
    if is_number(asked["round"]):
        rows = rows.filter(round_id=int(asked["round"]))
    if asked["guide"]:
        rows = rows.filter(guide_key=asked["guide"])
    if asked["who"] == "me":
        rows = rows.filter(assignee=request.user)
    elif asked["who"] == "nobody":
        rows = rows.filter(assignee=None)
    if asked["q"]:
        words = asked["q"]
        rows = rows.filter(holding(words, "name", "sponsor_name") | Q(key=words))
    return rows, asked


@needs(Right.SEE_ALL)
def check_list(request: HttpRequest) -> HttpResponse:
    """Checks, those due first on top."""
    rows, asked = filtered(request)
    page = page_of(request, rows)
    for check in page:
        check.late = check.is_overdue()
    context = {
        "page": page,
        "asked": asked,
        "query": request.GET.urlencode(),
        "rounds": Round.objects.filter(manual_checks__isnull=False).distinct(),
        "states": [*ManualCheck.State.choices, ("overdue", "已逾期未查"), ("all", "全部")],
        "guides": guides().values(),
        "may_make": may(request.user, Right.ROUNDS),
        "lookers": lookers() if may(request.user, Right.ROUNDS) else (),
        "nothing_at_all": not page.object_list and not ManualCheck.objects.exists(),
    }
    return render(request, "sitework/checks.html", context)


@needs(Right.SEE_ALL)
def export(request: HttpRequest) -> HttpResponse:
    """The list as filtered, as xlsx or csv."""
    return sheet_answer(request, "checks")  # type: ignore[no-any-return]


def exported(request: HttpRequest) -> Sheet:
    """The checks as filtered."""
    rows, _ = filtered(request)
    return Sheet("人工核查", HEADER, rows, _line, on="人工核查")


def _line(one: ManualCheck) -> list[Any]:
    done = timezone.localtime(one.done_at).strftime("%Y-%m-%d %H:%M") if one.done_at else ""
    who = one.assignee.shown_name if one.assignee else ""
    return [
        one.round.title, _KINDS[one.kind], one.name, one.key, one.region_name, one.sponsor_name, one.code,
        one.guide.title, who, one.due_on.isoformat(), one.get_state_display(), one.seen, done,
    ]  # fmt: skip


@needs(Right.SEE_ALL)
def check_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One check: what to do, photos so far, result."""
    rows = ManualCheck.objects.select_related("round", "assignee", "done_by", "finding")
    check = get_object_or_404(rows, pk=pk)
    waits = check.state == ManualCheck.State.WAITING
    closed = check.round.notice_issued_at is not None
    looker = may(request.user, Right.REVIEW) and not closed
    context = {
        "check": check,
        "late": check.is_overdue() and not closed,
        "closed": closed,
        "photos": check.photos.select_related("added_by"),
        "may_look": looker and waits,
        "may_again": looker and check.state in (ManualCheck.State.OK, ManualCheck.State.UNSEEN),
        "may_add": looker and waits and check.guide.photo != "never",
        "most_photos": MOST_PHOTOS,
        "results": [(state.value, state.label) for state in ManualCheck.RESULTS],
        "steps": check.steps.all(),
    }
    return render(request, "sitework/check.html", context)


@takes_up_to(MOST_PHOTOS * MOST_BYTES)
@needs(Right.REVIEW)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take photos, by POST."""
    check = get_object_or_404(ManualCheck, pk=pk)
    photos = request.FILES.getlist("photos") if request.method == "POST" else []
    if len(photos) > MOST_PHOTOS:
        messages.error(
            request, f"一项核查最多 {MOST_PHOTOS} 张照片，这次选了 {len(photos)} 张，没有保存；请挑选后再传。"
        )
        photos = []
    for sent in photos:
        try:
            with transaction.atomic():
                photo = add_photo(check, sent, request.user)
                record(request, "上传照片", on=f"{check.key} {check.code}", 核查=pk, 摘要=photo.sha256)
        except PhotoRefusedError as error:
            messages.error(request, f"{sent.name}：{error}")
        else:
            messages.success(request, "照片已保存（拍摄地点等附带信息已去除）。")
    return redirect("sitework:check", pk=pk)


@needs(Right.REVIEW)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the result, by POST."""
    check = get_object_or_404(ManualCheck, pk=pk)
    if request.method == "POST":
        try:
            record_result(request, check, request.POST.get("result", ""), request.POST.get("note", ""))
        except ResultRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已记录：{check.get_state_display()}。")
    return redirect("sitework:check", pk=pk)


@needs(Right.REVIEW)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a check again, by POST."""
    check = get_object_or_404(ManualCheck.objects.select_related("finding__verdict"), pk=pk)
    if request.method == "POST":
        try:
            look_again(request, check, request.POST.get("note", ""))
        except ResultRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "已改为待核查。")
    return redirect("sitework:check", pk=pk)


@needs(Right.SEE_ALL)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo, as a file that runs nowhere; looking at it is recorded when it is opened by itself."""
    one = get_object_or_404(Photo.objects.select_related("check_of"), pk=pk)
    try:
        file = one.path.open("rb")
    except OSError:
        raise Http404 from None
    if request.headers.get("Sec-Fetch-Dest") != "image":
        record(request, "查看照片", on=f"{one.check_of.key} {one.check_of.code}", 摘要=one.sha256)
    name = f"{one.check_of.code}-{one.check_of_id}-{one.pk}.jpg"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
