"""后台任务: what people asked for that takes its time, how far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, any_role, may
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import XLSX, sheet_response
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.tasks.ending import look_at, tell_the_end
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.telling import told_of
from xuncha.apps.inspections.progress import workers_heard

#: Faults that the page shows; the file has all that are kept.
_SHOWN = 100


@any_role
def task_list(request: HttpRequest) -> HttpResponse:
    """Every task that the person may see, the latest first. POST: the ends of the own ones are known."""
    if request.method == "POST":
        look_at(request.user, Task.objects.all())
        return redirect("inspections:tasks")
    rows = Task.objects.visible_to(request.user).select_related("made_by__unit")
    asked = request.GET.get("state", "")
    if asked == "open":
        rows = rows.filter(state__in=Task.OPEN)
    elif asked in Task.State.values:
        rows = rows.filter(state=asked)
    if request.GET.get("mine"):
        rows = rows.filter(made_by=request.user)
    page = page_of(request, rows)
    for one in page:
        one.told = told_of(one)
    context = {
        "page": page,
        "state": asked,
        "mine": request.GET.get("mine", ""),
        "unseen": Task.objects.unseen_by(request.user).count(),
        **_workers(),
    }
    return render(request, "inspections/tasks.html", context)


def _workers() -> dict[str, Any]:
    alive, heard = workers_heard()
    return {"workers": alive, "heard": heard}


def _found(request: HttpRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("made_by__unit")
    found: Task = get_object_or_404(rows, pk=pk)
    return found


def _context(request: HttpRequest, task: Task) -> dict[str, Any]:
    before = Task.objects.under_way().filter(pk__lt=task.pk).count() if task.state == Task.State.QUEUED else 0
    return {
        "task": task,
        "told": told_of(task),
        "before": before,
        "may_end": _may_end(request, task),
        "own": task.made_by_id == request.user.pk,
        "watched": bool(request.htmx),
        **_workers(),
    }


def _may_end(request: HttpRequest, task: Task) -> bool:
    return task.is_open and (task.made_by_id == request.user.pk or may(request.user, Right.USERS))


@any_role
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: how far it is, or what came of it. POST takes it back."""
    task = _found(request, pk)
    if request.method == "POST":
        return _cancelled(request, task)
    context = _context(request, task) | {
        "shown": task.faults[:_SHOWN],
        "has_file": task.path is not None,
    }
    return render(request, "inspections/task.html", context)


@any_role
def task_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that refreshes itself; at the end it leads to what was made."""
    task = _found(request, pk)
    context = _context(request, task)
    response = render(request, "inspections/task_progress.html", context)
    to_be_seen = (
        context["own"] and task.unseen
    )  # the page then says by itself that it was seen, and is led on
    if not task.is_open and request.htmx and not to_be_seen:
        _lead_on(response, task)
    return response


def _lead_on(response: HttpResponse, task: Task) -> None:
    """From the progress to what was made, or to what is wrong."""
    if task.state == Task.State.DONE and task.back and not task.fault_count:
        response["HX-Redirect"] = task.back
    else:
        response["HX-Refresh"] = "true"


@any_role
def task_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note, by POST, that whoever asked has seen the end; with ``?on=1`` the page that watched is led on.

    Asked for by the page once it is shown: nobody waits for it while a worker has the database to itself.
    """
    task = _found(request, pk)
    if request.method != "POST":
        return redirect("inspections:task", pk=pk)
    look_at(request.user, Task.objects.filter(pk=pk))
    response = HttpResponse(status=204)
    if request.GET.get("on"):
        _lead_on(response, task)
    return response


@any_role
def task_file(request: HttpRequest, pk: int) -> Any:
    """The file that the task made, for whoever asked for it: it holds what that person may see."""
    task = _found(request, pk)
    path = task.path if task.made_by_id == request.user.pk else None
    if path is None:
        raise Http404
    record(request, "下载后台任务的文件", on=task.file_name, 任务=task.pk)
    kind = XLSX if task.file_name.endswith(".xlsx") else ""
    return FileResponse(path.open("rb"), as_attachment=True, filename=task.file_name, content_type=kind)


@any_role
def task_faults(request: HttpRequest, pk: int) -> Any:
    """What could not be done, as a file."""
    task = _found(request, pk)
    record(request, "导出", on=f"后台任务 {task.pk} 的错误清单")
    return sheet_response(
        f"后台任务{task.pk}-错误", ("位置", "原因"), task.faults, request.GET.get("as", "xlsx")
    )


def _cancelled(request: HttpRequest, task: Task) -> HttpResponse:
    if not _may_end(request, task):
        messages.error(request, "只有提交人和系统管理员可以取消还没有办完的任务。")
        return redirect("inspections:task", pk=task.pk)
    with transaction.atomic():
        # The record of acts is locked before the task, as the worker does at its end.
        record(request, "取消后台任务", on=task.subject, 事项=task.label, 任务=task.pk)
        ended = Task.objects.under_way().filter(pk=task.pk)
        done = ended.update(
            state=Task.State.FAILED,
            reason=f"{request.user.shown_name} 已取消，没有改动任何内容"
            if not task.kept
            else f"{request.user.shown_name} 已取消，此前已经处理的保留",
            token=F("token") + 1,
            finished_at=timezone.now(),
            lease_until=None,
            worker="",
        )
        if not done:
            transaction.set_rollback(True)
        elif task.made_by_id != request.user.pk:
            tell_the_end(task, "已被取消", f"{request.user.shown_name} 取消")
    if done:
        messages.success(request, "已取消。")
    else:
        messages.error(request, "已经办完，不能取消。")
    return redirect("inspections:task", pk=task.pk)
