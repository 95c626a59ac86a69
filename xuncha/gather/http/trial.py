"""What is asked for, how long it may take, and one try at it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import CookieJar
from yarl import URL

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.http.answer import Answer
from xuncha.gather.http.deadline import Deadline
from xuncha.gather.http.failures import Failure
from xuncha.gather.http.response import Hop
from xuncha.gather.http.transport import Carried
from xuncha.gather.http.urls import Target
from xuncha.gather.http.visitor import INSPECTOR, Visitor


class Recorder(Protocol):
    """Where exchanges are kept; :class:`~xuncha.gather.evidence.recorder.WarcRecorder` is one."""

    def record(self, exchange: Exchange) -> Evidence:
        """Store one exchange."""
        ...


@dataclass(slots=True)
class Allowance:
    """The time (seconds) that somebody's fetches may keep us waiting, infinite for as long as it takes.

    Counted is what the hosts take to answer, fail or ask us to pause, request by request; what our own
    politeness takes is not.
    """

    limit_s: float = math.inf
    used_s: float = 0.0

    @property
    def is_used_up(self) -> bool:
        """True when nothing more is to be asked for."""
        return self.used_s >= self.limit_s


@dataclass(frozen=True, slots=True)
class Asked:
    """One address and how it is asked for; ``retries`` are further tries, ``max_body`` bytes of its body."""

    url: str
    method: str
    recorder: Recorder | None
    obeys_robots: bool = True
    max_body: int | None = None
    retries: int = 0
    visitor: Visitor = INSPECTOR
    allowance: Allowance = field(default_factory=Allowance)


@dataclass(slots=True)
class Trial:
    """One try: the chain of hops so far, and how it ended."""

    asked: Asked
    target: Target
    number: int
    deadline: Deadline
    carried: Carried | None = None
    on_turn: Callable[[], None] = lambda: None
    hops: list[Hop] = field(default_factory=list)
    visited: set[tuple[str, str]] = field(default_factory=set)
    jar: CookieJar | None = None
    answer: Answer | None = None
    status: FetchStatus = FetchStatus.OK
    error: str = ""
    retryable: bool = False
    tls_note: str = ""
    evidence: Evidence | None = None

    def end(self, status: FetchStatus, error: str = "", retryable: bool = False) -> None:
        """This is how it ended; ``retryable``: another try may end otherwise."""
        self.status, self.error, self.retryable = status, error, retryable

    def fail(self, failure: Failure) -> None:
        """End with what went wrong on the way."""
        self.end(failure.status, failure.text, failure.retryable)

    def record(self, answer: Answer) -> None:
        """Keep the answer and its proof."""
        self.answer = answer
        self.tls_note = self.tls_note or answer.tls_note
        recorder = self.asked.recorder
        if recorder is not None:
            details: dict[str, object] = {"try": self.number, "spent_ms": round(self.deadline.spent * 1000)}
            self.evidence = recorder.record(answer.exchange(details))

    def unsent(self, failure: Failure, was_due: bool) -> None:
        """End without an answer; ``was_due``: we wanted to send and could not, so the try counts as one."""
        request = f"{self.asked.method} {self.target.path} HTTP/1.1\r\nHost: {self.target.authority}\r\n\r\n"
        self.record(
            Answer(self.target, self.asked.method, request.encode() if was_due else None, failure=failure)
        )
        self.fail(failure)

    def cookies(self) -> str:
        """The Cookie header for the next hop: what this chain was given, as a browser would send it."""
        if self.jar is None:
            return ""
        kept = self.jar.filter_cookies(URL(self.target.url, encoded=True))
        return "; ".join(f"{name}={morsel.value}" for name, morsel in kept.items())

    def keep_cookies(self, answer: Answer) -> None:
        """Take what the answer gives for the next hop of this chain; it is dropped with the trial."""
        given = [value for name, value in answer.headers if name.lower() == "set-cookie"]
        if given:
            self.jar = self.jar or CookieJar(unsafe=True)
            self.jar.update_cookies_from_headers(given, URL(self.target.url, encoded=True))
