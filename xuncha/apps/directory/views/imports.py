"""导入: hand in a list, look at what it would change, then do it or drop it; undo it as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import page_of
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.directory.importing import ImportRefusedError, carry_out, drop, plan_of, take_in, undo
from xuncha.apps.directory.kinds import KINDS
from xuncha.apps.directory.models import Import

#: Rows of each sort that a preview shows; the figures count all of them.
_SHOWN = 200
_LARGEST = 64 << 20
_SUFFIXES = (".csv", ".txt", ".xlsx", ".xls")


class UploadForm(forms.Form):
    """What list, and the file."""

    kind = forms.ChoiceField(
        label="内容", choices=[(kind.name, f"{kind.label}名单") for kind in KINDS.values()]
    )
    file = forms.FileField(label="文件", help_text="CSV 或 Excel，表头见使用手册；最大 64 MB")

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
        file = form.cleaned_data["file"]
        one, _ = take_in(form.cleaned_data["kind"], file.read(), file.name.rpartition("/")[2], request.user)
        record(request, "上传名单", on=one.file_name, 导入=one.pk)
        return redirect("directory:import", pk=one.pk)
    context = {
        "form": form,
        "page": page_of(request, Import.objects.select_related("made_by")),
        "kinds": KINDS,
    }
    return render(request, "directory/imports.html", context)


@needs(Right.DIRECTORY)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of an import, or what it did."""
    one = get_object_or_404(Import.objects.select_related("made_by"), pk=pk)
    if request.method == "POST":
        return _act(request, one)
    context: dict[str, Any] = {"one": one, "label": KINDS[one.kind].label, "shown": _SHOWN}
    if one.state == Import.State.PREVIEWED:
        plan = plan_of(one)
        context |= {
            "plan": plan,
            "problems": plan.problems[:_SHOWN],
            "added": [list(record.values()) for record in plan.added[:_SHOWN]],
            "header": list((plan.added or [{}])[0]),
            "changed": [_differences(before, after) for before, after in plan.changed[:_SHOWN]],
            "is_stale": not plan.problems and plan.digest != one.shown,
        }
    return render(request, "directory/import.html", context)


def _differences(before: dict[str, str], after: dict[str, str]) -> tuple[str, list[tuple[str, str, str]]]:
    keys = list(after.values())
    cells = [(name, before[name], after[name]) for name in after if before[name] != after[name]]
    return f"{keys[0]} {keys[1]}", cells


def _act(request: HttpRequest, one: Import) -> HttpResponse:
    act, today = request.POST.get("act"), timezone.localdate()
    try:
        with transaction.atomic():
            if act == "confirm":
                carry_out(one, request.user, today, request.POST.get("document", "")[:200])
                words = f"已导入 {one.file_name}：新增 {one.added}，变更 {one.changed}。"
            elif act == "undo":
                undo(one, request.user, today)
                words = f"已撤销 {one.file_name} 的导入。"
            elif act == "drop":
                drop(one)
                words = "已放弃这次导入，名录没有变化。"
            else:
                raise ImportRefusedError("没有这种处理。")
            record(
                request,
                {"confirm": "导入名录", "undo": "撤销导入", "drop": "放弃导入"}[act],
                on=one.file_name,
                导入=one.pk,
            )
        messages.success(request, words)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    return redirect("directory:import", pk=one.pk)
