"""操作记录: who did what, and whether the chain still holds."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xuncha.apps.casework import audit
from xuncha.apps.casework.access import Right, needs
from xuncha.apps.casework.listing import holding, page_of
from xuncha.apps.casework.models import AuditEntry

#: People whose name holds the words of a search, at most.
_MOST_NAMED = 200


@needs(Right.AUDIT)
def audit_list(request: HttpRequest) -> HttpResponse:
    """The record, newest first; ``?verify=1`` also walks the whole chain."""
    entries = AuditEntry.objects.all()
    words = request.GET.get("q", "").strip()
    if words:
        entries = entries.filter(holding(words, "act", "on", "actor_name"))
        named = get_user_model().objects.filter(full_name__contains=words).values_list("username", flat=True)
        entries = entries | AuditEntry.objects.filter(actor_name__in=list(named[:_MOST_NAMED]))
    checked = list(audit.breaks()) if request.GET.get("verify") else None
    page = page_of(request, entries)
    names = _names({entry.actor_name for entry in page})
    for entry in page:
        entry.who = names.get(entry.actor_name, "")
    context = {"page": page, "q": words, "checked": checked}
    return render(request, "casework/audit.html", context)


def _names(logins: set[str]) -> dict[str, str]:
    """Names of people by their login names, with units; those who have none are left out."""
    people = get_user_model().objects.filter(username__in=logins).exclude(full_name="")
    return {one.get_username(): one.signed_name for one in people.select_related("unit")}
