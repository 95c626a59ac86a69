"""消息: what the person logged in was told, and which of it is mailed as well."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xuncha.apps.casework.access import any_role
from xuncha.apps.casework.listing import is_number, page_of
from xuncha.apps.casework.news import Sort
from xuncha.apps.reminders.models import MailChoice, Message


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


@any_role
def mail_choice(request: HttpRequest) -> HttpResponse:
    """Which sorts of messages the person wants mailed, too."""
    if request.method == "POST":
        wanted = request.POST.getlist("sort")
        without = [value for value in Sort.values if value not in wanted]
        MailChoice.objects.update_or_create(user=request.user, defaults={"without": without})
        messages.success(request, "已保存。")
        return redirect("reminders:messages")
    row = MailChoice.objects.filter(user=request.user).first()
    without = row.without if row else []
    context = {
        "sorts": [(value, label, value not in without) for value, label in Sort.choices],
        "mails": bool(settings.SMTP["host"]),
        "address": request.user.email,
    }
    return render(request, "reminders/mail_choice.html", context)
