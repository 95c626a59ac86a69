"""Fetch a page: politely, within bounds, with proof, and with one word for how it ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, Self

from aiohttp import CookieJar
from yarl import URL

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.http.addresses import is_permitted
from xuncha.gather.http.classify import classify
from xuncha.gather.http.failures import NETWORK_ERRORS, Failure, explain
from xuncha.gather.http.own_network import SAID, OwnNetwork
from xuncha.gather.http.politeness import Politeness
from xuncha.gather.http.resolving import GatedResolver, Lookup
from xuncha.gather.http.response import Hop, Response
from xuncha.gather.http.robots import ROBOTS_CAP, Robots, RobotsDecision
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.http.transport import Answer, Carried, Deadline, Transport
from xuncha.gather.http.urls import BadUrlError, Target, join, prepare
from xuncha.gather.http.visitor import INSPECTOR, Visitor

_RETRIED_CODES = frozenset({429, 500, 502, 503, 504})
_BUSY_CODES = frozenset({429, 503})
#: Times that one address is asked for again because our own line had been down.
_OUTAGES = 3


class Recorder(Protocol):
    """Where exchanges are kept; :class:`~xuncha.gather.evidence.recorder.WarcRecorder` is one."""

    def record(self, exchange: Exchange) -> Evidence:
        """Store one exchange."""
        ...


@dataclass(slots=True)
class _Try:
    """One try: the chain of hops so far, and how it ended."""

    target: Target
    method: str
    number: int
    deadline: Deadline
    recorder: Recorder | None
    obeys_robots: bool
    max_body: int | None
    visitor: Visitor = INSPECTOR
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
        self.status, self.error, self.retryable = status, error, retryable

    def fail(self, failure: Failure) -> None:
        self.end(failure.status, failure.text, failure.retryable)

    def record(self, answer: Answer) -> None:
        """Keep the answer and its proof."""
        self.answer = answer
        self.tls_note = self.tls_note or answer.tls_note
        if self.recorder is not None:
            details: dict[str, object] = {"try": self.number, "spent_ms": round(self.deadline.spent * 1000)}
            self.evidence = self.recorder.record(answer.exchange(details))

    def unsent(self, failure: Failure, asked: bool) -> None:
        """End without an answer; ``asked``: we wanted to send and could not, so the try counts as one."""
        request = f"{self.method} {self.target.path} HTTP/1.1\r\nHost: {self.target.authority}\r\n\r\n"
        self.record(Answer(self.target, self.method, request.encode() if asked else None, failure=failure))
        self.fail(failure)

    def cookies(self) -> str:
        """The Cookie header for the next hop: what this chain was given, as a browser would send it."""
        if self.jar is None:
            return ""
        kept = self.jar.filter_cookies(URL(self.target.url, encoded=True))
        return "; ".join(f"{name}={morsel.value}" for name, morsel in kept.items())

    def keep_cookies(self, answer: Answer) -> None:
        given = [value for name, value in answer.headers if name.lower() == "set-cookie"]
        if given:
            self.jar = self.jar or CookieJar(unsafe=True)
            self.jar.update_cookies_from_headers(given, URL(self.target.url, encoded=True))


class Fetcher:
    """Fetches pages. Use as ``async with Fetcher(settings) as fetcher``.

    ``lookup`` replaces the system's name look-up (replay, tests); ``say`` is told in Chinese when our own
    network goes and comes back.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        lookup: Lookup | None = None,
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.settings = settings
        self._resolver = GatedResolver(settings, lookup)
        self._politeness = Politeness(settings)
        self._robots = Robots(settings.robots, self._fetch_robots)
        self._transport = Transport(settings, self._resolver)
        self.own_network = OwnNetwork(settings, lookup, say)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        await self.own_network.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.own_network.__aexit__()
        await self._robots.close()
        await self._transport.__aexit__()
        await self._resolver.close()

    @property
    def robots_decisions(self) -> tuple[RobotsDecision, ...]:
        """What every robots.txt asked for so far said."""
        return tuple(self._robots.decisions.values())

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        recorder: Recorder | None = None,
        always_allowed: bool = False,
        max_body_bytes: int | None = None,
        visitor: Visitor = INSPECTOR,
    ) -> Response:
        """Fetch one address, following redirects, trying again where that may help.

        ``method`` is GET or HEAD (no body is read). ``always_allowed``: robots.txt is not consulted (the
        home page of a registered site). ``visitor``: as whom every hop is asked for.
        Nothing the network does raises; a recorder that cannot write does.
        """
        return await self._fetch(
            url, method, recorder, not always_allowed, max_body_bytes, self.settings.retries, visitor
        )

    async def relay(
        self,
        target: Target,
        method: str,
        carried: Carried,
        *,
        recorder: Recorder | None = None,
        deadline_s: float | None = None,
        on_turn: Callable[[], None] = lambda: None,
    ) -> Answer:
        """One request of a browser, through the same gate, robots policy, politeness and evidence as ours.

        Asked once; redirects and cookies are the browser's affair. ``on_turn`` is called when politeness
        lets the request go. Nothing the network does raises.
        """
        deadline = Deadline(min(deadline_s or self.settings.deadline_s, self.settings.deadline_s))
        trial = _Try(target, method, 1, deadline, recorder, True, None, carried=carried, on_turn=on_turn)
        answer = await self._hop(trial)
        if answer is not None:
            self._heed_busy(trial, answer)
            return answer
        return trial.answer or Answer(target, method, failure=Failure(trial.status, trial.error))

    async def _fetch(
        self,
        url: str,
        method: str,
        recorder: Recorder | None,
        obeys_robots: bool,
        max_body: int | None,
        retries: int,
        visitor: Visitor = INSPECTOR,
    ) -> Response:
        try:
            target = prepare(url)
        except BadUrlError as error:
            return _not_asked(url, method, recorder, FetchStatus.REFUSED, str(error))
        trying = partial(
            self._attempts, url, target, method, recorder, obeys_robots, max_body, retries, visitor
        )
        own = self.own_network
        for _ in range(_OUTAGES):
            if own.given_up and await own.is_down():
                break
            began = time.monotonic()
            response = await trying()
            if not await own.is_to_blame(response.status, began):
                return response
            if not await own.comes_back():
                break
        return _not_asked(url, method, recorder, FetchStatus.OWN_NETWORK, SAID)

    async def _attempts(
        self,
        url: str,
        target: Target,
        method: str,
        recorder: Recorder | None,
        obeys_robots: bool,
        max_body: int | None,
        retries: int,
        visitor: Visitor,
    ) -> Response:
        number = 0
        while True:
            number += 1
            deadline = Deadline(self.settings.deadline_s)
            trial = _Try(target, method, number, deadline, recorder, obeys_robots, max_body, visitor)
            await self._follow(trial)
            if number > retries or not trial.retryable:
                return _response(url, trial)
            await self._wait_before_retry(trial)

    async def _fetch_robots(self, url: str) -> Response:
        return await self._fetch(url, "GET", None, False, ROBOTS_CAP, min(self.settings.retries, 1))

    async def _wait_before_retry(self, trial: _Try) -> None:
        code = trial.answer.http_status if trial.answer else None
        if code not in _BUSY_CODES:  # those have paused the whole host
            await asyncio.sleep(self._backoff(trial.number))

    def _backoff(self, number: int) -> float:
        return float(self.settings.backoff_s * 2 ** (number - 1))

    async def _follow(self, trial: _Try) -> None:
        """One try: hop after hop until an answer that is no redirect."""
        while True:
            answer = await self._hop(trial)
            if answer is None:
                return
            self._heed_busy(trial, answer)
            location = answer.location
            if location is None:  # a redirect is followed even when its own page breaks off, as browsers do
                _conclude(trial, answer)
                return
            if not self._move(trial, answer, location):
                return

    async def _hop(self, trial: _Try) -> Answer | None:
        """Send one request when everything allows it; None when it was not sent (the try is then ended)."""
        target = trial.target
        if trial.obeys_robots and not await self._robots.allows(target):
            trial.unsent(Failure(FetchStatus.ROBOTS, "网站的 robots.txt 不允许访问该网址"), asked=False)
            return None
        addresses = await self._addresses(trial)
        if addresses is None:
            return None
        async with self._politeness.slot(target.host, addresses):
            trial.on_turn()
            answer = await self._transport.send(
                target,
                trial.method,
                trial.deadline,
                trial.cookies(),
                trial.max_body,
                trial.visitor,
                trial.carried,
            )
        trial.record(answer)
        return answer

    async def _addresses(self, trial: _Try) -> tuple[str, ...] | None:
        """The addresses whose limits count; None when the target may not be, or cannot be, connected to."""
        literal = trial.target.literal
        if literal is not None:
            if is_permitted(literal, self.settings.allow_net):
                return (str(literal),)
            text = f"地址 {literal} 不在允许访问的范围"
            trial.unsent(Failure(FetchStatus.REFUSED, text), asked=False)
            return None
        try:
            async with trial.deadline.running():
                found = await self._resolver.addresses(trial.target.host)
        except NETWORK_ERRORS as error:
            failure = explain(error)
            trial.unsent(failure, asked=failure.status is not FetchStatus.REFUSED)
            return None
        # Behind connect_to the real address is not known.
        return () if self.settings.connect_to else found

    def _heed_busy(self, trial: _Try, answer: Answer) -> None:
        if answer.http_status in _BUSY_CODES:
            asked = answer.header(b"retry-after")
            seconds = self._politeness.retry_after(asked, self._backoff(trial.number))
            self._politeness.pause(trial.target.host, seconds)

    def _move(self, trial: _Try, answer: Answer, location: bytes) -> bool:
        """Go on to where the redirect leads; False when the chain ends here."""
        shown = location.decode("utf-8", "replace")
        trial.hops.append(Hop(trial.target.url, answer.http_status or 0, shown))
        trial.visited.add((trial.target.url, trial.cookies()))
        trial.keep_cookies(answer)
        try:
            trial.target = join(trial.target, location)
        except BadUrlError as error:
            trial.end(FetchStatus.REFUSED, f"跳转目标不能访问：{error}")
            return False
        if (trial.target.url, trial.cookies()) in trial.visited:
            trial.end(FetchStatus.REDIRECT_LOOP, "循环跳转")
            return False
        if len(trial.hops) > self.settings.max_redirects:
            trial.end(FetchStatus.REDIRECT_LOOP, f"跳转超过 {self.settings.max_redirects} 次")
            return False
        return True


def _conclude(trial: _Try, answer: Answer) -> None:
    """Name how the chain ended by its last answer."""
    code = answer.http_status
    if answer.failure is not None or code is None:
        trial.fail(answer.failure or Failure(FetchStatus.BAD_RESPONSE, "没有收到响应"))
        return
    status = classify(code, answer.headers, answer.body, trial.method)
    error = "" if status is FetchStatus.OK else f"{status.label}（HTTP {code}）"
    trial.end(status, error, retryable=code in _RETRIED_CODES)


def _response(url: str, trial: _Try) -> Response:
    answer = trial.answer
    spent = trial.deadline.spent
    if answer is None:
        return Response(url, trial.target.url, trial.status, error=trial.error, tries=trial.number)
    first = answer.first_byte_s
    return Response(
        url=url,
        final_url=trial.target.url,
        status=trial.status,
        http_status=answer.http_status,
        headers=answer.headers,
        content_type=answer.header(b"content-type") or None,
        body=answer.body,
        hops=tuple(trial.hops),
        elapsed_ms=round(spent * 1000),
        first_byte_ms=None if first is None else round(first * 1000),
        tries=trial.number,
        error=trial.error,
        evidence=trial.evidence,
        tls_note=trial.tls_note,
    )


def _not_asked(url: str, method: str, recorder: Recorder | None, status: FetchStatus, error: str) -> Response:
    """An address that is never asked for, or whose answer says nothing; the cause is the evidence."""
    evidence = None
    if recorder is not None:
        failure = {"status": status.value, "cause": error}
        evidence = recorder.record(Exchange(url, method, datetime.now(UTC), None, failure=failure))
    return Response(url, url, status, error=error, evidence=evidence)
