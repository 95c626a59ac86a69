"""更正、撤回: proposing, deciding and giving up, each by POST from the page of the notice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.refusing import refusal_told
from xuncha.apps.notices.amending import AmendRefusedError, abandon, decide, propose
from xuncha.apps.notices.models import Amendment, Notice


@needs(Right.ROUNDS)
def propose_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to correct or to revoke."""
    notice = get_object_or_404(Notice, pk=pk)
    if request.method == "POST":
        with refusal_told(request, AmendRefusedError):
            propose(request, notice, request.POST.get("kind", ""), request.POST.get("reason", ""))
            messages.success(request, "已提出，待另一人同意。")
    return redirect("notices:notice", pk=pk)


@needs(Right.REVIEW)
def decide_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or not."""
    one = get_object_or_404(Amendment.objects.select_related("notice"), pk=pk)
    if request.method == "POST":
        with refusal_told(request, AmendRefusedError):
            agreed = request.POST.get("answer") == "agree"
            decide(request, one, agreed, request.POST.get("words", ""))
            messages.success(request, f"已记录：{one.get_state_display()}。")
    return redirect("notices:notice", pk=one.notice_id)


@needs(Right.ROUNDS)
def abandon_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a correction that was agreed to."""
    notice = get_object_or_404(Notice, pk=pk)
    if request.method == "POST":
        with refusal_told(request, AmendRefusedError):
            abandon(request, notice, request.POST.get("reason", ""))
            messages.success(request, "已放弃更正，原通报继续有效。")
    return redirect("notices:notice", pk=pk)
