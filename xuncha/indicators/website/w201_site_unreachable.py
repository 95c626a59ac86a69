"""W201 站点无法访问

检查什么  网站首页在监测时间点前一周内能否打开。
怎样判定  一周内每天间隔访问不少于 20 次；打不开（15 秒及以上仍未打开、连接失败或服务器出错）的次数占
          有效访问总次数 5%（含）以上，即为站点无法访问。本单位网络故障时的访问无效，不计入次数。
看不到时  任何一天的有效访问不足 20 次，不能下结论，判为待核；没有监测记录的，不评定。
怎样整改  检查服务器、域名解析、网络线路和安全防护策略，恢复访问并保持稳定；因故停机应提前报备和公告。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from xuncha.facts.answers import SAYS_NOTHING
from xuncha.facts.seen import Evidence
from xuncha.facts.website import ProbeSample
from xuncha.indicators.kernel import Doubt, Hit, State, indicator

#: As probes name them: answers of a firewall or a login, which do not tell whether a citizen could open the site.
_REFUSED_TO_US = frozenset(map(str, SAYS_NOTHING))

Week = tuple[tuple[ProbeSample, ...], ...]  # one tuple of samples for each of the days


@indicator("W201", "站点无法访问")
def site_unreachable(
    probes: tuple[ProbeSample, ...],
    probes_evidence: Evidence | None,
    asof: datetime,
    *,
    days: int = 7,
    samples_per_day: int = 20,
    over_ms: int = 15_000,
    fail_percent: float = 5,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W2."""
    valid, failed, fewest = week_of_samples(probes, asof, days, samples_per_day, over_ms)
    observed = {
        "failed": len(failed),
        "valid": len(valid),
        "percent": round(100 * len(failed) / len(valid), 2) if valid else None,
        "fail_percent": fail_percent,
        "fewest_valid_a_day": fewest,
        "samples_per_day": samples_per_day,
    }
    cited = (probes_evidence,) if probes_evidence else ()
    figures = f"一周有效访问 {len(valid)} 次，其中打不开 {len(failed)} 次"
    if fewest < samples_per_day:
        yield Doubt(
            f"{figures}；有效访问最少的一天只有 {fewest} 次，不足 {samples_per_day} 次，不能断定",
            observed,
            evidence=cited,
            state=State.INSUFFICIENT,
        )
    elif len(failed) * 100 >= fail_percent * len(valid):
        quote = "；".join(f"{s.at.isoformat()} {s.outcome} {_elapsed(s)}" for s in failed[:10])
        yield Hit(
            f"{figures}，占 {observed['percent']:g}%，达到 {fail_percent:g}%",
            observed,
            evidence=cited,
            quote=quote,
        )


def week_of_samples(
    probes: tuple[ProbeSample, ...], asof: datetime, days: int, samples_per_day: int, over_ms: int
) -> tuple[list[ProbeSample], list[ProbeSample], int]:
    """The valid samples of the monitoring week, those of them that failed, and how many the poorest day has."""
    week = _monitoring_week(probes, asof, days, samples_per_day)
    valid = [sample for day in week for sample in day]
    failed = [sample for sample in valid if failed_to_open(sample, over_ms)]
    return valid, failed, min((len(day) for day in week), default=0)


def _monitoring_week(probes: tuple[ProbeSample, ...], asof: datetime, days: int, enough: int) -> Week:
    """The week before ``asof`` that is best covered by valid samples.

    Probes run by the clock or by the calendar: the week may be 7 × 24 hours back from the timepoint
    (counted from its start or from its end), the calendar days ending that day, or those ending the day
    before. A week with ``enough`` samples on each day comes before one without; then the one with more
    samples; then the first named.
    """
    usable = [s for s in probes if s.valid and not says_nothing(s) and s.at <= asof]
    midnight = asof.replace(hour=0, minute=0, second=0, microsecond=0)
    length = timedelta(days=days)
    weeks = [
        _by_day(usable, asof - length, days, ends_belong=True),
        _by_day(usable, asof - length, days),
        _by_day(usable, midnight - length, days),
        _by_day(usable, midnight + timedelta(days=1) - length, days),
    ]
    return max(weeks, key=lambda week: (all(len(day) >= enough for day in week), sum(map(len, week))))


def _by_day(samples: list[ProbeSample], start: datetime, days: int, *, ends_belong: bool = False) -> Week:
    """Samples by 24-hour day from ``start``; a sample on the edge belongs to the day it begins, or ends."""
    buckets: list[list[ProbeSample]] = [[] for _ in range(days)]
    day = timedelta(days=1)
    for sample in samples:
        since = sample.at - start
        number = -(-since // day) - 1 if ends_belong else since // day
        if 0 <= number < days:
            buckets[number].append(sample)
    return tuple(tuple(bucket) for bucket in buckets)


def says_nothing(sample: ProbeSample) -> bool:
    """True for the answer of a firewall or a login: it does not tell whether a citizen could open the site."""
    return sample.outcome in _REFUSED_TO_US


def failed_to_open(sample: ProbeSample, over_ms: int) -> bool:
    """True where the site did not open, or not in time."""
    if not sample.outcome.isdigit():
        return True
    slow = sample.elapsed_ms is not None and sample.elapsed_ms >= over_ms
    return slow or int(sample.outcome) >= 400


def _elapsed(sample: ProbeSample) -> str:
    return f"{sample.elapsed_ms} 毫秒" if sample.elapsed_ms is not None else "未记录耗时"
