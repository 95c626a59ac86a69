"""What the program does by itself: ordered once, carried out by whichever worker comes first."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from xuncha.apps.inspections.jobs import Chore, Job
from xuncha.apps.inspections.work.leases import Lease, take
from xuncha.told import ToldError

#: A worker that was off at the hour still does it within so many hours.
_LATE = 6
REMIND, COMPARE = "remind", "compare"
#: What to do for each kind: takes the key, returns in Chinese what was done.
_doers: dict[str, Callable[[str], str]] = {}
_turns: dict[str, Callable[[datetime], str]] = {}


def register(kind: str, do: Callable[[str], str]) -> None:
    """Say who carries out chores of this kind. It may be called twice for one key: a worker can die on the way."""
    _doers[kind] = do


def order(kind: str, key: str) -> None:
    """Order a chore; one ordered before is not ordered again. Joins the open transaction."""
    Chore.objects.get_or_create(kind=kind, key=key)


def order_what_is_due() -> None:
    """The comparison of the night, where an hour is set."""
    hour, now = settings.COMPARE_HOUR, timezone.localtime()
    if hour is not None and timedelta(0) <= now - now.replace(hour=hour, minute=0) < timedelta(hours=_LATE):
        order(COMPARE, now.date().isoformat())


def at_times(kind: str, key_now: Callable[[datetime], str]) -> None:
    """Say when a chore falls due by the clock: ``key_now`` names the turn of this moment, empty: none."""
    _turns[kind] = key_now


def order_by_the_clock() -> None:
    """Every chore whose turn has come; one ordered before is not ordered again."""
    now = timezone.localtime()
    for kind, key_now in _turns.items():
        if key := key_now(now):
            order(kind, key)


def next_chore(worker: str) -> Lease | None:
    """Claim the first chore that waits and that this program knows how to do."""
    waiting = Chore.objects.filter(state=Job.State.QUEUED, kind__in=list(_doers)).order_by("pk")
    for row in waiting[:8]:
        lease = take(row, worker)
        if lease is not None:
            return lease
    return None


def carry_out(lease: Lease) -> None:
    """Do it and write down what was done, or why it could not be.

    Raises:
        OperationalError, InterfaceError: the database is away; it is not done.
    """
    state, words = Job.State.DONE, ""
    try:
        words = _doers[lease.target.kind](lease.target.key)
    except (OperationalError, InterfaceError):  # the database is away: not done, and not the chore's fault
        raise
    except ToldError as error:
        state, words = Job.State.FAILED, error.told
    except Exception as error:  # one chore takes no worker down with it
        traceback.print_exc()
        state, words = Job.State.FAILED, f"程序出错（{type(error).__name__}: {error}）"
    with lease.held():
        lease.finish(reason=words, state=state)
