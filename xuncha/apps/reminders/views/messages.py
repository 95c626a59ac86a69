"""消息: what the person logged in was told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import any_role
from xuncha.apps.casework.listing import is_number, page_of
from xuncha.apps.reminders.models import Message


@any_role
def inbox(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first; a POST marks one of them, or all, as read."""
    own = Message.objects.filter(to=request.user)
    if request.method == "POST":
        picked = request.POST.get("message", "")
        unread = own.filter(read_at=None)
        (unread.filter(pk=int(picked)) if is_number(picked) else unread).update(read_at=timezone.now())
        return redirect("reminders:messages")
    context = {"page": page_of(request, own), "unread": own.filter(read_at=None).count()}
    return render(request, "reminders/messages.html", context)
