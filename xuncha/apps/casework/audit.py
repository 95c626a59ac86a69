"""The record of acts (操作记录): written in the transaction of the act, chained so that a change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils import timezone

from xuncha.apps.casework.models import AuditEntry, ChainEnd

_BATCH = 500
_READ = 2_000


@dataclass(frozen=True, slots=True)
class Break:
    """An entry at which the chain does not hold."""

    number: int
    reason: str


def record(request: HttpRequest | None, act: str, on: str = "", **detail: Any) -> AuditEntry:
    """Append one entry. The actor is the one logged in, never one named by a form; None: the program itself.

    ``act`` is a few Chinese words, ``on`` what it was done to. Joins the transaction that is open.
    """
    (entry,) = record_all(request, act, [(on, detail)])
    return entry


def record_all(
    request: HttpRequest | None, act: str, said: Iterable[tuple[str, dict[str, Any]]]
) -> list[AuditEntry]:
    """Append an entry for each of ``said``: what the act was done to, and its detail. As :func:`record` does."""
    actor = request.user if request is not None and request.user.is_authenticated else None
    address = (request.META.get("REMOTE_ADDR") or "") if request is not None else ""
    entries = []
    with transaction.atomic():
        end, _ = ChainEnd.objects.select_for_update().get_or_create(pk=1)
        for on, detail in said:
            entry = AuditEntry(
                number=end.number + 1,
                at=timezone.now(),
                actor_name=actor.get_username() if actor else "",
                actor_role=actor.role if actor else "",
                address=address,
                act=act,
                on=on[:300],
                detail=detail,
                previous=end.digest,
            )
            entry.digest = digest_of(entry)
            end.number, end.digest = entry.number, entry.digest
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries, batch_size=_BATCH)
        end.save()
    return entries


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over everything an entry says and the digest of the one before it."""
    said = [
        entry.number,
        entry.at.isoformat(),
        entry.actor_name,
        entry.actor_role,
        entry.address,
        entry.act,
        entry.on,
        entry.detail,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the chain reaches at one moment: number and digest of its end as noted, number of the last entry there is."""

    number: int
    digest: str
    last: int


def extent() -> Extent:
    """The chain as it is now. Both are read by one statement: what is appended meanwhile is in both or in neither."""
    last = AuditEntry.objects.order_by("-number").values("number")[:1]
    end = ChainEnd.objects.filter(pk=1).annotate(last=Subquery(last)).first()
    if end is None:
        return Extent(0, "", last[0]["number"] if last else 0)
    return Extent(end.number, end.digest, end.last or 0)


def breaks(of: Extent | None = None, tell: Callable[[int], None] | None = None) -> Iterator[Break]:
    """Every place where the chain was broken: an entry changed, taken out or put in, or the end cut off.

    What is appended after ``of`` (None: now) is not looked at. ``tell`` hears the number of each entry read.
    """
    end = of or extent()
    number, previous = 0, ""
    for entry in _entries(end.last):
        if tell is not None:
            tell(entry.number)
        if entry.number != number + 1:
            yield Break(entry.number, f"第 {number + 1} 条缺失")
        if entry.previous != previous:
            yield Break(entry.number, "与前一条不衔接")
        if entry.digest != digest_of(entry):
            yield Break(entry.number, "内容被改动")
        number, previous = entry.number, entry.digest
    if number > end.number:
        yield Break(end.number + 1, f"登记的末条是第 {end.number} 条，其后另有记录")
    elif (end.number, end.digest) != (number, previous):
        yield Break(end.number, "末尾的记录缺失")


def _entries(last: int) -> Iterator[AuditEntry]:
    """All entries up to a number, some at a time: no statement lasts as long as the walk."""
    number = -1
    while some := list(
        AuditEntry.objects.filter(number__gt=number, number__lte=last).order_by("number")[:_READ]
    ):
        yield from some
        number = some[-1].number
