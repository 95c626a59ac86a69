"""新建检查: from the directory, or from a result of the command line."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.work.preparing import HANDED_IN, inputs_folder, settings_of
from xuncha.standards.standard import StandardError, load_standard, shipped
from xuncha.told import ToldError

_LARGEST = 256 << 20
_LABELS = {
    "posts": "账号发布记录（JSONL）",
    "channels": "互动功能检查记录（JSONL）",
    "probes": "可用性监测记录（CSV）",
    "error_reports": "“找错”记录（CSV）",
}


class RoundForm(forms.Form):
    """What is inspected, when, by which standard, how gently."""

    title = forms.CharField(label="名称", max_length=100)
    kind = forms.ChoiceField(
        label="方式",
        choices=[("full", "全覆盖检查"), ("sample", "抽查")],
        widget=forms.RadioSelect,
        initial="full",
    )
    percent = forms.IntegerField(
        label="抽取比例（%）",
        min_value=1,
        max_value=100,
        required=False,
        initial=30,
        help_text="按地区和类型分层，每层至少一个",
    )
    seed = forms.CharField(
        label="随机种子",
        max_length=64,
        required=False,
        help_text="留空则随机产生并记录；填写以前的种子可以重抽同一批",
    )
    asof = forms.DateTimeField(
        label="监测时间点", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    standard = forms.ChoiceField(label="标准", choices=lambda: [(name, name) for name in shipped()])
    indicators = forms.CharField(
        label="范围", max_length=300, required=False, help_text="留空为全部指标；可填代码或前缀，如 W2,W3,W4"
    )
    rate = forms.FloatField(label="每个主机每秒请求数", min_value=0.01, max_value=50, initial=2)
    connections = forms.IntegerField(label="每个主机同时连接数", min_value=1, max_value=16, initial=2)
    max_pages = forms.IntegerField(
        label="每个网站最多打开的页面数", min_value=1, max_value=100_000, initial=300
    )
    contact = forms.CharField(
        label="联系方式", max_length=200, required=False, help_text="写入 User-Agent，便于被检查单位加白名单"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, label in _LABELS.items():
            self.fields[role] = forms.FileField(label=label, required=False)

    def clean_indicators(self) -> list[str]:
        """Codes or prefixes the standard knows."""
        words = self.cleaned_data["indicators"].replace("，", ",").replace("、", ",").split(",")
        prefixes = tuple(word.strip().upper() for word in words if word.strip())
        try:
            load_standard(self.cleaned_data.get("standard") or "national-2019").scope(prefixes)
        except StandardError as error:
            raise forms.ValidationError(str(error)) from None
        return list(prefixes)

    def clean(self) -> dict[str, Any]:
        """A sample needs its share; files have a size."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == "sample" and not cleaned.get("percent"):
            self.add_error("percent", "抽查须填写比例。")
        for role in _LABELS:
            if cleaned.get(role) and cleaned[role].size > _LARGEST:
                self.add_error(role, "文件超过 256 MB。")
        return cleaned


@takes_up_to(2 * _LARGEST)
@needs(Right.ROUNDS)
def new_round(request: HttpRequest) -> HttpResponse:
    """Order a round; a worker prepares and starts it."""
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    form = RoundForm(
        request.POST or None, request.FILES or None, initial={"asof": now.isoformat(timespec="minutes")}
    )
    if request.method == "POST" and form.is_valid():
        return redirect("inspections:round", pk=_ordered(request, form.cleaned_data).pk)
    context = {
        "form": form,
        "sites": SiteEntry.objects.count(),
        "accounts": MediaAccountEntry.objects.count(),
        "staged": settings.CONNECT_TO,
    }
    return render(request, "inspections/new_round.html", context)


def _ordered(request: HttpRequest, wanted: dict[str, Any]) -> Round:
    sample = wanted["kind"] == "sample"
    network = {name: wanted[name] for name in ("rate", "connections", "max_pages", "contact")}
    if settings.CONNECT_TO:
        network["connect_to"] = list(settings.CONNECT_TO)
    settings_of(network)
    with transaction.atomic():
        made = Round.objects.create(
            title=wanted["title"],
            kind=wanted["kind"],
            asof=wanted["asof"],
            standard=wanted["standard"],
            indicators=wanted["indicators"],
            seed=(wanted["seed"] or secrets.token_hex(8)) if sample else "",
            percent=wanted["percent"] if sample else None,
            folder=uuid4().hex,
            network=network,
            made_by=request.user,
        )
        folder = inputs_folder(made)
        folder.mkdir(parents=True, mode=0o700)
        for role, name in HANDED_IN.items():
            if wanted.get(role):
                (folder / name).write_bytes(wanted[role].read())
        RoundTarget.objects.create(round=made, kind="prepare", key="lists", name="准备名单", place=0)
        record(request, "新建检查", on=made.title, 方式=made.get_kind_display(), 种子=made.seed)
    return made


def _incoming() -> list[Path]:
    """Result folders that lie where an administrator of the machine puts them."""
    folder = Path(settings.HOME) / "incoming"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if (path / "facts" / "run.json").is_file())


@needs(Right.ROUNDS)
def load(request: HttpRequest) -> HttpResponse:
    """Take a result of ``xuncha inspect`` in as a round."""
    offered = {path.name: path for path in _incoming()}
    if request.method == "POST":
        title = request.POST.get("title", "").strip()[:100]
        path = offered.get(request.POST.get("folder", ""))
        if path is None or not title:
            messages.error(request, "请选择结果目录并填写名称。")
            return redirect("inspections:load")
        try:
            made = load_result(path, title, request.user)
        except ToldError as error:
            messages.error(request, error.told)
            return redirect("inspections:load")
        record(request, "导入检查结果", on=title, 目录=path.name)
        messages.success(request, "已导入。")
        return redirect("inspections:round", pk=made.pk)
    context = {"offered": list(offered), "folder": Path(settings.HOME) / "incoming"}
    return render(request, "inspections/load.html", context)
