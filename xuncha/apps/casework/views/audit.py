"""操作记录: who did what, and whether the chain still holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xuncha.apps.casework import audit
from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.listing import holding, page_of
from xuncha.apps.casework.models import AuditEntry


@needs(Right.AUDIT)
def audit_list(request: HttpRequest) -> HttpResponse:
    """The record, newest first; ``?verify=1`` also walks the whole chain."""
    entries = AuditEntry.objects.all()
    words = request.GET.get("q", "").strip()
    if words:
        entries = entries.filter(holding(words, "act", "on", "actor_name"))
    checked = list(audit.breaks()) if request.GET.get("verify") else None
    context = {"page": page_of(request, entries), "q": words, "checked": checked}
    return render(request, "casework/audit.html", context)
