"""延期: asking, answering and taking back, each by POST from the page of the case."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.typed import a_day
from xuncha.apps.rectification.extending import ExtensionRefusedError, answer, ask, take_back
from xuncha.apps.rectification.models import Extension, Rectification

_RELATED = ("finding__verdict", "finding__round")


def _done(request: HttpRequest, case_pk: int, act: Callable[[], str]) -> HttpResponse:
    """Carry it out and say how it went, on the page of the case."""
    if request.method == "POST":
        try:
            messages.success(request, act())
        except ExtensionRefusedError as error:
            messages.error(request, str(error))
    return redirect("rectification:case", pk=case_pk)


@needs(Right.ANSWER)
def ask_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner asks for a later day."""
    rows = Rectification.objects.visible_to(request.user).select_related(*_RELATED)
    case, given = get_object_or_404(rows, pk=pk), request.POST

    def act() -> str:
        asked = ask(
            request,
            case,
            given.get("reason", ""),
            a_day(given.get("until", "")),
            all_of_it=bool(given.get("all")),
        )
        return f"已为 {asked} 件整改申请延期，等待答复；答复前仍按原期限办理。"

    return _done(request, pk, act)


def _extension(request: HttpRequest, pk: int) -> Extension:
    allowed = Rectification.objects.visible_to(request.user)
    rows = Extension.objects.filter(case__in=allowed).select_related(*(f"case__{one}" for one in _RELATED))
    return get_object_or_404(rows, pk=pk)


@needs(Right.GRANT)
def answer_one(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervisor or an inspector grants or refuses."""
    one, given = _extension(request, pk), request.POST

    def act() -> str:
        if given.get("answer") not in ("grant", "refuse"):
            raise ExtensionRefusedError("请选择同意或不同意。")
        granted, until = given["answer"] == "grant", a_day(given.get("until", ""))
        words = given.get("words", "")
        n = answer(request, one, granted, words, until, all_of_it=bool(given.get("all")))
        return f"已答复 {n} 件：{one.get_state_display()}。"

    return _done(request, one.case_id, act)


@needs(Right.ANSWER)
def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner takes the question back."""
    one = _extension(request, pk)

    def act() -> str:
        take_back(request, one)
        return "延期申请已撤回。"

    return _done(request, one.case_id, act)
