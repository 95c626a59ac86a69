"""One request and its answer, within a deadline and within the caps. Nothing here raises for the network."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ssl import SSLContext
from typing import Self

import aiohttp
from aiohttp import TCPConnector

from xuncha.facts.seen import FetchStatus
from xuncha.gather.evidence.exchange import TLS_NOTE, Exchange
from xuncha.gather.http import tls
from xuncha.gather.http.bodies import BodyBrokenError, BodyDecoder, BodyTooLargeError
from xuncha.gather.http.deadline import Deadline
from xuncha.gather.http.failures import NETWORK_ERRORS, UNCONNECTED, Failure, explain
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
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(slots=True)
class Answer:
    """What one request brought. ``failure`` None: a whole answer within the caps. ``raw`` is the body as
    sent, ``body`` the same decompressed; both hold what came before a failure. ``sent`` is the body of the request.
    ``is_connected``: there was a connection, encrypted where it had to be, so that the request could be sent."""

    target: Target
    method: str
    request: bytes | None = None
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    http_status: int | None = None
    status_line: bytes = b""
    raw_headers: tuple[tuple[bytes, bytes], ...] = ()
    raw: bytes = b""
    body: bytes = b""
    truncated: str = ""
    ip: str = ""
    first_byte_s: float | None = None
    sent: bytes = b""
    tls_note: str = ""
    is_connected: bool = False
    failure: Failure | None = None
    _as_text: tuple[tuple[str, str], ...] = ()

    @property
    def never_connected(self) -> bool:
        """True when time ran out before there was a connection: no one let us in, or answered at all."""
        late = self.failure is not None and self.failure.status is FetchStatus.TIMEOUT
        return late and not self.is_connected

    @property
    def location(self) -> bytes | None:
        """Where a redirect leads, None when this is no redirect."""
        if self.http_status not in _REDIRECTS:
            return None
        # As in browsers, an empty one leads nowhere, and so do two that differ.
        given = {value.strip() for name, value in self.raw_headers if name.lower() == b"location"}
        return next(iter(given)) or None if len(given) == 1 else None

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers as text."""
        if not self._as_text:  # asked for several times
            try:
                self._as_text = tuple([(name.decode(), value.decode()) for name, value in self.raw_headers])
            except UnicodeDecodeError:  # each for itself: some servers write Chinese in another charset
                self._as_text = tuple([(_text(name), _text(value)) for name, value in self.raw_headers])
        return self._as_text

    def header(self, name: bytes) -> str:
        """The first value of a header given in lower case, empty when absent."""
        for key, value in self.raw_headers:
            if len(key) == len(name) and key.lower() == name:
                return _text(value)
        return ""

    def note_connection(self) -> None:
        """The request can be sent now."""
        self.is_connected = True

    def exchange(self, details: dict[str, object]) -> Exchange:
        """For the recorder; ``details`` (tries, timings) are kept where something failed."""
        failure = None
        if self.failure is not None:
            failure = {"status": self.failure.status.value, "cause": self.failure.text, **details}
        return Exchange(
            url=self.target.url,
            method=self.method,
            started_at=self.started_at,
            request=self.request,
            status_line=self.status_line,
            headers=self.raw_headers,
            body=self.raw,
            truncated=self.truncated,
            ip=self.ip,
            failure=failure,
            notes={TLS_NOTE: self.tls_note} if self.tls_note else {},
        )


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


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
                reading = _Reading(answer, heard, *self._caps(answer, max_body))
                await self._read(reading, answer, trusts_length=max_body is None)
            is_whole = not answer.truncated
        finally:
            # A connection with an unread rest cannot be used again.
            if is_whole:
                heard.release()
            else:
                heard.close()

    async def _read(self, reading: _Reading, answer: Answer, *, trusts_length: bool) -> None:
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


class _Reading:
    """Reads one body. What has come is in the answer even when reading ends by an exception."""

    def __init__(self, answer: Answer, heard: Heard, wire_cap: int, body_cap: int) -> None:
        self._answer = answer
        self._heard = heard
        self._wire_cap = wire_cap
        self._chunks: list[bytes] = []
        self._decoder = BodyDecoder(answer.header(b"content-encoding"), body_cap)

    async def run(self, trusts_length: bool) -> None:
        """Read to the end or to a cap. ``trusts_length``: do not begin on what is declared too large; who
        sets a cap of its own wants the part below it."""
        declared = self._heard.declared_length
        if trusts_length and declared is not None and declared > self._wire_cap:
            self._over_cap(f"声明的大小 {declared} 字节")
            return
        try:
            await self._read()
        finally:
            self._answer.raw = b"".join(self._chunks)
            self._answer.body = self._decoder.body

    async def _read(self) -> None:
        try:
            await self._read_pieces()
        except aiohttp.ClientPayloadError:
            # As browsers do: programs that pack a page after they wrote down its length send less than they declare.
            if not self._decoder.is_whole:
                raise

    async def _read_pieces(self) -> None:
        got = 0
        async for chunk in self._heard.body.iter_any():
            room = self._wire_cap - got
            self._chunks.append(chunk[:room])
            got += len(chunk)
            if not self._decompress(chunk[:room]):
                return
            if got > self._wire_cap:
                self._over_cap("传输的数据")
                return
        if self._answer.failure is None:
            self._end()

    def _decompress(self, chunk: bytes) -> bool:
        """False when there is no use in reading on."""
        if self._answer.failure is not None:
            return True  # cannot be decompressed; the rest is still read, as evidence
        try:
            self._decoder.feed(chunk)
        except BodyTooLargeError:
            self._over_cap("解压后的数据")
            return False
        except BodyBrokenError as error:
            self._answer.failure = Failure(FetchStatus.BAD_RESPONSE, str(error))
        return True

    def _end(self) -> None:
        try:
            self._decoder.finish()
        except BodyBrokenError as error:
            self._answer.failure = Failure(FetchStatus.BAD_RESPONSE, str(error))

    def _over_cap(self, what: str) -> None:
        self._answer.failure = Failure(FetchStatus.TOO_LARGE, f"{what}超过大小上限")
        self._answer.truncated = "length"
