"""拨测 of one site as it is drawn: every sample with its cause, and the stretches in which nobody looked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from xuncha.facts.seen import BEIJING
from xuncha.facts.website import ProbeSample
from xuncha.indicators.availability import CAUSES, failed_to_open, is_unclear, says_nothing

OPEN, FAILED, UNSEEN = "打开", "打不开", "未能看到"
#: A stretch without a usable sample is a gap once it is so many times longer than samples should lie apart.
_GAP = 2.5


@dataclass(frozen=True, slots=True)
class Looked:
    """One sample. ``seconds`` None where the probe recorded none; ``cause`` is empty where the site opened."""

    at: datetime
    seconds: float | None
    result: str
    cause: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which nothing can be said about the site, and why."""

    start: datetime
    end: datetime
    why: str


def looked(sample: ProbeSample, over_ms: int) -> Looked:
    """What the sample says; our own fault and a refusal say nothing about the site."""
    seconds = None if sample.elapsed_ms is None else sample.elapsed_ms / 1000
    if not sample.valid:
        return Looked(sample.at, seconds, UNSEEN, "本单位网络故障，这次无效")
    if says_nothing(sample):
        cause = f"被对方拦截或要求登录（HTTP {sample.outcome}），不能说明公众能否打开"
        return Looked(sample.at, seconds, UNSEEN, cause)
    if failed_to_open(sample, over_ms):
        return Looked(sample.at, seconds, FAILED, _cause(sample, over_ms))
    if is_unclear(sample, over_ms):
        return Looked(sample.at, seconds, UNSEEN, f"应答正常而{sample.page.label}，算不算打不开由人工核实")
    return Looked(sample.at, seconds, OPEN, "")


def _cause(sample: ProbeSample, over_ms: int) -> str:
    if not sample.outcome.isdigit():
        return CAUSES.get(sample.outcome, sample.outcome)
    if int(sample.outcome) >= 400:
        return f"服务器返回 HTTP {sample.outcome}"
    return f"用时达到或超过 {over_ms / 1000:g} 秒（HTTP {sample.outcome}）"


def gaps(rows: Sequence[Looked], a_day: int) -> list[Gap]:
    """Stretches between usable samples that are too long; ``rows`` in the order of time, ``a_day`` samples wanted."""
    longest = timedelta(days=1) / a_day * _GAP
    found = []
    last: datetime | None = rows[0].at if rows else None
    between: list[Looked] = []
    for row in rows:
        if row.result == UNSEEN:
            between.append(row)
            continue
        if last is not None and row.at - last > longest:
            found.append(Gap(last, row.at, _why(between)))
        last, between = row.at, []
    if last is not None and rows[-1].at - last > longest:
        found.append(Gap(last, rows[-1].at, _why(between)))
    return found


def _why(between: Iterable[Looked]) -> str:
    causes = list(dict.fromkeys(row.cause for row in between))
    return "；".join(causes) or "没有访问记录"


def within(samples: Iterable[ProbeSample], until: datetime, days: int, over_ms: int) -> list[Looked]:
    """What the samples say of the ``days`` before ``until``."""
    since = until - timedelta(days=days)
    return [looked(one, over_ms) for one in samples if since < one.at <= until]


def drawn(rows: Sequence[Looked], unseen: Sequence[Gap], over_ms: int) -> dict[str, Any]:
    """Points by result, and gaps, in Beijing time as text: what the page draws."""
    points: dict[str, list[list[Any]]] = {name: [] for name in (OPEN, FAILED, UNSEEN)}
    for row in rows:
        height = over_ms / 1000 if row.seconds is None else row.seconds
        points[row.result].append([_text(row.at), round(height, 2), row.cause, seconds_of(row)])
    stretches = [[_text(gap.start), _text(gap.end), gap.why] for gap in unseen]
    return {"points": points, "gaps": stretches, "limit": over_ms / 1000}


def seconds_of(row: Looked) -> str:
    """How long it took, in seconds; empty where the probe recorded nothing."""
    return "" if row.seconds is None else f"{row.seconds:.2f}"


def _text(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
