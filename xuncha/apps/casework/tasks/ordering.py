"""Asking for work: what kinds there are, and one row for what somebody asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.tasks.model import Task

if TYPE_CHECKING:
    from xuncha.apps.casework.tasks.working import Work

Do = Callable[["Work"], None]
_kinds: dict[str, _Kind] = {}


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    do: str
    whole: bool
    grave: bool


def register(kind: str, label: str, do: str, *, whole: bool = True, grave: bool = False) -> None:
    """Say what a kind of work is called and who does it: a dotted name, loaded by the worker that needs it.

    A worker can die on the way: it is then called again. ``whole``: all of it counts at once, or nothing does;
    else it goes on where the dead worker ended. ``grave``: a single fault that it finds is bad news, and looks so.
    """
    _kinds[kind] = _Kind(label, do, whole, grave)


def label_of(kind: str) -> str:
    """What a kind of work is called; its name where this program does not know it."""
    return _kinds[kind].label if kind in _kinds else kind


def is_whole(kind: str) -> bool:
    """True for work of which all counts at once, or nothing does."""
    return kind not in _kinds or _kinds[kind].whole


def is_grave(kind: str) -> bool:
    """True for work of which a single fault is bad news."""
    return kind in _kinds and _kinds[kind].grave


def doer_of(kind: str) -> Do:
    """Who does this kind of work."""
    do: Do = import_string(_kinds[kind].do)
    return do


def known_kinds() -> list[str]:
    """The kinds of work that this program can do."""
    return list(_kinds)


def order(
    request: HttpRequest, kind: str, key: str, subject: str, *, back: str = "", **asked: Any
) -> tuple[Task, bool]:
    """Ask for work; ``back`` is the address of the page that shows its object. (the task, whether it is new).

    The same asked for while it is under way is that which is under way, whoever asked first.
    """
    found = Task.objects.under_way().filter(kind=kind, key=key).first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            made = Task.objects.create(
                kind=kind,
                key=key,
                subject=subject[:300],
                asked=asked,
                back=back[:300],
                made_by=request.user,
                address=(request.META.get("REMOTE_ADDR") or "")[:45],
            )
            record(request, "提交后台任务", on=made.subject, 事项=made.label, 任务=made.pk)
    except IntegrityError:  # somebody else was quicker by a moment
        found = Task.objects.filter(kind=kind, key=key).order_by("-pk").first()
        if found is None:
            raise
        return found, False
    return made, True


def answer(request: HttpRequest, ordered: tuple[Task, bool]) -> HttpResponse:
    """Lead to the page of the task, and say so where it had been asked for before."""
    task, fresh = ordered
    if not fresh:
        who = task.made_by.shown_name
        messages.warning(request, f"这件事 {who} 已经提交，正在办理，没有重复提交。")
    return redirect("inspections:task", pk=task.pk)
