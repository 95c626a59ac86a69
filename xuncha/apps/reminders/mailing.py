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

from xuncha.apps.casework.news import Sort
from xuncha.apps.reminders.models import MailChoice, Message

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


def _wanted_by(person: Any) -> Any:
    """What waits for a person but for the sorts that are to stay in the inbox."""
    choice = MailChoice.objects.filter(user=person).first()
    return _waiting().filter(to=person).exclude(sort__in=choice.without if choice else [])


def _people_waiting() -> list[Any]:
    """Whom something waits for; what it is is read for one after the other."""
    without = dict(MailChoice.objects.values_list("user", "without"))
    waiting = _waiting().order_by().values_list("to", "sort").distinct()
    wanted = {person for person, sort in waiting if sort not in without.get(person, ())}
    people = get_user_model().objects.filter(is_active=True).exclude(email="").order_by("pk")
    return [person for person in people if person.pk in wanted]


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
    now = timezone.now()
    waiting = _wanted_by(person)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    if not keys:  # read meanwhile
        return ""
    of_warnings = waiting.filter(sort=Sort.WARNING)
    warned, others = of_warnings.count(), _numbered(waiting.exclude(sort=Sort.WARNING))
    lines = [f"{person.shown_name}：", ""]
    if others:
        lines += ["请登录系统办理：", "", *others, ""]
    if warned:
        lines += ["以下内容即将逾期，请按期更新：", "", *_numbered(of_warnings), ""]
    if settings.PUBLIC_URL:
        page = "messages" if others else "warnings"
        lines += [f"查看：{settings.PUBLIC_URL.rstrip('/')}/{page}"]
    letter = EmailMessage(
        f"巡查：{len(keys)} 条新消息" if others else f"预警：{warned} 项即将逾期",
        "\n".join(lines).rstrip() + "\n",
        settings.SMTP["sender"],
        [person.email],
        connection=connection,
    )
    # Up to the last one told of, as it was: what comes in meanwhile waits for the next letter.
    rows = _wanted_by(person).filter(pk__lte=keys[-1], made_at__lte=now)
    try:
        letter.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        rows.update(mail_tries=F("mail_tries") + 1)
        _log.warning("mail to %s not sent: %s", person.get_username(), error)
        return f"有邮件未能发出（{_named(error)}），下次再发"
    rows.update(mailed_at=timezone.now())
    return ""


def _numbered(waiting: Any) -> list[str]:
    bodies = waiting.order_by("pk").values_list("body", flat=True)
    lines = [f"{number}. {body}" for number, body in enumerate(bodies[:_NAMED], start=1)]
    more = waiting.count() - len(lines)
    return [*lines, f"另有 {more} 条，请登录系统查看。"] if more > 0 else lines


def _named(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
