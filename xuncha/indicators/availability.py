"""What the availability samples (拨测) of a monitoring week say: visits that lie apart, and those that did not open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from xuncha.facts.answers import SAYS_NOTHING
from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import ProbeSample

#: As probes name them: answers of a firewall or a login, which do not tell whether a citizen could open the site.
_REFUSED_TO_US = frozenset(map(str, SAYS_NOTHING))
#: A burst: so many samples in a row, each so soon after the one before, and so much sooner than usual that week.
_BURST = 5
_CLOSE = timedelta(minutes=10)
_CLOSER_THAN_USUAL = 10

#: Why a sample failed, by the word of the record.
CAUSES = {
    "timeout": "超时仍未打开",
    "dns": "域名解析失败",
    "connect": "连接失败",
    "tls": "加密连接失败（证书或协议）",
    "reset": "连接被中断",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a standard asks of the samples, under the names of the limits of W201."""

    days: int
    samples_per_day: int
    over_ms: int


def terms_of(limits: Mapping[str, Any]) -> Terms:
    """The terms among the limits of W201."""
    return Terms(**{one.name: limits[one.name] for one in fields(Terms)})


Days = tuple[tuple[ProbeSample, ...], ...]  # one tuple of samples for each of the days


@dataclass(frozen=True, slots=True)
class Week:
    """The samples of the monitoring week, day by day. Each counts.

    ``apart`` is the same with one sample for each burst: a script in a loop through a short outage, or through a
    good hour, weighs as much as days, and the rule asks for visits that lie apart (间隔访问).
    """

    days: Days
    terms: Terms
    apart: Days

    @property
    def samples(self) -> tuple[ProbeSample, ...]:
        """All samples in their order."""
        return tuple(sample for day in self.days for sample in day)

    @property
    def valid(self) -> int:
        """How many samples there are."""
        return sum(map(len, self.days))

    @property
    def failed(self) -> tuple[ProbeSample, ...]:
        """Those that did not open."""
        return tuple(sample for sample in self.samples if failed_to_open(sample, self.terms.over_ms))

    @property
    def unclear(self) -> tuple[ProbeSample, ...]:
        """Those that brought an answer, but not the home page: whether the site was open then is for a person to say."""
        return tuple(sample for sample in self.samples if is_unclear(sample, self.terms.over_ms))

    @property
    def fewest(self) -> int:
        """How many samples the poorest day has."""
        return min(map(len, self.days), default=0)

    @property
    def percent(self) -> float | None:
        """The share that did not open, None where there is no sample."""
        return 100 * len(self.failed) / self.valid if self.valid else None

    @property
    def repeated(self) -> int:
        """How many samples the bursts have beyond one each."""
        return self.valid - sum(map(len, self.apart))

    def of_apart(self) -> Week:
        """The week with one sample for each burst."""
        return Week(self.apart, self.terms, self.apart)

    def reaches(self, percent: float, *, with_unclear: bool = False) -> bool:
        """True where so large a share did not open, or may not have."""
        bad = len(self.failed) + (len(self.unclear) if with_unclear else 0)
        return bool(self.valid) and bad * 100 >= percent * self.valid


def week_of_samples(probes: Iterable[ProbeSample], asof: datetime, terms: Terms) -> Week:
    """The week before ``asof`` that is best covered by samples.

    Probes run by the clock or by the calendar: the week may be 7 × 24 hours back from the timepoint
    (counted from its start or from its end), the calendar days ending that day, or those ending the day
    before. A week with enough samples on each day comes before one without; then the one with more; then
    the first named.
    """
    usable = sorted(
        (s for s in probes if s.valid and not says_nothing(s) and s.at <= asof), key=lambda s: s.at
    )
    midnight = asof.replace(hour=0, minute=0, second=0, microsecond=0)
    length = timedelta(days=terms.days)
    weeks = [
        _by_day(usable, asof - length, terms.days, ends_belong=True),
        _by_day(usable, asof - length, terms.days),
        _by_day(usable, midnight - length, terms.days),
        _by_day(usable, midnight + timedelta(days=1) - length, terms.days),
    ]
    enough = terms.samples_per_day
    days = max(weeks, key=lambda week: (all(len(day) >= enough for day in week), sum(map(len, week))))
    return Week(days, terms, _apart(days, terms))


def _apart(days: Days, terms: Terms) -> Days:
    """One sample for each burst; all of them where too few would be left to judge by."""
    samples = [sample for day in days for sample in day]
    if not samples:
        return days
    usual = timedelta(days=terms.days) / len(samples)
    close = min(_CLOSE, usual / _CLOSER_THAN_USUAL)
    bursts: list[list[ProbeSample]] = []
    for before, sample in zip([None, *samples], samples, strict=False):
        if before is None or sample.at - before.at > close:
            bursts.append([])
        bursts[-1].append(sample)
    repeated = {id(one) for burst in bursts if len(burst) >= _BURST for one in burst[1:]}
    apart = tuple(tuple(sample for sample in day if id(sample) not in repeated) for day in days)
    return apart if min(map(len, apart)) >= terms.samples_per_day else days


def _by_day(
    samples: list[ProbeSample], start: datetime, days: int, *, ends_belong: bool = False
) -> tuple[tuple[ProbeSample, ...], ...]:
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
    return sample.outcome in _REFUSED_TO_US or sample.page is FetchStatus.BLOCKED


def failed_to_open(sample: ProbeSample, over_ms: int) -> bool:
    """True where the site did not open, or not in time."""
    if not sample.outcome.isdigit():
        return True
    slow = sample.elapsed_ms is not None and sample.elapsed_ms >= over_ms
    return slow or int(sample.outcome) >= 400


def is_unclear(sample: ProbeSample, over_ms: int) -> bool:
    """True where an answer came in time that looks fine, but not the home page: such as a notice of maintenance."""
    return (
        sample.page is not FetchStatus.OK and not says_nothing(sample) and not failed_to_open(sample, over_ms)
    )


def cause_of(sample: ProbeSample) -> str:
    """Why a sample is held to have failed, in words."""
    if not sample.outcome.isdigit():
        return CAUSES.get(sample.outcome, sample.outcome)
    return f"HTTP {sample.outcome}" if int(sample.outcome) >= 400 else "超时才打开"


def remark(week: Week) -> str:
    """What a reader of the figures must know beside them, in Chinese; empty where there is nothing."""
    told = [f"有 {number} 次应答正常而{page.label}，算不算打不开由人工核实" for page, number in _pages(week)]
    if week.repeated:
        told.append(f"其中 {week.repeated} 次是短时间内连续访问的重复")
    return "；".join(told)


def _pages(week: Week) -> list[tuple[FetchStatus, int]]:
    return Counter(sample.page for sample in week.unclear).most_common()
