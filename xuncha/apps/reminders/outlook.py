"""What lies ahead of one target if nothing is done: the rules of the standard asked about days to come. Pure.

A day is a breach when the rule itself, or the function by which the rule sorts columns, says so of that day:
arithmetic of dates only says which days are worth asking about first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from xuncha.facts.account import AccountFacts
from xuncha.facts.seen import Unseen
from xuncha.facts.website import ColumnSeen, SiteFacts
from xuncha.indicators.availability import terms_of, week_of_samples
from xuncha.indicators.freshness import last_update, why_unseen
from xuncha.indicators.kernel import Target, judge, rules_for, would_hit
from xuncha.indicators.posts import published
from xuncha.standards.limits import limits_of
from xuncha.standards.overdue import Sorter, column_sorters
from xuncha.standards.standard import Standard

FRESH, STALE, UNSEEN = "fresh", "stale", "unseen"
#: How far ahead and back the day of a breach is looked for, in days.
_REACH = 400
#: How far ahead whole rules are asked, in days.
_REACH_OF_RULES = 60
#: At the end of all days a rule calls every column overdue that it looks at.
_THE_END = timedelta(days=365_000)
#: A count is near its veto when so few are lacking; a site when it has so much of the failures allowed.
NEAR_COUNT = 2
_NEAR_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Outlook:
    """One thing that may become a fault.

    ``what`` is column (栏目), target (an indicator of the whole site or account), count or availability.
    ``breach_on`` is the first day on which the rule holds, None where none is in reach or it cannot be
    said. ``have`` of ``limit`` are reached, for counts. ``days`` counts what was published on each day, as
    far as the list that was read goes back.
    """

    what: str
    code: str
    subject: str
    state: str
    url: str = ""
    last: date | None = None
    breach_on: date | None = None
    have: int | None = None
    limit: int | None = None
    detail: str = ""
    days: tuple[tuple[str, int], ...] = ()

    @property
    def lacking(self) -> int | None:
        """How many more make it a veto."""
        return None if self.have is None or self.limit is None else self.limit - self.have


def first_day(
    holds: Callable[[datetime], bool], asof: datetime, back: int, ahead: int, likely: date | None = None
) -> date | None:
    """The first day from ``back`` days before to ``ahead`` days after ``asof`` at whose end ``holds`` is true.

    ``holds`` stays true once it is. None where it never becomes true, or always was. ``likely`` is asked about
    first and changes nothing else.
    """
    end_of_day = datetime.combine(asof.date(), time(23, 59, 59), asof.tzinfo)
    days = range(-back, ahead + 1)

    def held(n: int) -> bool:
        return holds(end_of_day + timedelta(days=n))

    guess = (likely - asof.date()).days + back if likely else 0
    if 0 < guess < len(days) and held(days[guess]) and not held(days[guess - 1]):
        return likely
    place = bisect_left(days, True, key=held)
    if place == len(days) or (place == 0 and back):
        return None
    return end_of_day.date() + timedelta(days=days[place])


class Usual(dict[str, timedelta]):
    """By code, how long after the last update the breach came that was found last; good for one standard."""

    def likely(self, code: str, last: date | None) -> date | None:
        """The day on which the breach is looked for first."""
        return last + self[code] if last and code in self else None

    def note(self, code: str, last: date | None, breach_on: date | None) -> None:
        """Keep how long it was this time."""
        if last and breach_on:
            self[code] = breach_on - last


def outlooks(
    facts: SiteFacts | AccountFacts, standard: Standard, asof: datetime, usual: Usual | None = None
) -> Iterator[Outlook]:
    """Everything ahead of one target, as it was seen for ``asof``.

    ``usual`` saves time where many targets are asked about one after the other; it changes no answer.
    """
    usual = Usual() if usual is None else usual
    if isinstance(facts, SiteFacts):
        yield from _of_columns(facts, standard, asof, usual)
        yield from _of_rule("W301", "首页", facts, standard, asof, usual)
        yield from _of_probes(facts, standard, asof)
    else:
        seen = facts.posts
        if not isinstance(seen, Unseen):
            # What is scheduled for later may never come out.
            facts = replace(facts, posts=tuple(published(seen, asof)))
        yield from _of_rule("A201", "发布内容", facts, standard, asof, usual)


def _of_rule(
    code: str, subject: str, facts: SiteFacts | AccountFacts, standard: Standard, asof: datetime, usual: Usual
) -> Iterator[Outlook]:
    """An indicator of the whole target: the day on which its rule will hit."""
    if code not in standard.weights:
        return
    target = Target.SITE if isinstance(facts, SiteFacts) else Target.ACCOUNT
    rule = next(one for one in rules_for(code) if one.target is target)
    limits = standard.weights[code].limits
    now = judge(rule, facts, asof, limits)
    if now.hits:
        yield Outlook("target", code, subject, STALE, detail=now.hits[0].detail)
        return
    if now.doubts:
        yield Outlook("target", code, subject, UNSEEN, detail=now.doubts[0].detail)
        return
    last = _last_of(facts)
    day = first_day(
        lambda at: would_hit(rule, facts, at, limits), asof, 0, _REACH_OF_RULES, usual.likely(code, last)
    )
    usual.note(code, last, day)
    shown = f"最新 {last.isoformat()}" if last else ""
    days = _published_on(_days_of(facts), asof)
    yield Outlook("target", code, subject, FRESH, last=last, breach_on=day, detail=shown, days=days)


def _days_of(facts: SiteFacts | AccountFacts) -> Iterable[date]:
    if isinstance(facts, AccountFacts):
        return () if isinstance(facts.posts, Unseen) else (post.published_at.date() for post in facts.posts)
    entries = () if isinstance(facts.homepage, Unseen) else facts.homepage.entries
    return (item.published.day for item in entries if item.published)


def _last_of(facts: SiteFacts | AccountFacts) -> date | None:
    if isinstance(facts, AccountFacts):
        posts = () if isinstance(facts.posts, Unseen) else facts.posts
        return max((post.published_at.date() for post in posts), default=None)
    newest = None if isinstance(facts.homepage, Unseen) else facts.homepage.newest
    return newest.published.day if newest and newest.published else None


def _of_columns(facts: SiteFacts, standard: Standard, asof: datetime, usual: Usual) -> Iterator[Outlook]:
    columns = () if isinstance(facts.columns, Unseen) else facts.columns
    for code, sort in column_sorters(standard):
        counted = 0
        for column in columns:
            one = _of_column(code, column, sort, asof, usual)
            if one is not None:
                counted += one.state == STALE
                yield one
        yield from _count(code, "逾期未更新的栏目", counted, limits_of(code, standard)["max_stale"])
    if "W403" in standard.weights:
        blank = sum(column.is_blank for column in columns)
        yield from _count("W403", "空白栏目", blank, limits_of("W403", standard)["max_blank"])


def _of_column(code: str, column: ColumnSeen, sort: Sorter, asof: datetime, usual: Usual) -> Outlook | None:
    """One column under one rule; None where the rule does not look at it."""
    if not any(sort((column,), asof + _THE_END)):
        return None
    stale, unseen = sort((column,), asof)
    state = STALE if stale else UNSEEN if unseen else FRESH
    newest = column.newest
    last = newest.published.day if newest and newest.published else None
    day = None
    if state != UNSEEN:
        likely = usual.likely(code, last)
        day = first_day(lambda at: bool(sort((column,), at)[0]), asof, _REACH, _REACH, likely)
        usual.note(code, last, day)
    return Outlook(
        "column",
        code,
        column.name,
        state,
        column.url,
        last,
        day,
        detail=why_unseen(column) if state == UNSEEN else last_update(column),
        days=_published_on((item.published.day for item in column.entries if item.published), asof),
    )


def _published_on(days: Iterable[date], asof: datetime) -> tuple[tuple[str, int], ...]:
    """(day, how many) within reach, in order."""
    first = asof.date() - timedelta(days=_REACH)
    counted = Counter(day for day in days if first <= day <= asof.date())
    return tuple((day.isoformat(), n) for day, n in sorted(counted.items()))


def _count(code: str, subject: str, have: int, limit: int) -> Iterator[Outlook]:
    if have:
        state = STALE if have >= limit else FRESH
        detail = f"已有 {have} 个，达到 {limit} 个即单项否决"
        yield Outlook("count", code, subject, state, have=have, limit=limit, detail=detail)


def _of_probes(facts: SiteFacts, standard: Standard, asof: datetime) -> Iterator[Outlook]:
    """How near the failures of the week come to the share that is a veto."""
    if "W201" not in standard.weights or isinstance(facts.probes, Unseen):
        return
    limits = limits_of("W201", standard)
    week = week_of_samples(facts.probes, asof, terms_of(limits))
    valid, failed, percent = week.valid, len(week.failed), limits["fail_percent"]
    if not valid or failed * 100 < _NEAR_SHARE * percent * valid:
        return
    allowed = int(-(-percent * valid // 100))
    reached = failed * 100 >= percent * valid
    few = f"；最少的一天只有 {week.fewest} 次，样本不足" if week.fewest < limits["samples_per_day"] else ""
    detail = f"一周有效访问 {valid} 次，打不开 {failed} 次（{week.percent:.2f}%），达到 {percent:g}% 即单项否决{few}"
    state = STALE if reached and not few else FRESH
    yield Outlook(
        "availability", "W201", "首页访问", state, facts.site.url, None, None, failed, allowed, detail
    )
