"""Claiming targets. A token grows with every claim; an effect is written in the transaction that checks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from xuncha.apps.inspections.models import Round, RoundTarget, WorkerBeat

#: How long a claim holds without a beat.
LEASE = timedelta(seconds=90)
BEAT_EVERY_S = LEASE.total_seconds() / 3
#: A target whose workers died so often is given up: it would kill the next one, too.
MOST_CLAIMS = 4
_State = RoundTarget.State
_OFF = "工作进程多次中途退出，该对象没有查完"


class LeaseLostError(Exception):
    """Somebody else holds the target now; nothing of this worker may be written."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim on one target: the row and the token under which it may be written."""

    target: RoundTarget
    token: int

    @contextmanager
    def held(self) -> Iterator[None]:
        """A transaction in which the target is still ours. Raises LeaseLostError, and nothing is written."""
        with transaction.atomic():
            if not self._own().update(lease_until=timezone.now() + LEASE):
                raise LeaseLostError
            yield

    def finish(self, pages: int = 0, reason: str = "", state: str = _State.DONE) -> None:
        """Mark the target as done; call it inside :meth:`held`."""
        self._own().update(
            state=state,
            pages=pages,
            reason=reason[:2000],
            finished_at=timezone.now(),
            lease_until=None,
            worker="",
        )

    def give_back(self) -> None:
        """Leave the target to others, as before."""
        self._own().update(state=_State.QUEUED, lease_until=None, worker="")

    def _own(self):  # type: ignore[no-untyped-def]
        return RoundTarget.objects.filter(pk=self.target.pk, state=_State.RUNNING, token=self.token)


def claim(worker: str, kind: str, most: int, round_: Round | None = None) -> list[Lease]:
    """Up to ``most`` queued targets of running rounds, in their order. One host is visited once at a time."""
    ready = Q(round__state=Round.State.RUNNING) | Q(kind="prepare", round__state=Round.State.PREPARING)
    rows = RoundTarget.objects.filter(ready, state=_State.QUEUED, kind=kind).order_by("round_id", "place")
    if round_ is not None:
        rows = rows.filter(round=round_)
    leases: list[Lease] = []
    for target in rows.select_related("round")[: most * 8]:
        if len(leases) == most:
            break
        if leases and target.round_id != leases[0].target.round_id:
            break
        lease = _claimed(target, worker)
        if lease is not None:
            leases.append(lease)
    return leases


def _claimed(target: RoundTarget, worker: str) -> Lease | None:
    try:
        with transaction.atomic():
            taken = RoundTarget.objects.filter(pk=target.pk, state=_State.QUEUED, token=target.token).update(
                state=_State.RUNNING, token=F("token") + 1, lease_until=timezone.now() + LEASE, worker=worker
            )
    except IntegrityError:  # the same host is being visited for another target
        return None
    return Lease(target, target.token + 1) if taken else None


def beat(worker: str, leases: list[Lease]) -> None:
    """The worker is alive, and so are its claims."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(name=worker, defaults={"at": now})
    for lease in leases:
        RoundTarget.objects.filter(pk=lease.target.pk, state=_State.RUNNING, token=lease.token).update(
            lease_until=now + LEASE
        )


def take_back_expired() -> int:
    """Queue again what dead workers held; give up what has killed too many. How many rows were touched."""
    expired = RoundTarget.objects.filter(state=_State.RUNNING, lease_until__lt=timezone.now())
    given_up = expired.filter(token__gte=MOST_CLAIMS).update(
        state=_State.FAILED, reason=_OFF, finished_at=timezone.now(), lease_until=None, worker=""
    )
    return given_up + expired.update(state=_State.QUEUED, lease_until=None, worker="")


def forget_silent_workers() -> None:
    """Drop the beats of workers that have been silent for a day."""
    WorkerBeat.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
