"""Claiming work. A token grows with every claim; an effect is written in the transaction that checks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.inspections.jobs import AddressHold, Job
from xuncha.apps.inspections.models import Chore, Recheck, Round, RoundTarget, WorkerBeat
from xuncha.apps.inspections.work.addresses import NONE, addresses_of

#: How long a claim holds without a beat.
LEASE = timedelta(seconds=90)
BEAT_EVERY_S = LEASE.total_seconds() / 3
#: A target whose workers died so often is given up: it would kill the next one, too.
MOST_CLAIMS = 4
#: Claims after which a target is tried by itself.
ALONE_AFTER = 2
#: Every kind of work that is leased.
JOBS: tuple[type[Job], ...] = (RoundTarget, Recheck, Chore, Task)
_State = Job.State
_OFF = "工作进程多次中途退出，该对象没有查完"
#: Rows looked at for every one that is wanted.
_WINDOW = 8


class LeaseLostError(Exception):
    """Somebody else holds the target now; nothing of this worker may be written."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim on one piece of work: the row and the token under which it may be written."""

    target: Any
    token: int

    @contextmanager
    def held(self) -> Iterator[None]:
        """A transaction in which the target is still ours. Raises LeaseLostError, and nothing is written."""
        with transaction.atomic():
            if not self.own().update(lease_until=timezone.now() + LEASE):
                raise LeaseLostError
            yield

    def finish(self, reason: str = "", state: str = _State.DONE, **fields: Any) -> None:
        """Mark the work as done and set ``fields`` with it; call it inside :meth:`held`."""
        self.own().update(
            state=state,
            reason=reason[:2000],
            finished_at=timezone.now(),
            lease_until=None,
            worker="",
            **fields,
        )

    def give_back(self) -> None:
        """Leave the target to others, to be begun anew."""
        self.own().update(state=_State.QUEUED, lease_until=None, worker="")

    def tick(self, pages: int) -> None:
        """So many more pages were opened; what is finished counts them itself."""
        self.own().update(pages=F("pages") + pages)

    def renew(self) -> None:
        """Our worker is alive."""
        self.own().update(lease_until=timezone.now() + LEASE)

    def own(self) -> Any:
        """The row, as long as it is held under this token."""
        model = type(self.target)
        return model.objects.filter(pk=self.target.pk, state=_State.RUNNING, token=self.token)


def claim(worker: str, kind: str, most: int, round_: Round | None = None) -> list[Lease]:
    """Up to ``most`` queued targets of running rounds, in their order. One host is visited once at a time,
    and one network address by one worker at a time."""
    ready = Q(round__state=Round.State.RUNNING) | Q(kind="prepare", round__state=Round.State.PREPARING)
    rows = RoundTarget.objects.filter(ready, state=_State.QUEUED, kind=kind).order_by("round_id", "place")
    if round_ is not None:
        rows = rows.filter(round=round_)
    leases: list[Lease] = []
    for target in _seen_on_the_network(rows, most, worker):
        if len(leases) == most:
            break
        if leases and (target.round_id != leases[0].target.round_id or _is_alone(target, leases[0].target)):
            break
        lease = take(target, worker, target.address)
        if lease is not None:
            leases.append(lease)
    return leases


def _is_alone(*targets: Any) -> bool:
    """True for what came back twice: tried by itself it can spoil no other, and its fault is its own."""
    return any(target.token >= ALONE_AFTER for target in targets)


def _seen_on_the_network(rows: Any, most: int, worker: str) -> Iterable[RoundTarget]:
    """The first rows whose address no other worker visits, each with its address looked up."""
    others = AddressHold.objects.filter(until__gt=timezone.now()).exclude(worker=worker).values("address")
    free = rows.exclude(address__in=others).select_related("round")
    found = list(free[: most * _WINDOW])
    unknown = [row for row in found if row.kind == "site" and not row.address]
    if not unknown:
        return found
    # Behind one staging address the real ones are not known; there every host counts for itself.
    staged = {row.pk for row in unknown if row.round.network.get("connect_to")}
    known = addresses_of({row.lock for row in unknown if row.pk not in staged})
    for row in unknown:
        row.address = row.lock if row.pk in staged else known.get(row.lock, NONE)
    RoundTarget.objects.bulk_update(unknown, ["address"])
    return found


def take(target: Any, worker: str, address: str = "") -> Lease | None:
    """Claim one row as it was read; ``address`` is held by the worker from then on. None where it is gone."""
    try:
        with transaction.atomic():
            if address not in ("", NONE):
                hold(address, worker)
            taken = (
                type(target)
                .objects.filter(pk=target.pk, state=_State.QUEUED, token=target.token)
                .update(
                    state=_State.RUNNING,
                    token=F("token") + 1,
                    lease_until=timezone.now() + LEASE,
                    started_at=timezone.now(),
                    worker=worker,
                )
            )
    except IntegrityError:  # the same host or address is being visited for another target
        return None
    return Lease(target, target.token + 1) if taken else None


def hold(address: str, worker: str) -> None:
    """Hold an address for a worker. Raises IntegrityError where another holds it."""
    now = timezone.now()
    rows = AddressHold.objects.filter(Q(worker=worker) | Q(until__lte=now), address=address)
    if not rows.update(worker=worker, until=now + LEASE):
        AddressHold.objects.create(address=address, worker=worker, until=now + LEASE)


def let_go(worker: str) -> None:
    """The worker visits nothing now: the addresses it held are free."""
    AddressHold.objects.filter(worker=worker).delete()


def beat(worker: str, leases: list[Lease]) -> None:
    """The worker is alive, and so are its claims and the addresses it holds."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(name=worker, defaults={"at": now})
    AddressHold.objects.filter(worker=worker).update(until=now + LEASE)
    for lease in leases:
        lease.renew()


def take_back_expired() -> int:
    """Queue again what dead workers held; give up what has killed too many. How many rows were touched."""
    touched = 0
    for model in JOBS:
        expired = model._default_manager.filter(state=_State.RUNNING, lease_until__lt=timezone.now())
        touched += sum(_ends(expired, row) for row in expired.filter(token__gte=MOST_CLAIMS))
        others = expired.filter(token__lt=MOST_CLAIMS)
        touched += others.update(state=_State.QUEUED, lease_until=None, worker="")
    return touched


def _ends(expired: Any, row: Job) -> int:
    """As :func:`_given_up`; 0 also where the row cannot be ended, which stops no worker."""
    try:
        return _given_up(expired, row)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        print(f"{row._meta.label} {row.pk} 不能标为未完成（{type(error).__name__}: {error}）", flush=True)
    return 0


def _given_up(expired: Any, row: Job) -> int:
    """End what has killed too many workers, and whoever waits for it is told, once: 1; 0 where another did it."""
    with transaction.atomic():
        row.before_giving_up()
        ended = expired.filter(pk=row.pk, token=row.token).update(
            **{"reason": _OFF, **row.GIVEN_UP},
            state=_State.FAILED,
            finished_at=timezone.now(),
            lease_until=None,
            worker="",
        )
        if not ended:
            transaction.set_rollback(True)
    return int(ended)


def forget_silent_workers() -> None:
    """Drop the beats of workers that have been silent for a day."""
    WorkerBeat.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
