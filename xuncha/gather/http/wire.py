"""Requests written to the wire byte for byte as they are kept as evidence, over connections used again.

Connections, TLS, the address gate and the reading of answers are aiohttp's. Its session is left out: it would write a
second request with headers of its own, and takes twice the time of all the rest together. The layers used here may
change with its next minor version, to which it is therefore held in ``pyproject.toml``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from ssl import SSLContext
from typing import NamedTuple, Protocol

import aiohttp
from aiohttp import ClientRequest, ClientTimeout, TCPConnector
from aiohttp.client import IDEMPOTENT_METHODS
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.helpers import TimerNoop
from aiohttp.http import RawResponseMessage
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from xuncha.gather.http.lenient_answer import LenientAnswer

_HEADER_CAP = 64 << 10
_MANY_HEADERS = 512
_READ_AT_ONCE = 64 << 10
#: The deadline around a whole request is the only one.
_NO_LIMIT = ClientTimeout(total=None, sock_connect=None)
#: Servers whose address is remembered as something to connect to.
_REMEMBERED = 1024


class Server(NamedTuple):
    """Where a connection leads; ``context`` None: not encrypted."""

    host: str
    port: int
    context: SSLContext | None = None


class Body(Protocol):
    """The body of an answer."""

    def iter_any(self) -> AsyncIterator[bytes]:
        """Its pieces as they come in."""
        ...


@dataclass(slots=True)
class Heard:
    """The head of an answer and its body still to be read. :meth:`release` or :meth:`close` has to be called.

    ``peer`` is the address that answered.
    """

    head: RawResponseMessage
    body: Body
    peer: str
    _connection: Connection
    _is_usable_again: bool = True

    @property
    def declared_length(self) -> int | None:
        """Content-Length, None where none that is a number was sent."""
        given = self.head.headers.get("Content-Length", "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else None

    @property
    def tls_version(self) -> str:
        """The protocol the connection is encrypted by, such as ``TLSv1.2``; empty where it is not, or is closed."""
        transport = self._connection.transport
        encrypted = transport.get_extra_info("ssl_object") if transport is not None else None
        return (encrypted.version() or "") if encrypted is not None else ""

    @property
    def certificate(self) -> bytes | None:
        """The server's own certificate (DER), None where the connection is not encrypted, or is closed."""
        transport = self._connection.transport
        encrypted = transport.get_extra_info("ssl_object") if transport is not None else None
        return encrypted.getpeercert(binary_form=True) if encrypted is not None else None

    def release(self) -> None:
        """Keep the connection for the next request; one with an unread rest is closed."""
        if self._is_usable_again:
            self._connection.release()
        else:
            self._connection.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Wire:
    """The connections of one transport."""

    def __init__(self, connector: TCPConnector, connect_s: float) -> None:
        """``connect_s``: the time that a connection may take, encryption included."""
        self._connector = connector
        self._connect_s = connect_s
        self._servers: dict[Server, ClientRequest] = {}
        #: Those whose answers only browsers understand.
        self._loose: set[Server] = set()

    async def close(self) -> None:
        """Close every connection."""
        await self._connector.close()

    async def ask(
        self, server: Server, method: str, request: bytes, connected: Callable[[], None] = lambda: None
    ) -> Heard:
        """Send a whole request and wait for the head of the answer. ``connected`` is called before it is sent.

        A request that changes nothing is sent once more where the connection ends before an answer: servers close
        those they have kept for long (RFC 9110, 9.2.2). So is one whose answer breaks the letter of HTTP, to read it
        as browsers do; that server's further answers are read so from the start.

        Raises:
            aiohttp.ClientError, HttpProcessingError, OSError: no connection, or no answer that can be read.
        """
        may_repeat = again = method in IDEMPOTENT_METHODS
        while True:
            try:
                return await self._ask(server, method, request, connected)
            except aiohttp.ClientConnectorError:
                raise
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
                if not again:
                    raise
                again = False
            except HttpProcessingError:
                if not may_repeat or server in self._loose:
                    raise
                self._read_loosely(server)

    def _read_loosely(self, server: Server) -> None:
        if len(self._loose) >= _REMEMBERED:
            self._loose.clear()
        self._loose.add(server)

    async def _ask(self, server: Server, method: str, request: bytes, connected: Callable[[], None]) -> Heard:
        async with asyncio.timeout(self._connect_s):
            connection = await self._connector.connect(self._opening(server), [], _NO_LIMIT)
        try:
            connected()
            protocol, transport = connection.protocol, connection.transport
            if protocol is None or transport is None or transport.is_closing():
                raise aiohttp.ServerDisconnectedError
            peer = transport.get_extra_info("peername")
            address = str(peer[0]) if peer else ""
            if server in self._loose:
                answer = LenientAnswer(protocol, transport)
                transport.write(request)
                return Heard(await answer.head(method), answer, address, connection, False)
            _expect_answer(protocol, method)
            transport.write(request)
            head, body = await protocol.read()
            while 100 <= head.code < 200 and head.code != 101:
                head, body = await protocol.read()
        except BaseException:
            connection.close()
            raise
        return Heard(head, body, address, connection)

    def _opening(self, server: Server) -> ClientRequest:
        """What the pool wants to know of a server; made once for all requests to it."""
        known = self._servers.get(server)
        if known is None:
            if len(self._servers) >= _REMEMBERED:
                self._servers.clear()
            scheme = "http" if server.context is None else "https"
            url = URL(f"{scheme}://{server.host}:{server.port}/", encoded=True)
            ssl = True if server.context is None else server.context
            loop = asyncio.get_running_loop()
            known = self._servers[server] = ClientRequest("GET", url, ssl=ssl, loop=loop)
        return known


def _expect_answer(protocol: ResponseHandler, method: str) -> None:
    protocol.set_response_params(
        timer=TimerNoop(),
        skip_payload=method == "HEAD",
        read_until_eof=True,
        auto_decompress=False,
        read_bufsize=_READ_AT_ONCE,
        max_line_size=_HEADER_CAP,
        max_field_size=_HEADER_CAP,
        max_headers=_MANY_HEADERS,
    )
