"""意见: what people of the office write beside a finding."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.audit import record
from xuncha.apps.inspections.models import FindingCase, FindingComment

MOST_CHARACTERS = 2000


@needs(Right.REVIEW)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a comment, by POST."""
    case = get_object_or_404(FindingCase.objects.visible_to(request.user), pk=pk)
    words = request.POST.get("words", "").strip()
    if request.method == "POST" and not words:
        messages.error(request, "请写明意见。")
    elif request.method == "POST" and len(words) > MOST_CHARACTERS:
        messages.error(request, f"意见有 {len(words)} 字，最多 {MOST_CHARACTERS} 字。")
    elif request.method == "POST":
        with transaction.atomic():
            FindingComment.objects.create(
                finding=case, by=request.user, by_name=request.user.shown_name, words=words
            )
            record(request, "填写意见", on=f"{case.target} {case.code}", 问题=pk, 意见=words)
        messages.success(request, "意见已记下。")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("inspections:finding", args=[pk]) + query)
