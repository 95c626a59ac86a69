"""One message for one cause: into the inboxes of people, and into what waits for the webhook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.inspections.models import Round
from xuncha.apps.reminders.foreseeing import is_recent, reference_day
from xuncha.apps.reminders.mailing import mail_waiting
from xuncha.apps.reminders.models import Delivery, Message, OutlookEntry
from xuncha.apps.reminders.outbox import post_waiting
from xuncha.apps.reminders.recipients import Recipients

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What was done: causes ahead, new inbox messages, mails and webhook deliveries sent, and what went wrong."""

    causes: int = 0
    messages: int = 0
    mailed: int = 0
    posted: int = 0
    troubles: tuple[str, ...] = ()


def tell(round_: Round, days: int) -> Told:
    """Tell everybody concerned what becomes a fault within ``days``; send what still waits.

    Of facts that are too old nobody is told anything new.
    """
    today = timezone.localdate()
    troubles: list[str] = []
    causes = messages = 0
    if is_recent(round_, today):
        causes, messages = _write(round_, reference_day(round_, today), days)
    else:
        troubles.append(f"最近一次检查（{round_.title}）距今太久，不据此发出新的预警，请先重新检查")
    mailed, trouble = mail_waiting()
    troubles += [trouble] if trouble else []
    posted, trouble = post_waiting()
    troubles += [trouble] if trouble else []
    told = Told(causes, messages, mailed, posted, tuple(troubles))
    detail = {"消息": messages, "邮件": mailed, "推送": posted, "未成": "；".join(troubles)}
    record(None, "发出预警", on=round_.title, **detail)
    return told


def _write(round_: Round, reference: date, days: int) -> tuple[int, int]:
    """Causes ahead and inbox messages made. A cause somebody was told of before is left out by the database."""
    recipients, causes = Recipients(), 0
    before = Message.objects.count()
    rows = OutlookEntry.objects.filter(round=round_)
    ahead = chain(rows.soon(reference, days).iterator(_BATCH), rows.near().iterator(_BATCH))
    with transaction.atomic():
        for batch in _batches(ahead):
            causes += len(batch)
            said = [
                Message(to=person, cause=row.cause, body=row.said(reference))
                for row in batch
                for person in recipients.of(row)
            ]
            Message.objects.bulk_create(said, ignore_conflicts=True, batch_size=_BATCH)
            if settings.WEBHOOK_URL:
                waiting = [Delivery(cause=row.cause, content=_content(row, reference)) for row in batch]
                Delivery.objects.bulk_create(waiting, ignore_conflicts=True)
    return causes, Message.objects.count() - before


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _content(row: OutlookEntry, reference: date) -> dict[str, Any]:
    """A warning as the webhook receives it."""
    return {
        "cause": row.cause,
        "kind": row.kind,
        "target": row.key,
        "name": row.name,
        "region": row.region_name,
        "sponsor": row.sponsor_name,
        "code": row.code,
        "what": row.what,
        "subject": row.subject,
        "url": row.url,
        "last": row.last.isoformat() if row.last else None,
        "breach_on": row.breach_on.isoformat() if row.breach_on else None,
        "have": row.have,
        "limit": row.limit,
        "text": row.said(reference),
    }


def said(told: Told) -> str:
    """What was told, in one sentence."""
    return f"即将逾期 {told.causes} 项；新发站内消息 {told.messages} 条，邮件 {told.mailed} 封，推送 {told.posted} 项。"
