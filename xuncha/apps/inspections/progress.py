"""How far a round is: N of M, rate, time left, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from xuncha.apps.casework.listing import Bytewise
from xuncha.apps.inspections.models import Round, RoundTarget, WorkerBeat

_RATE_OVER = timedelta(minutes=5)
#: A worker that has not been heard of for so long is not counted on.
SILENT_AFTER = timedelta(seconds=60)
_State = RoundTarget.State
_ENDED = (_State.DONE, _State.FAILED)


@dataclass(frozen=True, slots=True)
class Progress:
    """``rate`` in targets a minute over the last five; ``left`` None when it cannot be told.

    Of the sites that are done, ``pages`` should have been read and ``reached`` were; ``opened`` counts the pages
    opened so far, of those under way as well. ``looked_at`` sites of ``sites`` done showed any page at all.
    """

    total: int
    done: int
    running: int
    failed: int
    pages: int
    reached: int
    opened: int
    rate: float
    left: timedelta | None
    workers: int
    heard: datetime | None
    troubles: tuple[tuple[str, int], ...]
    now: tuple[RoundTarget, ...]
    sites: int = 0
    looked_at: int = 0

    @property
    def percent(self) -> int:
        """Whole per cent, 100 only at the end."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def left_words(self) -> str:
        """Time left, as a part of a sentence."""
        minutes = int(self.left.total_seconds() // 60) if self.left else 0
        if minutes < 1:
            return "剩余不到 1 分钟"
        return f"约剩 {minutes} 分钟" if minutes < 120 else f"约剩 {minutes // 60} 小时 {minutes % 60} 分钟"


def _beats() -> list[datetime]:
    return list(WorkerBeat.objects.order_by("-at").values_list("at", flat=True)[:200])


def workers_alive() -> int:
    """How many workers have been heard of lately."""
    return workers_heard()[0]


def workers_heard() -> tuple[int, datetime | None]:
    """How many workers have been heard of lately, and when the last sign of any of them came."""
    now, beats = timezone.now(), _beats()
    return sum(1 for at in beats if now - at < SILENT_AFTER), beats[0] if beats else None


def progress_of(round_: Round) -> Progress:
    """Counted from the rows of the round's targets."""
    targets = RoundTarget.objects.filter(round=round_).order_by()
    counts = dict(targets.values_list("state").annotate(n=Count("pk")))
    now = timezone.now()
    recent = targets.filter(state__in=_ENDED, finished_at__gte=now - _RATE_OVER).count()
    since = max(round_.resumed_at or round_.started_at or now, now - _RATE_OVER)
    minutes = max((now - since).total_seconds() / 60, 0.05)
    rate = recent / minutes
    done = counts.get(_State.DONE, 0) + counts.get(_State.FAILED, 0)
    total = sum(counts.values())
    left = (
        timedelta(minutes=round((total - done) / rate, 1))
        if rate and round_.state == Round.State.RUNNING
        else None
    )
    beats = _beats()
    done_sites = targets.filter(kind="site", state=_State.DONE)
    some = Count("pk", filter=Q(reached__gt=0))
    seen = done_sites.aggregate(some=some, n=Count("pk"), asked=Sum("pages"), read=Sum("reached"))
    reasons = targets.exclude(reason="").values_list("reason").annotate(n=Count("pk"))
    troubles = reasons.order_by("-n", Bytewise("reason"))[:8]
    return Progress(
        total=total,
        done=done,
        running=counts.get(_State.RUNNING, 0),
        failed=counts.get(_State.FAILED, 0),
        pages=seen["asked"] or 0,
        reached=seen["read"] or 0,
        opened=targets.filter(kind="site").aggregate(n=Sum("pages"))["n"] or 0,
        rate=round(rate, 1),
        left=left,
        workers=sum(1 for at in beats if now - at < SILENT_AFTER),
        heard=beats[0] if beats else None,
        troubles=tuple(troubles),
        sites=seen["n"],
        looked_at=seen["some"],
        now=tuple(targets.filter(state=_State.RUNNING).order_by("place", "pk")[:8]),
    )
