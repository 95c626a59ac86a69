"""新建检查: from the directory, or from a result of the command line."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.tasks.ordering import answer, order
from xuncha.apps.casework.uploads import takes_up_to
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.drawing import inputs_folder
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.loading_apart import LOAD, incoming, is_large_result
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.round_form import LARGEST, ROLES, RoundForm, gentle, suffix_of
from xuncha.apps.inspections.work.network import in_words, settings_of, staged
from xuncha.apps.inspections.work.preparing import HANDED_IN
from xuncha.told import ToldError


@takes_up_to(2 * LARGEST)
@needs(Right.ROUNDS)
def new_round(request: HttpRequest) -> HttpResponse:
    """Order a round; a worker prepares and starts it."""
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    form = RoundForm(
        request.POST or None,
        request.FILES or None,
        initial={"asof": now.isoformat(timespec="minutes"), **gentle()},
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
    options = ("rate", "connections", "max_pages", "contact", "browser", "whole_site")
    network = staged({name: wanted[name] for name in options})
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
        for role, file in ((role, wanted[role]) for role in ROLES if wanted.get(role)):
            file.seek(0)  # the check of the form has read it
            path = folder / (HANDED_IN.get(role) or f"{role}{suffix_of(file)}")
            path.write_bytes(file.read())
        RoundTarget.objects.create(round=made, kind="prepare", key="lists", name="准备名单", place=0)
        ways = "；".join(f"{name}：{value}" for name, value in in_words(network))
        record(request, "新建检查", on=made.title, 方式=made.get_kind_display(), 种子=made.seed, 设置=ways)
    return made


def _incoming() -> list[Path]:
    """Result folders that lie where an administrator of the machine puts them."""
    folder = incoming()
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
        if is_large_result(path):
            # A result is one round however many people ask for it at once.
            return answer(
                request, order(request, LOAD, path.name[:100], title, folder=path.name, title=title)
            )
        try:
            made = load_result(path, title, request.user)
        except ToldError as error:
            messages.error(request, error.told)
            return redirect("inspections:load")
        record(request, "导入检查结果", on=title, 目录=path.name)
        messages.success(request, "已导入。")
        return redirect("inspections:round", pk=made.pk)
    context = {"offered": list(offered), "folder": incoming()}
    return render(request, "inspections/load.html", context)
