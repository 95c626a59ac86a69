"""Fetch a page: politely, within bounds, with proof, and with one word for how it ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import RobotsSeen
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.http.addresses import is_permitted
from xuncha.gather.http.answer import Answer
from xuncha.gather.http.attention import SAID as SAID_AWAY
from xuncha.gather.http.attention import Attention
from xuncha.gather.http.breaker import Breaker, Silence
from xuncha.gather.http.classify import classify
from xuncha.gather.http.deadline import Deadline
from xuncha.gather.http.failures import NETWORK_ERRORS, Failure, explain
from xuncha.gather.http.own_network import MAYBE_OURS, SAID, OwnNetwork
from xuncha.gather.http.politeness import Politeness
from xuncha.gather.http.resolving import GatedResolver, Lookup
from xuncha.gather.http.response import Hop, Response
from xuncha.gather.http.robots import ROBOTS_CAP, Robots
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.http.transport import Carried, Transport
from xuncha.gather.http.trial import Allowance, Asked, Recorder, Trial
from xuncha.gather.http.urls import BadUrlError, Target, join, prepare
from xuncha.gather.http.visitor import INSPECTOR, Visitor

_RETRIED_CODES = frozenset({429, 500, 502, 503, 504})
_BUSY_CODES = frozenset({429, 503})
#: Ways for a request to end that speak against its host, not its page.
_HOST_FAILS = frozenset({FetchStatus.TIMEOUT, FetchStatus.CONNECT, FetchStatus.RESET})
_GIVEN_UP = Failure(FetchStatus.GIVEN_UP, "该主机连续超时、断开或称繁忙，暂停后仍未恢复，本次检查不再访问")
#: What was found three times is what is told; a request less is all the difference.
_SILENT = Failure(FetchStatus.TIMEOUT, "该端口连续三次没有应答，不再逐个等待")
#: Tries after which a port at which there never was a connection is left alone for a while.
_SILENT_AFTER = 3
#: Times that one address is asked for because our own line had been down, or we had not been there to listen.
_OUTAGES = 3


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
        self._breaker = Breaker(settings.give_up_after, settings.host_pause_s)
        self._silence = Silence(min(_SILENT_AFTER, settings.give_up_after), settings.silence_s)
        self._robots = Robots(settings.robots, self._fetch_robots)
        self._transport = Transport(settings, self._resolver)
        self._say = say
        self.own_network = OwnNetwork(settings, lookup, say)
        self._attention = Attention()

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        await self.own_network.__aenter__()
        self._attention.__enter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._attention.__exit__()
        await self.own_network.__aexit__()
        await self._robots.close()
        await self._transport.__aexit__()
        await self._resolver.close()

    @property
    def robots_decisions(self) -> tuple[RobotsSeen, ...]:
        """What every robots.txt asked for so far said, in the order of the hosts."""
        return self._robots.decisions

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        recorder: Recorder | None = None,
        always_allowed: bool = False,
        max_body_bytes: int | None = None,
        visitor: Visitor = INSPECTOR,
        allowance: Allowance | None = None,
    ) -> Response:
        """Fetch one address, following redirects, trying again where that may help.

        ``method`` is GET or HEAD (no body is read). ``always_allowed``: robots.txt is not consulted (the
        home page of a registered site). ``visitor``: as whom every hop is asked for. Once ``allowance`` is
        used up nothing more is sent. Nothing the network does raises; a recorder that cannot write does.
        """
        asked = Asked(
            url,
            method,
            recorder,
            not always_allowed,
            max_body_bytes,
            self.settings.retries,
            visitor,
            allowance or Allowance(),
        )
        return await self._fetch(asked)

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
        trial = Trial(Asked(target.url, method, recorder), target, 1, deadline, carried, on_turn)
        answer = await self._hop(trial)
        if answer is not None:
            self._heed_busy(trial, answer)
            return answer
        return trial.answer or Answer(target, method, failure=Failure(trial.status, trial.error))

    async def _fetch(self, asked: Asked) -> Response:
        try:
            target = prepare(asked.url)
        except BadUrlError as error:
            return _not_asked(asked, FetchStatus.REFUSED, str(error))
        own = self.own_network
        said = SAID
        for _ in range(_OUTAGES):
            if own.given_up and await own.is_down():
                break
            began, away = time.monotonic(), self._attention.away_s
            response = await self._attempts(asked, target)
            if response.status not in MAYBE_OURS:
                return response
            was_away = self._attention.was_away(away, self.settings.deadline_s)
            is_line = await own.is_to_blame(response.status, began)
            if not was_away and not is_line:
                return response
            said = SAID if is_line else SAID_AWAY
            self._breaker.forget()
            self._silence.forget()
            if is_line and not await own.comes_back():
                break
        return _not_asked(asked, FetchStatus.OWN_NETWORK, said)

    async def _attempts(self, asked: Asked, target: Target) -> Response:
        number = 0
        while True:
            number += 1
            trial = Trial(asked, target, number, Deadline(self.settings.deadline_s))
            await self._follow(trial)
            asked.allowance.used_s += trial.deadline.spent
            if number > asked.retries or not trial.retryable or self._silence.covers(trial.target.origin):
                return _response(asked.url, trial)
            await self._wait_before_retry(trial)

    async def _fetch_robots(self, url: str, recorder: Recorder | None) -> Response:
        retries = min(self.settings.retries, 1)
        return await self._fetch(Asked(url, "GET", recorder, False, ROBOTS_CAP, retries))

    async def _wait_before_retry(self, trial: Trial) -> None:
        code = trial.answer.http_status if trial.answer else None
        if code not in _BUSY_CODES:  # those have paused the whole host
            await asyncio.sleep(self._backoff(trial.number))

    def _backoff(self, number: int) -> float:
        return float(self.settings.backoff_s * 2 ** (number - 1))

    async def _follow(self, trial: Trial) -> None:
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

    async def _hop(self, trial: Trial) -> Answer | None:
        """Send one request when everything allows it; None when it was not sent (the try is then ended)."""
        target, asked = trial.target, trial.asked
        if self._is_over(trial):
            return None
        if asked.obeys_robots and not await self._robots.allows(target, asked.recorder):
            trial.unsent(Failure(FetchStatus.ROBOTS, "网站的 robots.txt 不允许访问该网址"), was_due=False)
            return None
        addresses = await self._addresses(trial)
        if addresses is None:
            return None
        async with self._politeness.slot(target.host, addresses):
            if self._is_over(trial):  # while this request waited for its turn
                return None
            trial.on_turn()
            ticket = self._breaker.ticket(target.host)
            answer = await self._transport.send(
                target,
                asked.method,
                trial.deadline,
                trial.cookies(),
                asked.max_body,
                asked.visitor,
                trial.carried,
            )
        trial.record(answer)
        if answer.is_connected or answer.never_connected:
            self._silence.note(target.origin, connected=answer.is_connected)
        self._note_host(trial, ticket, answer)
        return answer

    def _is_over(self, trial: Trial) -> bool:
        """End the try when its host or port was given up or its time is used up: nothing is sent then."""
        if self._breaker.is_given_up(trial.target.host):
            trial.unsent(_GIVEN_UP, was_due=False)
        elif self._silence.covers(trial.target.origin):
            trial.unsent(_SILENT, was_due=True)
        elif trial.asked.allowance.is_used_up:
            trial.unsent(Failure(FetchStatus.TIME_UP, FetchStatus.TIME_UP.label), was_due=False)
        else:
            return False
        return True

    def _note_host(self, trial: Trial, ticket: int, answer: Answer) -> None:
        """Leave alone a host that fails again and again. HEAD proves nothing: some hosts let it hang."""
        if trial.asked.method != "GET" or trial.carried is not None:
            return
        host, busy = trial.target.host, answer.http_status in _BUSY_CODES
        failed = busy or (answer.failure is not None and answer.failure.status in _HOST_FAILS)
        self._pause(trial, self._breaker.note(host, ticket, failed=failed))
        if failed and self._breaker.is_given_up(host):
            self._say(f"{host}：{_GIVEN_UP.text}")

    def _pause(self, trial: Trial, seconds: float) -> None:
        """Leave the host alone; the time is on its account."""
        if seconds:
            self._politeness.pause(trial.target.host, seconds)
            trial.asked.allowance.used_s += seconds

    async def _addresses(self, trial: Trial) -> tuple[str, ...] | None:
        """The addresses whose limits count; None when the target may not be, or cannot be, connected to."""
        literal = trial.target.literal
        if literal is not None:
            if is_permitted(literal, self.settings.allow_net):
                return (trial.target.host.strip("[]"),)
            text = f"地址 {literal} 不在允许访问的范围"
            trial.unsent(Failure(FetchStatus.REFUSED, text), was_due=False)
            return None
        try:
            async with trial.deadline:
                found = await self._resolver.addresses(trial.target.host)
        except NETWORK_ERRORS as error:
            failure = explain(error)
            trial.unsent(failure, was_due=failure.status is not FetchStatus.REFUSED)
            return None
        # Behind connect_to the real address is not known.
        return () if self.settings.connect_to else found

    def _heed_busy(self, trial: Trial, answer: Answer) -> None:
        if answer.http_status in _BUSY_CODES:
            asked = answer.header(b"retry-after")
            seconds = self._politeness.retry_after(asked, self._backoff(trial.number))
            self._pause(trial, seconds)

    def _move(self, trial: Trial, answer: Answer, location: bytes) -> bool:
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


def _conclude(trial: Trial, answer: Answer) -> None:
    """Name how the chain ended by its last answer."""
    code = answer.http_status
    if answer.failure is not None or code is None:
        trial.fail(answer.failure or Failure(FetchStatus.BAD_RESPONSE, "没有收到响应"))
        return
    status = classify(code, answer.headers, answer.body, trial.asked.method)
    error = "" if status is FetchStatus.OK else f"{status.label}（HTTP {code}）"
    trial.end(status, error, retryable=code in _RETRIED_CODES)


def _response(url: str, trial: Trial) -> Response:
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


def _not_asked(asked: Asked, status: FetchStatus, error: str) -> Response:
    """An address that is never asked for, or whose answer says nothing; the cause is the evidence."""
    evidence = None
    if asked.recorder is not None:
        failure = {"status": status.value, "cause": error}
        exchange = Exchange(asked.url, asked.method, datetime.now(UTC), None, failure=failure)
        evidence = asked.recorder.record(exchange)
    return Response(asked.url, asked.url, status, error=error, evidence=evidence)
