"""One request and its answer, within a deadline and within the caps. Nothing here raises for the network."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from ssl import SSLContext
from typing import Self

import aiohttp
from aiohttp import TCPConnector

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http import tls
from xuncha.gather.http.answer import Answer
from xuncha.gather.http.body_reading import BodyReading
from xuncha.gather.http.deadline import Deadline
from xuncha.gather.http.failures import NETWORK_ERRORS, UNCONNECTED, explain
from xuncha.gather.http.resolving import GatedResolver
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.http.urls import Target
from xuncha.gather.http.visitor import INSPECTOR, Visitor
from xuncha.gather.http.wire import Heard, Server, Wire

#: A redirect's own page is kept as evidence up to this many bytes.
_REDIRECT_CAP = 64 << 10
#: Browsers do not wait for it at all (seconds).
_REDIRECT_WAIT_S = 2.0
#: Hosts of which the headers sent to them are remembered.
_REMEMBERED = 1024
#: Requests of which servers want to know how long their body is, also where they have none.
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, slots=True)
class Carried:
    """What a browser sends along with its request: its headers, in its order, and a body."""

    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


class Transport:
    """The connections of a fetcher."""

    def __init__(self, settings: FetchSettings, resolver: GatedResolver) -> None:
        self._settings = settings
        self._resolver = resolver
        #: Host and port of servers that failed verification, and why.
        self._lenient_hosts: dict[tuple[str, int], str] = {}
        #: Scheme, host and port, and the headers that are sent there unless there is more to say.
        self._usual: dict[tuple[str, str, int], str] = {}
        self._wire: Wire | None = None

    async def __aenter__(self) -> Self:
        connector = TCPConnector(
            limit=0,  # politeness counts, and its waiting does not use up deadlines
            resolver=self._resolver,
            use_dns_cache=False,
            socket_factory=self._resolver.open_socket,
            force_close=not self._settings.keep_alive,
        )
        self._wire = Wire(connector, self._settings.connect_s)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._wire is not None:
            await self._wire.close()

    async def send(
        self,
        target: Target,
        method: str,
        deadline: Deadline,
        cookies: str = "",
        max_body: int | None = None,
        visitor: Visitor = INSPECTOR,
        carried: Carried | None = None,
    ) -> Answer:
        """Ask once. Whatever the network does comes back as an :class:`Answer`.

        ``carried``: headers and body of a browser's request, sent in place of our own.
        """
        if carried is None:
            headers = self._ours(target, cookies, visitor)
        else:
            headers = _as_sent(self._theirs(target, method, carried))
        sent = carried.body if carried is not None else b""
        answer = Answer(target, method, request=_request_head(target, method, headers) + sent, sent=sent)
        try:
            async with deadline:
                await self._ask(answer, max_body)
        except NETWORK_ERRORS as error:
            answer.failure = explain(error)
            if answer.never_connected:
                answer.failure = UNCONNECTED
            if answer.status_line:
                is_late = answer.failure.status is FetchStatus.TIMEOUT
                answer.truncated = answer.truncated or ("time" if is_late else "disconnect")
        return answer

    async def _ask(self, answer: Answer, max_body: int | None) -> None:
        began = time.monotonic()
        heard = await self._open(answer)
        answer.first_byte_s = time.monotonic() - began
        is_whole = False
        try:
            _note_head(answer, heard)
            if answer.method != "HEAD":
                reading = BodyReading(answer, heard, *self._caps(answer, max_body))
                await self._read(reading, answer, trusts_length=max_body is None)
            is_whole = not answer.truncated
        finally:
            # A connection with an unread rest cannot be used again.
            if is_whole:
                heard.release()
            else:
                heard.close()

    async def _read(self, reading: BodyReading, answer: Answer, *, trusts_length: bool) -> None:
        """The body; nobody waits for that of a redirect, which may never come."""
        if answer.location is None:
            await reading.run(trusts_length)
            return
        try:
            async with asyncio.timeout(_REDIRECT_WAIT_S):
                await reading.run(trusts_length)
        except TimeoutError:
            answer.truncated = "time"

    def _caps(self, answer: Answer, max_body: int | None) -> tuple[int, int]:
        wire, body = self._settings.max_wire_bytes, self._settings.max_body_bytes
        if answer.location is not None:
            return min(wire, _REDIRECT_CAP), min(body, _REDIRECT_CAP)
        if max_body is not None:
            return min(wire, max_body), min(body, max_body)
        return wire, body

    async def _open(self, answer: Answer) -> Heard:
        target = answer.target
        if not self._is_encrypted(target):
            return await self._request(answer, None)
        key = (target.host, target.port)
        if key not in self._lenient_hosts:
            try:
                return await self._request(answer, tls.strict_context())
            except aiohttp.ClientConnectorCertificateError as error:
                note = tls.describe(error)
            except aiohttp.ClientConnectorError as error:
                if not _may_be_tls(error):
                    raise
                note = tls.describe(error)
            heard = await self._request(answer, tls.lenient_context())
            note = tls.in_full(note, heard.certificate, answer.started_at)
            self._lenient_hosts[key] = tls.RETIRED.get(heard.tls_version, note)
        else:
            heard = await self._request(answer, tls.lenient_context())
        answer.tls_note = self._lenient_hosts[key]
        return heard

    async def _request(self, answer: Answer, context: SSLContext | None) -> Heard:
        if self._wire is None:
            raise RuntimeError("the transport is not open")
        server = Server(answer.target.host, answer.target.port, context)
        return await self._wire.ask(server, answer.method, answer.request or b"", answer.note_connection)

    def _is_encrypted(self, target: Target) -> bool:
        replaced = self._settings.connect_to is not None and target.literal is None
        return target.scheme == "https" and not replaced

    def _ours(self, target: Target, cookies: str, visitor: Visitor) -> str:
        """Our own headers as sent: put together once for all pages of a host."""
        if cookies or visitor is not INSPECTOR:
            return _as_sent(self._headers(target, cookies, visitor))
        host = (target.scheme, target.host, target.port)
        known = self._usual.get(host)
        if known is None:
            if len(self._usual) >= _REMEMBERED:
                self._usual.clear()
            known = self._usual[host] = _as_sent(self._headers(target, cookies, visitor))
        return known

    def _headers(self, target: Target, cookies: str, visitor: Visitor) -> dict[str, str]:
        headers = {
            "Host": target.authority,
            **visitor.headers(self._settings.user_agent),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.3",
            "Accept-Encoding": "gzip, deflate, br, zstd",
            **self._forwarded(target),
        }
        if cookies:
            headers["Cookie"] = cookies
        return headers | self._own_connection()

    def _theirs(self, target: Target, method: str, carried: Carried) -> dict[str, str]:
        headers = {"Host": target.authority, **dict(carried.headers), **self._forwarded(target)}
        if carried.body or method in _WITH_BODY:
            headers["Content-Length"] = str(len(carried.body))
        return headers | self._own_connection()

    def _own_connection(self) -> dict[str, str]:
        return {} if self._settings.keep_alive else {"Connection": "close"}

    def _forwarded(self, target: Target) -> dict[str, str]:
        """Tells a stand-in that the page was asked for by https, so that it does not redirect there."""
        replaced = target.scheme == "https" and not self._is_encrypted(target)
        return {"X-Forwarded-Proto": "https"} if replaced else {}


def _may_be_tls(error: aiohttp.ClientConnectorError) -> bool:
    """True when a handshake failed, also where the server just hung up on a version it does not know."""
    return isinstance(error, aiohttp.ClientConnectorSSLError) or isinstance(
        error.os_error, ConnectionError | None
    )


def _as_sent(headers: dict[str, str]) -> str:
    return "\r\n".join([_one_line(f"{name}: {value}") for name, value in headers.items()])


def _request_head(target: Target, method: str, headers: str) -> bytes:
    line = _one_line(f"{method} {target.path} HTTP/1.1")
    return f"{line}\r\n{headers}\r\n\r\n".encode("utf-8", "surrogateescape")


def _one_line(line: str) -> str:
    """Raises ValueError for a line break within a line: what follows it would be a header that nobody meant."""
    if "\r" in line or "\n" in line:
        raise ValueError("line break in a request header")
    return line


def _note_head(answer: Answer, heard: Heard) -> None:
    head = heard.head
    reason = (head.reason or "").encode("utf-8", "surrogateescape")
    answer.http_status = head.code
    answer.status_line = f"HTTP/{head.version.major}.{head.version.minor} {head.code} ".encode() + reason
    answer.raw_headers = tuple(head.raw_headers)
    answer.ip = heard.peer
