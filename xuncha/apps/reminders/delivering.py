"""News into inboxes: one message for a person, a sort and a day, which grows while the day lasts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from xuncha.apps.casework.access import Role
from xuncha.apps.casework.news import ABOVE, ALL_ABOVE, OFFICE, OWNER, Piece, Sort
from xuncha.apps.reminders.models import Delivery, Message
from xuncha.apps.reminders.recipients import Recipients

_BATCH = 500
#: Things a message names; of more it says how many.
MOST_NAMED = 20
_ROLES = {OFFICE: (Role.INSPECTOR, Role.REVIEWER), ALL_ABOVE: (Role.SUPERVISOR, Role.LEADER)}

Told = dict[tuple[int, str], list[Piece]]


def deliver(pieces: Sequence[Piece]) -> None:
    """Put the pieces into the inboxes of everybody they are for, and into what waits for the webhook."""
    day = timezone.localdate()
    told = _by_person(pieces)
    with transaction.atomic():
        keys = sorted(told)
        for start in range(0, len(keys), _BATCH):
            _write({key: told[key] for key in keys[start : start + _BATCH]}, day)
        if settings.WEBHOOK_URL:
            # How somebody's own work ended concerns nobody who listens there.
            waiting = [(uuid4().hex, piece) for piece in pieces if piece.sort is not Sort.WORK]
            Delivery.objects.bulk_create(
                [Delivery(cause=cause, content=_content(piece, cause)) for cause, piece in waiting],
                batch_size=_BATCH,
            )


def _by_person(pieces: Iterable[Piece]) -> Told:
    pieces = list(pieces)
    units = {unit for piece in pieces for unit in piece.units if unit is not None}
    recipients = Recipients(units)
    people = get_user_model().objects.filter(is_active=True)
    by_role = {
        audience: list(people.filter(role__in=roles).values_list("pk", flat=True))
        for audience, roles in _ROLES.items()
        if any(audience in piece.to for piece in pieces)
    }
    told: Told = defaultdict(list)
    for piece in pieces:
        found = {piece.person} if piece.person else set()
        for audience in piece.to:
            found |= set(by_role.get(audience, ()))
        if OWNER in piece.to:
            found |= {one.pk for one in recipients.owners(piece.units[0])}
        if ABOVE in piece.to:
            found |= {one.pk for one in recipients.above(piece.units)}
        for person in found - {piece.but}:
            told[person, piece.sort].append(piece)
    return told


def _write(told: Told, day: date) -> None:
    """Make what is missing, then lock and add: two transactions that tell the same person both count."""
    causes = {key: _cause(key[1], day) for key in told}
    new = [Message(to_id=person, sort=sort, cause=causes[person, sort]) for person, sort in told]
    Message.objects.bulk_create(new, ignore_conflicts=True, batch_size=_BATCH)
    rows = Message.objects.filter(to__in={key[0] for key in told}, cause__in=set(causes.values()))
    changed = []
    for row in rows.order_by("pk").select_for_update():
        if (row.to_id, row.sort) in told:
            _add(row, told[row.to_id, row.sort])
            changed.append(row)
    fields = ["items", "count", "body", "read_at", "mailed_at", "mail_tries", "made_at"]
    Message.objects.bulk_update(changed, fields, batch_size=_BATCH)


def _add(row: Message, pieces: list[Piece]) -> None:
    items = [[piece.text, piece.address] for piece in reversed(pieces)]
    row.items = [*items, *row.items][:MOST_NAMED]
    row.count += len(pieces)
    row.body = _words(row)
    row.read_at = row.mailed_at = None
    row.mail_tries = 0
    row.made_at = timezone.now()


def _words(row: Message) -> str:
    named = [text for text, _ in row.items]
    if row.count == 1:
        return f"{row.get_sort_display()}：{named[0]}"
    more = f"另有 {row.count - len(named)} 件未列出。" if row.count > len(named) else ""
    return f"{row.get_sort_display()}，当日共 {row.count} 件：" + "；".join(named) + "。" + more


def _cause(sort: str, day: date) -> str:
    return hashlib.sha256(f"news\n{sort}\n{day.isoformat()}".encode()).hexdigest()


def _content(piece: Piece, cause: str) -> dict[str, Any]:
    """A piece as the webhook receives it; by its ``cause`` a receiver knows what it was handed twice."""
    base = settings.PUBLIC_URL.rstrip("/")
    return {
        "cause": cause,
        "news": piece.sort.value,
        "label": Sort(piece.sort).label,
        "text": piece.text,
        "url": f"{base}{piece.address}" if base else piece.address,
        "sponsor_id": piece.units[0],
        "supervisor_id": piece.units[1],
    }
