"""Inbox messages by e-mail: one letter a person and run, with everything not mailed before. Off until configured."""

from __future__ import annotations

import logging
import smtplib
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from xuncha.apps.reminders.models import Message

#: A message is tried in so many runs and then left in the inbox alone.
MOST_TRIES = 5
_NAMED = 50
_log = logging.getLogger(__name__)


def mail_waiting() -> tuple[int, str]:
    """Mail what waits; (letters sent, why the rest were not, in Chinese)."""
    if not settings.SMTP["host"]:
        return 0, ""
    people = _people_waiting()
    if not people:
        return 0, ""
    try:
        connection = _connection()
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return 0, f"邮件服务器连接失败（{_named(error)}），下次再发"
    sent, refused = 0, ""
    try:
        for person in people:
            trouble = _mail_one(connection, person)
            sent += not trouble
            refused = trouble or refused
    finally:
        connection.close()
    return sent, refused


def _waiting() -> Any:
    return Message.objects.filter(mailed_at=None, read_at=None, mail_tries__lt=MOST_TRIES)


def _people_waiting() -> list[Any]:
    """Whom something waits for; what it is is read for one after the other."""
    waiting = _waiting().order_by().values("to").distinct()
    people = get_user_model().objects.filter(pk__in=waiting, is_active=True).exclude(email="")
    return list(people.order_by("pk"))


def _connection() -> Any:
    given = settings.SMTP
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=given["host"],
        port=given["port"],
        username=given["user"],
        password=given["password"],
        use_tls=given["security"] == "starttls",
        use_ssl=given["security"] == "tls",
        timeout=20,
    )


def _mail_one(connection: Any, person: Any) -> str:
    """Send one letter with all that waits for a person; why it could not be sent, empty when it was."""
    keys = list(_waiting().filter(to=person).order_by("pk").values_list("pk", flat=True))
    if not keys:  # read meanwhile
        return ""
    bodies = Message.objects.filter(pk__in=keys[:_NAMED]).order_by("pk").values_list("body", flat=True)
    lines = [f"{number}. {body}" for number, body in enumerate(bodies, start=1)]
    if len(keys) > _NAMED:
        lines.append(f"另有 {len(keys) - _NAMED} 条，请登录系统查看。")
    if settings.PUBLIC_URL:
        lines += ["", f"查看：{settings.PUBLIC_URL.rstrip('/')}/warnings"]
    body = f"{person.shown_name}：\n\n以下内容即将逾期，请按期更新：\n\n" + "\n".join(lines) + "\n"
    letter = EmailMessage(
        f"预警：{len(keys)} 项即将逾期",
        body,
        settings.SMTP["sender"],
        [person.email],
        connection=connection,
    )
    # Up to the last one told of: what comes in meanwhile waits for the next letter.
    rows = _waiting().filter(to=person, pk__lte=keys[-1])
    try:
        letter.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        rows.update(mail_tries=F("mail_tries") + 1)
        _log.warning("mail to %s not sent: %s", person.get_username(), error)
        return f"有邮件未能发出（{_named(error)}），下次再发"
    rows.update(mailed_at=timezone.now())
    return ""


def _named(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
