"""What an indicator is, how one is found, and how one is run.

A rule is a generator function: positional parameters name the facts it needs (or ``asof``, the
monitoring timepoint), keyword-only parameters are its limits with their national defaults. It yields
:class:`Hit` and :class:`Doubt`. Any hit fails the target under this indicator; else any doubt, or a
needed fact that is ``Unseen``, leaves it unknown; else it passes. A rule that can do without a fact says so in
the type of its parameter (``posts: tuple[Post, ...] | Unseen``) and is then given the ``Unseen`` itself.

A code may have one rule for websites and one for accounts.
"""

from __future__ import annotations

import inspect
import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, get_args, get_type_hints

from xuncha.facts.account import AccountFacts
from xuncha.facts.seen import Evidence, FetchStatus, Unseen
from xuncha.facts.website import SiteFacts
from xuncha.text.privacy.hiding_numbers import quoted_without_numbers, without_numbers

Limits = Mapping[str, Any]
Observed = Mapping[str, int | float | str | None]

#: The headings of a rule's docstring, which is its page of the manual.
HEADINGS = ("检查什么", "怎样判定", "看不到时", "怎样整改")


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault that the facts prove.

    ``key`` says which of several faults of one kind this is (an address, a column's name); it never
    holds a figure or a date, so that the same fault keeps its fingerprint from run to run.
    """

    detail: str
    observed: Observed
    urls: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    quote: str = ""
    key: str = ""


class State(StrEnum):
    """What is known of one target under one indicator. Only the first is a pass, only the second a fault."""

    OK = "ok"
    VIOLATION = "violation"
    DOUBT = "doubt"  # seen, and for a person to decide
    BLOCKED = "blocked"  # a firewall kept us from looking
    INSUFFICIENT = "insufficient"  # too few samples to say
    NOT_ASSESSED = "not_assessed"  # not looked at, or looking failed

    @property
    def label(self) -> str:
        """The state in the words used on screen and in documents."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.OK: "未见问题",
    State.VIOLATION: "存在问题",
    State.DOUBT: "待核",
    State.BLOCKED: "被防护设备拦截",
    State.INSUFFICIENT: "样本不足",
    State.NOT_ASSESSED: "未能检查",
}


@dataclass(frozen=True, slots=True)
class Doubt(Hit):
    """A fault that the facts neither prove nor rule out: for a person to look at. ``state`` says why."""

    state: State = State.DOUBT


class Target(StrEnum):
    """What an indicator judges."""

    SITE = "site"
    ACCOUNT = "account"


class Outcome(StrEnum):
    """The result of one indicator, or of all vetoes together."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Manual:
    """The four paragraphs of a rule's docstring."""

    checks: str
    judged: str
    unseen: str
    rectify: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One rule, ready to run. ``limits`` holds the defaults of its keyword-only parameters.

    ``spared`` are the facts it can do without.
    """

    code: str
    title: str
    target: Target
    facts: tuple[str, ...]
    limits: Limits
    manual: Manual
    rule: Callable[..., Iterable[Hit]]
    spared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one indicator says of one target."""

    code: str
    hits: tuple[Hit, ...]
    doubts: tuple[Doubt, ...]

    @property
    def outcome(self) -> Outcome:
        """Any hit fails; else any doubt is unknown; else pass."""
        if self.hits:
            return Outcome.FAIL
        return Outcome.UNKNOWN if self.doubts else Outcome.PASS

    @property
    def state(self) -> State:
        """The outcome, and where it is unknown why: what a person must look at comes before what we lacked."""
        if self.hits:
            return State.VIOLATION
        return min((doubt.state for doubt in self.doubts), key=_STATES.index, default=State.OK)


_STATES = tuple(State)


#: Begins the words about a fact that nobody could look at.
NOT_LOOKED = "未能检查："


class BrokenIndicatorError(Exception):
    """A rule file that does not keep the shape every rule has. Raised on import, for the engineer."""


_FACT_FIELDS = {
    Target.SITE: {field.name for field in fields(SiteFacts)} | {"opened_columns"},
    Target.ACCOUNT: {field.name for field in fields(AccountFacts)},
}
_registry: dict[tuple[str, Target], Indicator] = {}


def indicator(
    code: str, title: str
) -> Callable[[Callable[..., Iterable[Hit]]], Callable[..., Iterable[Hit]]]:
    """Register a rule under its code. The module's docstring is its manual page.

    Raises:
        BrokenIndicatorError: the code is taken, a fact is unknown, a limit has no default or a heading lacks.
    """

    def register(rule: Callable[..., Iterable[Hit]]) -> Callable[..., Iterable[Hit]]:
        target = Target.ACCOUNT if ".account." in rule.__module__ else Target.SITE
        taken = _registry.get((code, target))
        if taken:
            raise BrokenIndicatorError(f"{code}: code already used by {taken.title}")
        parameters = inspect.signature(rule).parameters.values()
        needed = tuple(p.name for p in parameters if p.kind is not p.KEYWORD_ONLY)
        unknown = set(needed) - _FACT_FIELDS[target] - {"asof"}
        if unknown:
            raise BrokenIndicatorError(f"{code}: no such fact: {', '.join(sorted(unknown))}")
        limits = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        if inspect.Parameter.empty in limits.values():
            raise BrokenIndicatorError(f"{code}: every limit needs a default")
        manual = _manual(code, inspect.getmodule(rule).__doc__ or "")
        spared = frozenset(name for name in needed if _may_be_unseen(rule, name))
        _registry[code, target] = Indicator(code, title, target, needed, limits, manual, rule, spared)
        return rule

    return register


def _may_be_unseen(rule: Callable[..., Iterable[Hit]], parameter: str) -> bool:
    return Unseen in get_args(get_type_hints(rule).get(parameter))


def _manual(code: str, docstring: str) -> Manual:
    paragraphs = []
    for number, heading in enumerate(HEADINGS):
        later = "|".join(HEADINGS[number + 1 :]) or r"\Z"
        found = re.search(rf"^{heading}\s+(.+?)(?=^(?:{later})|\Z)", docstring, re.M | re.S)
        if found is None:
            raise BrokenIndicatorError(f"{code}: the docstring lacks the heading {heading}")
        paragraphs.append(re.sub(r"\s*\n\s*", "", found.group(1)).strip())
    return Manual(*paragraphs)


class _Rules(Mapping[str, Indicator]):
    """The rules in one package by code. The names of their files tell which there are; a file is loaded when its rule
    is asked for, and with it whatever that rule reads texts with."""

    def __init__(self, target: Target, package: str) -> None:
        self._target = target
        names = sorted(module.name for module in iter_modules(import_module(package).__path__))
        self._modules = {name.partition("_")[0].upper(): f"{package}.{name}" for name in names}

    def __getitem__(self, code: str) -> Indicator:
        module = self._modules[code]
        import_module(module)
        if (code, self._target) not in _registry:
            raise BrokenIndicatorError(f"{module}: holds no rule for {code}")
        return _registry[code, self._target]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __contains__(self, code: object) -> bool:
        return code in self._modules


def indicators() -> Mapping[str, Indicator]:
    """One rule for every code that has any, that for websites where there are two. :func:`rules_of` has all."""
    return ChainMap(rules_of(Target.SITE), rules_of(Target.ACCOUNT))  # type: ignore[arg-type]


def rules_of(target: Target) -> Mapping[str, Indicator]:
    """The rules for one kind of target by code, each loaded when it is asked for."""
    return _packages()[target]


def rules_for(code: str) -> tuple[Indicator, ...]:
    """The rules of one code, that for websites first; none where this version has no rule for it."""
    return tuple(rules[code] for target in Target if code in (rules := rules_of(target)))


@cache
def _packages() -> Mapping[Target, Mapping[str, Indicator]]:
    return {
        Target.SITE: _Rules(Target.SITE, "xuncha.indicators.website"),
        Target.ACCOUNT: _Rules(Target.ACCOUNT, "xuncha.indicators.account"),
    }


def judge(rule: Indicator, facts: SiteFacts | AccountFacts, asof: datetime, limits: Limits) -> Judgement:
    """Run one rule over the facts of one target.

    The one place that catches what a rule raises: a crashed rule is a doubt, never a pass.
    """
    given: list[Any] = [asof if name == "asof" else getattr(facts, name) for name in rule.facts]
    if unseen := _unseen(rule, given):
        return Judgement(rule.code, (), tuple(_not_looked(fact) for fact in dict.fromkeys(unseen)))
    try:
        found = tuple(_without_numbers(one, asof.date()) for one in _found(rule, given, limits))
    except Exception as error:  # a fault of ours must not look like a clean target
        detail = f"判定程序出错，未能判定（{type(error).__name__}: {error}）"
        crash = Doubt(detail, {}, key="crash", state=State.NOT_ASSESSED)
        return Judgement(rule.code, (), (crash,))
    hits = tuple(one for one in found if not isinstance(one, Doubt))
    return Judgement(rule.code, hits, tuple(one for one in found if isinstance(one, Doubt)))


def would_hit(rule: Indicator, facts: SiteFacts | AccountFacts, asof: datetime, limits: Limits) -> bool:
    """Whether :func:`judge` would find a hit. The findings are not put into words: many days can be asked about."""
    given: list[Any] = [asof if name == "asof" else getattr(facts, name) for name in rule.facts]
    if _unseen(rule, given):
        return False
    try:
        return any(not isinstance(one, Doubt) for one in list(_found(rule, given, limits)))
    except Exception:  # as in judge: a crash is a doubt, no hit
        return False


def _unseen(rule: Indicator, given: list[Any]) -> list[Unseen]:
    needed = zip(rule.facts, given, strict=True)
    return [fact for name, fact in needed if isinstance(fact, Unseen) and name not in rule.spared]


def _found(rule: Indicator, given: list[Any], limits: Limits) -> Iterable[Hit]:
    own = {name: value for name, value in limits.items() if name in rule.limits}
    return rule.rule(*given, **{**rule.limits, **own})


def _without_numbers(found: Hit, today: date) -> Hit:
    """A finding is shown in many places, and none may repeat a personal number: not those of N105 alone, for
    the title of a letter or the end of an article can hold one, too."""
    observed = {
        name: without_numbers(value, today=today) if isinstance(value, str) else value
        for name, value in found.observed.items()
    }
    return replace(
        found,
        detail=without_numbers(found.detail, today=today),
        quote=quoted_without_numbers(found.quote, today=today),
        observed=observed,
    )


def _not_looked(fact: Unseen) -> Doubt:
    state = State.BLOCKED if fact.cause is FetchStatus.BLOCKED else State.NOT_ASSESSED
    return Doubt(NOT_LOOKED + fact.reason, {}, key="unseen", state=state)


def state_of(status: FetchStatus) -> State:
    """Why a page that would not open leaves a doubt."""
    return State.BLOCKED if status is FetchStatus.BLOCKED else State.NOT_ASSESSED
