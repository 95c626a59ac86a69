"""Mails and the webhook by the hour, while offices are open: what happens in an hour goes out together."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from xuncha.apps.reminders.mailing import MOST_TRIES, mail_waiting
from xuncha.apps.reminders.models import Delivery, Message
from xuncha.apps.reminders.outbox import post_waiting

SEND = "send"
#: Hours of the day, Beijing time, at which something goes out.
_FIRST, _LAST = 8, 20


def turn_to_send(now: datetime) -> str:
    """The hour, where something waits in it; empty: none."""
    if not _FIRST <= now.hour <= _LAST or not _something_waits():
        return ""
    return f"{now:%Y-%m-%dT%H}"


def _something_waits() -> bool:
    if settings.WEBHOOK_URL and Delivery.objects.filter(state=Delivery.State.WAITING).exists():
        return True
    waiting = Message.objects.filter(mailed_at=None, read_at=None, mail_tries__lt=MOST_TRIES)
    return bool(settings.SMTP["host"]) and waiting.exclude(to__email="").exists()


def send_waiting(key: str) -> str:
    """Mail and hand over what waits; what was done, in Chinese."""
    mailed, unmailed = mail_waiting()
    posted, unposted = post_waiting()
    return "；".join(filter(None, (f"邮件 {mailed} 封，推送 {posted} 项", unmailed, unposted)))
