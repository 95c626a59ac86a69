"""Changing one site or account by hand: every field of its row, the day and the document behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.typed import EARLIEST
from xuncha.apps.directory.headers import HEADERS
from xuncha.apps.directory.importing import ImportRefusedError, change_one, check_one
from xuncha.apps.directory.kinds import KINDS, Record
from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.directory.sites import SERVES, SERVES_WORDS
from xuncha.facts.targets import Platform, RunState, SiteKind

_CHOICES = {"运行状态": RunState, "网站类型": SiteKind, "平台": Platform}
_SERVES_MEANS = "写“无”的不要求提供办事服务和办事指南；没有写明的，未提供办事服务由人工确认"
_FIXED = ("网站标识码", "账号标识")
_MAY_BE_EMPTY = ("主管单位", "网址", "关注数", SERVES)


def _form(before: Record, data: Any, *, opening: bool = False) -> _Dated:
    fields: dict[str, forms.Field] = {}
    for name, value in before.items():
        if name in _FIXED and not opening:
            continue
        if name in _CHOICES:
            words = [(word.value, word.value) for word in _CHOICES[name]]
            fields[name] = forms.ChoiceField(label=name, choices=words, initial=value)
        elif name == SERVES:
            said = [(word, word or "名录没有写明") for word in reversed(SERVES_WORDS.values())]
            fields[name] = forms.ChoiceField(
                label=name, choices=said, initial=value, required=False, help_text=_SERVES_MEANS
            )
        else:
            fields[name] = forms.CharField(
                label=name, initial=value, max_length=500, required=name not in _MAY_BE_EMPTY
            )
    day = forms.DateInput(attrs={"type": "date"})
    fields["on"] = forms.DateField(
        label="开设日期" if opening else "变更日期", initial=timezone.localdate().isoformat(), widget=day
    )
    fields["document"] = forms.CharField(label="依据文件", required=False, max_length=200)
    return type("ChangeForm", (_Dated,), fields)(data)


class _Dated(forms.Form):
    """Something that has happened, on a day."""

    #: Since when the entry has been there, where that is known.
    since: date | None = None

    def clean_on(self) -> date:
        """Not tomorrow: the entry changes now. And nothing happens to what is not opened yet."""
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("日期不能在今天之后；届时再登记。")
        if on < EARLIEST:
            raise forms.ValidationError(f"年份应在 {EARLIEST.year} 年之后，请核对。")
        if self.since is not None and on < self.since:
            raise forms.ValidationError(f"日期不能早于开设日期 {self.since.isoformat()}。")
        return on


def _change(request: HttpRequest, kind: str, entry: Any, address: str) -> HttpResponse:
    before = entry.record()
    form = _form(before, request.POST or None)
    form.since = entry.opened_on
    if request.method == "POST" and form.is_valid():
        after = {
            name: form.cleaned_data.get(name, value) or "" if name not in _FIXED else value
            for name, value in before.items()
        }
        after, problems = check_one(KINDS[kind], after)
        for problem in problems:
            form.add_error(problem.column if problem.column in form.fields else None, problem.message)
        if not problems and (after == before or _changed(request, form, kind, before, after)):
            return redirect(address)
    return render(request, "directory/change.html", {"form": form, "entry": entry, "back": address})


def _changed(request: HttpRequest, form: forms.Form, kind: str, before: Record, after: Record) -> bool:
    """Write it down, before empty: as opened; False where it is refused, and the form says why."""
    day, document = form.cleaned_data["on"], form.cleaned_data["document"]
    try:
        with transaction.atomic():
            made = change_one(KINDS[kind], before, after, request.user, day, document)
            if before:
                said = "；".join(f"{name}：{old}→{new}" for name, old, new in made.differences)
                record(request, f"名录{made.what}", on=made.key, 改动=said)
            else:
                record(request, "名录开设", on=made.key, 名称=list(after.values())[1], 依据=document)
    except ImportRefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "已保存。" if before else "已登记。")
    return True


_EMPTY: dict[str, Record] = {kind: dict.fromkeys(HEADERS[kind], "") for kind in ("sites", "accounts")}


@needs(Right.DIRECTORY)
def open_entry(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter one site or account that was opened, with the day and the document behind it."""
    if kind not in _EMPTY:
        raise Http404
    empty = {**_EMPTY[kind], "运行状态": RunState.RUNNING.value}
    form = _form(empty, request.POST or None, opening=True)
    if request.method == "POST" and form.is_valid():
        after = {name: (form.cleaned_data.get(name) or "").strip() for name in empty}
        after, problems = check_one(KINDS[kind], after)
        for problem in problems:
            form.add_error(problem.column if problem.column in form.fields else None, problem.message)
        key = next(iter(after.values()))
        if not problems and KINDS[kind].find([key]).exists():
            form.add_error(next(iter(empty)), "名录中已有这个标识。")
        if form.is_valid() and _changed(request, form, kind, {}, after):
            entry = KINDS[kind].find([key]).get()
            return (
                redirect("directory:site", site_code=key)
                if kind == "sites"
                else redirect("directory:account", pk=entry.pk)
            )
    context = {"form": form, "label": KINDS[kind].label, "back": f"/{kind}"}
    return render(request, "directory/open.html", context)


@needs(Right.DIRECTORY)
def change_site(request: HttpRequest, site_code: str) -> HttpResponse:
    """Change a site."""
    rows = SiteEntry.objects.visible_to(request.user).select_related("sponsor", "supervisor", "region")
    return _change(request, "sites", get_object_or_404(rows, site_code=site_code), f"/sites/{site_code}")


@needs(Right.DIRECTORY)
def change_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an account."""
    rows = MediaAccountEntry.objects.visible_to(request.user).select_related(
        "sponsor", "supervisor", "region"
    )
    return _change(request, "accounts", get_object_or_404(rows, pk=pk), f"/accounts/{pk}")
