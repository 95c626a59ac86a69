"""导入: hand in a list, look at what it would change, then do it or drop it; undo it as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import XLSX
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import answer
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.directory.blank_lists import LAYOUTS, blank_list
from xuncha.apps.directory.importing import (
    ImportRefusedError,
    carry_out,
    drop,
    keep_file,
    note_plan,
    plan_of,
    take_in,
    undo,
)
from xuncha.apps.directory.kinds import KINDS
from xuncha.apps.directory.large_imports import (
    APPLY,
    CHECK,
    SHOWN,
    UNDO,
    is_large,
    is_large_file,
    order_for,
    shown_of,
    task_of,
    today,
)
from xuncha.apps.directory.models import Import
from xuncha.apps.directory.one_at_a_time import state_of_directory

#: What the page asks for.
_CONFIRM, _UNDO, _DROP = "confirm", "undo", "drop"
_LARGEST = 64 << 20
_SUFFIXES = (".csv", ".txt", ".xlsx", ".xls")


class UploadForm(forms.Form):
    """What list, and the file."""

    kind = forms.ChoiceField(
        label="内容", choices=[(kind.name, f"{kind.label}名单") for kind in KINDS.values()]
    )
    file = forms.FileField(label="文件", help_text="CSV 或 Excel，最大 64 MB")

    def clean_file(self) -> Any:
        """A table of a size we take."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(_SUFFIXES):
            raise forms.ValidationError("请上传 CSV 或 Excel 文件。")
        if file.size > _LARGEST:
            raise forms.ValidationError("文件超过 64 MB，请拆分后再导入。")
        return file


@takes_up_to(_LARGEST)
@needs(Right.DIRECTORY)
def import_list(request: HttpRequest) -> HttpResponse:
    """Every import; POST takes in a file and leads to its preview."""
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "sites")}
    )
    if request.method == "POST" and form.is_valid():
        return _taken_in(request, form.cleaned_data["kind"], form.cleaned_data["file"])
    context = {
        "form": form,
        "page": page_of(request, Import.objects.select_related("made_by")),
        "kinds": KINDS,
    }
    return render(request, "directory/imports.html", context)


@needs(Right.DIRECTORY)
def blank(request: HttpRequest, kind: str) -> FileResponse:
    """An empty list to fill in."""
    if kind not in LAYOUTS:
        raise Http404
    name = f"{KINDS[kind].label}名单（空白）.xlsx"
    return FileResponse(blank_list(kind), as_attachment=True, filename=name, content_type=XLSX)


def _taken_in(request: HttpRequest, kind: str, file: Any) -> HttpResponse:
    """A small file is looked into at once, a large one by a worker."""
    name = file.name.rpartition("/")[2]
    if not is_large_file(name, file.size):
        one, _ = take_in(kind, file.read(), name, request.user)
        record(request, "上传名单", on=one.file_name, 导入=one.pk)
        return redirect("directory:import", pk=one.pk)
    one = keep_file(kind, file.read(), name, request.user)
    one.state = Import.State.CHECKING
    with transaction.atomic():
        one.save()
        record(request, "上传名单", on=one.file_name, 导入=one.pk)
        ordered = order_for(request, CHECK, one)
    return answer(request, ordered)


@needs(Right.DIRECTORY)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of an import, or what it did."""
    one = get_object_or_404(Import.objects.select_related("made_by"), pk=pk)
    if request.method == "POST":
        return _act(request, one)
    context: dict[str, Any] = {
        "one": one,
        "label": KINDS[one.kind].label,
        "most": SHOWN,
        "task": task_of(one),
        "large": is_large(one),
    }
    if one.state == Import.State.PREVIEWED:
        context |= _preview(one)
    return render(request, "directory/import.html", context)


def _preview(one: Import) -> dict[str, Any]:
    """What the import would change: made anew for a small file, as a worker made it for a large one."""
    if one.preview:
        return {"shown": one.preview, "has_moved": one.preview["seen"] != state_of_directory()}
    plan = plan_of(one)
    # Counted anew: the directory may be another than when the file came.
    note_plan(fresh := Import(kind=one.kind), plan)
    one.added, one.changed, one.unchanged = fresh.added, fresh.changed, fresh.unchanged
    return {"shown": shown_of(plan), "is_stale": not plan.problems and plan.digest != one.shown}


def _act(request: HttpRequest, one: Import) -> HttpResponse:
    act = request.POST.get("act")
    try:
        task = task_of(one)
        if task is not None:
            return answer(request, (task, False))
        if act == "check" and one.state == Import.State.CHECKING:
            return answer(request, order_for(request, CHECK, one))
        if act in (_CONFIRM, _UNDO) and is_large(one):
            return answer(request, _ordered(request, one, act))
        messages.success(request, _done_at_once(request, one, act))
    except ImportRefusedError as error:
        messages.error(request, str(error))
    return redirect("directory:import", pk=one.pk)


def _ordered(request: HttpRequest, one: Import, act: str) -> tuple[Task, bool]:
    """Have a worker do it. Raises ImportRefusedError where it is done already or cannot be done."""
    if act == _CONFIRM:
        if one.state != Import.State.PREVIEWED:
            raise ImportRefusedError("这次导入已经处理过了。")
        if one.preview.get("problem_count"):
            raise ImportRefusedError(f"文件有 {one.preview['problem_count']} 处错误，没有导入任何内容。")
        return order_for(request, APPLY, one, on=today(), document=_document(request))
    if one.state != Import.State.DONE:
        raise ImportRefusedError("只有已导入的内容才能撤销。")
    return order_for(request, UNDO, one, on=today())


def _document(request: HttpRequest) -> str:
    return request.POST.get("document", "")[:200]


def _done_at_once(request: HttpRequest, one: Import, act: str | None) -> str:
    """Confirm, undo or drop; what was done, in words. Raises ImportRefusedError."""
    day = timezone.localdate()
    with transaction.atomic():
        if act == _CONFIRM:
            carry_out(one, request.user, day, _document(request))
            words = f"已导入 {one.file_name}：新增 {one.added}，变更 {one.changed}。"
        elif act == _UNDO:
            undo(one, request.user, day)
            words = f"已撤销 {one.file_name} 的导入。"
        elif act == _DROP:
            drop(one)
            words = "已放弃这次导入，名录没有变化。"
        else:
            raise ImportRefusedError("没有这种处理。")
        said = {_CONFIRM: "导入名录", _UNDO: "撤销导入", _DROP: "放弃导入"}[act]
        record(request, said, on=one.file_name, 导入=one.pk)
    return words
