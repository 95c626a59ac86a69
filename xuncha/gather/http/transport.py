"""One request and its answer, within a deadline and within the caps. Nothing here raises for the network."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import aiohttp
from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from xuncha.facts.seen import FetchStatus
from xuncha.gather.evidence.exchange import TLS_NOTE, Exchange
from xuncha.gather.http import tls
from xuncha.gather.http.bodies import BodyBrokenError, BodyDecoder, BodyTooLargeError
from xuncha.gather.http.failures import NETWORK_ERRORS, Failure, explain
from xuncha.gather.http.resolving import GatedResolver
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.http.urls import Target
from xuncha.gather.http.visitor import INSPECTOR, Visitor

#: A redirect's own page is kept as evidence up to this many bytes.
_REDIRECT_CAP = 64 << 10
_HEADER_CAP = 64 << 10
_MANY_HEADERS = 512
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Deadline:
    """The time one try may spend on the network. Runs only inside :meth:`running`."""

    def __init__(self, limit_s: float) -> None:
        self._limit = limit_s
        self.spent = 0.0

    @property
    def left(self) -> float:
        """What is left of the limit, in seconds."""
        return max(self._limit - self.spent, 0.0)

    def running(self) -> _Running:
        """A block in which TimeoutError is raised when the limit is reached."""
        return _Running(self)


class _Running:
    """The time of one block within a deadline."""

    __slots__ = ("_began", "_deadline", "_timeout")

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    async def __aenter__(self) -> None:
        self._began = time.monotonic()
        self._timeout = asyncio.timeout(self._deadline.left)
        await self._timeout.__aenter__()

    async def __aexit__(self, *raised: Any) -> None:
        try:
            await self._timeout.__aexit__(*raised)
        finally:
            self._deadline.spent += time.monotonic() - self._began


@dataclass(slots=True)
class Answer:
    """What one request brought. ``failure`` None: a whole answer within the caps. ``raw`` is the body as
    sent, ``body`` the same decompressed; both hold what came before a failure. ``sent`` is the body of the request."""

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
    failure: Failure | None = None
    _as_text: tuple[tuple[str, str], ...] = ()

    @property
    def location(self) -> bytes | None:
        """Where a redirect leads, None when this is no redirect."""
        if self.http_status not in _REDIRECTS:
            return None
        # As in browsers, an empty one leads nowhere.
        given = (value for name, value in self.raw_headers if name.lower() == b"location")
        return next(given, b"").strip() or None

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers as text."""
        if not self._as_text:  # asked for several times
            self._as_text = tuple([(_text(name), _text(value)) for name, value in self.raw_headers])
        return self._as_text

    def header(self, name: bytes) -> str:
        """The first value of a header given in lower case, empty when absent."""
        return next((_text(value) for key, value in self.raw_headers if key.lower() == name), "")

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


class _SeenResponse(ClientResponse):
    """Remembers the peer: by the time the headers are read the connection may already be given back."""

    peer = ""

    async def start(self, connection: Any) -> ClientResponse:
        transport = connection.transport
        name = transport.get_extra_info("peername") if transport is not None else None
        self.peer = str(name[0]) if name else ""
        return await super().start(connection)


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
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = TCPConnector(
            limit=0,  # politeness counts, and its waiting does not use up deadlines
            resolver=self._resolver,
            use_dns_cache=False,
            socket_factory=self._resolver.open_socket,
            force_close=not self._settings.keep_alive,
        )
        self._session = ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=ClientTimeout(total=None, sock_connect=None),
            response_class=_SeenResponse,
            max_line_size=_HEADER_CAP,
            max_field_size=_HEADER_CAP,
            max_headers=_MANY_HEADERS,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

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
        headers = (
            self._headers(target, cookies, visitor) if carried is None else self._theirs(target, carried)
        )
        sent = carried.body if carried is not None else b""
        answer = Answer(target, method, request=_request_head(target, method, headers) + sent, sent=sent)
        try:
            async with deadline.running():
                await self._ask(answer, headers, max_body)
        except NETWORK_ERRORS as error:
            answer.failure = explain(error)
            if answer.status_line:
                is_late = answer.failure.status is FetchStatus.TIMEOUT
                answer.truncated = answer.truncated or ("time" if is_late else "disconnect")
        return answer

    async def _ask(self, answer: Answer, headers: dict[str, str], max_body: int | None) -> None:
        began = time.monotonic()
        response = await self._open(answer, headers)
        answer.first_byte_s = time.monotonic() - began
        is_whole = False
        try:
            _note_head(answer, response)
            if answer.method != "HEAD":
                reading = _Reading(answer, response, *self._caps(answer, max_body))
                await reading.run(trusts_length=max_body is None)
            is_whole = not answer.truncated
        finally:
            # A connection with an unread rest cannot be used again.
            if is_whole:
                response.release()
            else:
                response.close()

    def _caps(self, answer: Answer, max_body: int | None) -> tuple[int, int]:
        wire, body = self._settings.max_wire_bytes, self._settings.max_body_bytes
        if answer.location is not None:
            return min(wire, _REDIRECT_CAP), min(body, _REDIRECT_CAP)
        if max_body is not None:
            return min(wire, max_body), min(body, max_body)
        return wire, body

    async def _open(self, answer: Answer, headers: dict[str, str]) -> ClientResponse:
        target = answer.target
        if not self._is_encrypted(target):
            return await self._request(answer, headers, True)
        key = (target.host, target.port)
        if key not in self._lenient_hosts:
            try:
                return await self._request(answer, headers, tls.strict_context())
            except aiohttp.ClientConnectorCertificateError as error:
                note = tls.describe(error)
            except aiohttp.ClientConnectorError as error:
                if not _may_be_tls(error):
                    raise
                note = tls.describe(error)
            response = await self._request(answer, headers, tls.lenient_context())
            self._lenient_hosts[key] = note
        else:
            response = await self._request(answer, headers, tls.lenient_context())
        answer.tls_note = self._lenient_hosts[key]
        return response

    async def _request(self, answer: Answer, headers: dict[str, str], context: Any) -> ClientResponse:
        if self._session is None:
            raise RuntimeError("the transport is not open")
        target = answer.target
        scheme = target.scheme if self._is_encrypted(target) else "http"
        url = URL(f"{scheme}://{target.host}:{target.port}{target.path}", encoded=True)
        return await self._session.request(
            answer.method, url, headers=headers, data=answer.sent or None, allow_redirects=False, ssl=context
        )

    def _is_encrypted(self, target: Target) -> bool:
        replaced = self._settings.connect_to is not None and target.literal is None
        return target.scheme == "https" and not replaced

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
        return headers

    def _theirs(self, target: Target, carried: Carried) -> dict[str, str]:
        return {"Host": target.authority, **dict(carried.headers), **self._forwarded(target)}

    def _forwarded(self, target: Target) -> dict[str, str]:
        """Tells a stand-in that the page was asked for by https, so that it does not redirect there."""
        replaced = target.scheme == "https" and not self._is_encrypted(target)
        return {"X-Forwarded-Proto": "https"} if replaced else {}


def _may_be_tls(error: aiohttp.ClientConnectorError) -> bool:
    """True when a handshake failed, also where the server just hung up on a version it does not know."""
    return isinstance(error, aiohttp.ClientConnectorSSLError) or isinstance(
        error.os_error, ConnectionError | None
    )


def _request_head(target: Target, method: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def _note_head(answer: Answer, response: ClientResponse) -> None:
    version = response.version
    numbers = f"{version.major}.{version.minor}" if version else "1.1"
    reason = (response.reason or "").encode("utf-8", "surrogateescape")
    answer.http_status = response.status
    answer.status_line = f"HTTP/{numbers} {response.status} ".encode() + reason
    answer.raw_headers = tuple(response.raw_headers)
    answer.ip = response.peer if isinstance(response, _SeenResponse) else ""


class _Reading:
    """Reads one body. What has come is in the answer even when reading ends by an exception."""

    def __init__(self, answer: Answer, response: ClientResponse, wire_cap: int, body_cap: int) -> None:
        self._answer = answer
        self._response = response
        self._wire_cap = wire_cap
        self._chunks: list[bytes] = []
        self._decoder = BodyDecoder(answer.header(b"content-encoding"), body_cap)

    async def run(self, trusts_length: bool) -> None:
        """Read to the end or to a cap. ``trusts_length``: do not begin on what is declared too large; who
        sets a cap of its own wants the part below it."""
        declared = self._response.content_length
        if trusts_length and declared is not None and declared > self._wire_cap:
            self._over_cap(f"声明的大小 {declared} 字节")
            return
        try:
            await self._read()
        finally:
            self._answer.raw = b"".join(self._chunks)
            self._answer.body = self._decoder.body

    async def _read(self) -> None:
        got = 0
        async for chunk in self._response.content.iter_any():
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
