"""拨测 of one site as it is drawn: every sample with its cause, and the stretches in which nobody looked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xuncha.facts.website import ProbeSample
from xuncha.indicators.website.w201_site_unreachable import failed_to_open, says_nothing

OPEN, FAILED, UNSEEN = "打开", "打不开", "未能看到"
#: A stretch without a usable sample is a gap once it is so many times longer than samples should lie apart.
_GAP = 2.5
_CAUSES = {
    "timeout": "超时仍未打开",
    "dns": "域名解析失败",
    "connect": "连接失败",
    "tls": "加密连接失败（证书或协议）",
    "reset": "连接被中断",
}


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
    return Looked(sample.at, seconds, OPEN, "")


def _cause(sample: ProbeSample, over_ms: int) -> str:
    if not sample.outcome.isdigit():
        return _CAUSES.get(sample.outcome, sample.outcome)
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
