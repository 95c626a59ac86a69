"""The outlook of a whole round: its saved facts asked about days to come, written as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from xuncha.apps.casework.bulk import insert
from xuncha.apps.directory.ownership import give_ownership
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.models import Round, VerdictEntry
from xuncha.apps.reminders.models import DayAhead, OutlookEntry
from xuncha.apps.reminders.outlook import Outlook, Usual, outlooks
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import RunState
from xuncha.standards.standard import load_standard

_BATCH = 1000
_FIELDS = tuple(one.name for one in fields(Outlook))
#: Facts older than this many days foretell nothing: days are then counted from the inspection, nothing is sent.
OLDEST_DAYS = 30


def reference_day(round_: Round, today: date | None = None) -> date:
    """The day from which days left are counted: today, or the day of the inspection where that is long past."""
    seen, today = round_.asof.astimezone(BEIJING).date(), today or timezone.localdate()
    return today if 0 <= (today - seen).days <= OLDEST_DAYS else seen


def is_recent(round_: Round, today: date | None = None) -> bool:
    """True when what was seen is new enough to warn of."""
    today = today or timezone.localdate()
    return 0 <= (today - round_.asof.astimezone(BEIJING).date()).days <= OLDEST_DAYS


def latest_round() -> Round | None:
    """The finished round of the latest timepoint with verdicts."""
    with_verdicts = VerdictEntry.objects.order_by().values("round")
    return Round.objects.filter(state=Round.State.FINISHED, pk__in=with_verdicts).first()


def foreseen_round() -> Round | None:
    """The round that the outlook was worked out from: all rows are of one."""
    row = OutlookEntry.objects.order_by("pk").values_list("round", flat=True).first()
    return Round.objects.filter(pk=row).first() if row is not None else None


def foresee(round_: Round) -> int:
    """Work out the outlook of a round anew and put it in the place of what there was; how many rows.

    Raises:
        FactsError: the facts of the round are missing or damaged.
    """
    made = 0
    with transaction.atomic():
        OutlookEntry.objects.all().delete()
        rows = _rows(round_)
        while batch := list(islice(rows, _BATCH)):
            give_ownership(batch)
            made += insert(OutlookEntry, batch)
        count_days()
    return made


def count_days() -> None:
    """Count the outlook by day and sort, for those who see all of it. Joins the open transaction."""
    DayAhead.objects.all().delete()
    ahead = OutlookEntry.objects.filter(breach_on__isnull=False).order_by()
    rows = ahead.values_list("round", "breach_on", "what").annotate(count=Count("pk"))
    DayAhead.objects.bulk_create(
        [DayAhead(round_id=key, breach_on=day, what=what, count=n) for key, day, what, n in rows]
    )


def _rows(round_: Round) -> Iterator[OutlookEntry]:
    store, standard = FactsStore(round_.result), load_standard(round_.standard)
    asof = round_.asof.astimezone(BEIJING)
    identities, usual = _identities(round_), Usual()
    for site in store.registry().sites or ():
        identity = identities.get(("site", site.site_code))
        facts = store.site(site.site_code) if identity and site.state is RunState.RUNNING else None
        if identity and facts:
            yield from (_row(round_, identity, one) for one in outlooks(facts, standard, asof, usual))
    for seen in store.accounts():
        identity = identities.get(("account", seen.account.account_id))
        if identity:
            yield from (_row(round_, identity, one) for one in outlooks(seen, standard, asof, usual))


def _identities(round_: Round) -> dict[tuple[str, str], dict[str, Any]]:
    names = ("kind", "key", "name", "region_name", "sponsor_name", "sponsor_id", "supervisor_id")
    return {(row["kind"], row["key"]): row for row in round_.verdicts.values(*names)}


def _row(round_: Round, identity: dict[str, Any], one: Outlook) -> OutlookEntry:
    said = {name: getattr(one, name) for name in _FIELDS}
    row = OutlookEntry(round=round_, lacking=one.lacking, **identity, **said)
    row.subject, row.url = one.subject[:300], one.url[:1000]
    row.cause = cause_of(row, round_)
    return row


def cause_of(row: OutlookEntry, round_: Round) -> str:
    """What is told of once: a thing and its last update; of counts the figure reached and the inspection."""
    said = [row.kind, row.key, row.code, row.subject, row.url]
    if row.breach_on is not None:
        said.append(row.breach_on.isoformat())
    else:
        said += [str(row.have), timezone.localdate(round_.asof).isoformat()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
