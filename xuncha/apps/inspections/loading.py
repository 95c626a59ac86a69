"""A result folder of ``xuncha inspect`` taken into the ledger as a round."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.handing_in_scores import adopt
from xuncha.apps.inspections.judging import judge_and_score, judged_of
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.tallies import count_marked
from xuncha.apps.received.using import note_use
from xuncha.standards.standard import load_standard

_ACCOUNTS_AT_ONCE = 500


def load_result(
    result: Path,
    title: str,
    by: Any = None,
    within: Callable[[], AbstractContextManager[Any]] = transaction.atomic,
    tell: Callable[[int, int, str], None] | None = None,
) -> Round:
    """Copy a result and write its judgements into the ledger as a finished round.

    ``within`` is the transaction in which that is done, once everything is judged; what it yields, if anything, is
    told of the round. ``tell`` hears how much of how much is done, and what is being done.

    Raises:
        FactsError: there is no result in the folder, or it is damaged.
        StandardError: its standard cannot be loaded.
    """
    store = FactsStore(result)
    request, registry = store.request(), store.registry()
    standard = load_standard(request.standard)
    sheet = kept_sheet(result, registry, standard)
    tell = tell or _untold
    most = judged_of(registry)
    verdicts, findings, _ = judge_and_score(
        store, request, standard, sheet, lambda done: tell(done, most, "逐个判定")
    )
    ages = _ages(store, registry, request.asof, tell)
    folder = uuid4().hex
    kept = Path(settings.HOME) / "rounds" / folder
    shutil.copytree(result, kept)
    now = timezone.now()
    try:
        with within() as told:
            made = Round.objects.create(
                title=title,
                kind=Round.Kind.LOADED,
                state=Round.State.FINISHED,
                asof=request.asof,
                standard=request.standard,
                indicators=list(request.indicators),
                folder=folder,
                issuer=request.issuer,
                made_by=by,
                started_at=now,
                finished_at=now,
            )
            ledger.write(made, verdicts, findings, places_of(registry), ages)
            adopt(made)
            accounts = store.accounts()
            while batch := list(islice(accounts, _ACCOUNTS_AT_ONCE)):
                note_use(batch, request.asof)
            if told is not None:
                told(made)
    except BaseException:
        shutil.rmtree(kept, ignore_errors=True)
        raise
    count_marked([made])
    return made


def _untold(done: int, total: int, phase: str) -> None:
    """Nobody waits for it."""


def _ages(
    store: FactsStore, registry: Registry, asof: datetime, tell: Callable[[int, int, str], None]
) -> dict[tuple[str, str], dict[str, int]]:
    """The columns of every site that was looked at, by their age."""
    sites, found = registry.sites or (), {}
    for done, site in enumerate(sites, start=1):
        facts = store.site(site.site_code)
        if facts is not None:
            found["site", site.site_code] = ledger.column_ages(facts, asof)
        tell(done, len(sites), "统计栏目更新")
    return found


def places_of(registry: Registry) -> dict[tuple[str, str], int]:
    """The place of every target in the order of the lists: sites, then accounts."""
    targets = [("site", site.site_code) for site in registry.sites or ()]
    targets += [("account", account.account_id) for account in registry.accounts or ()]
    return {target: place for place, target in enumerate(targets)}
