"""Answers that break the letter of HTTP and that browsers show all the same: read as browsers read them.

aiohttp's parser is strict. What it refuses is asked for once more and read here, so that a page which every reader sees
is not told as one that could not be read. Only what two programs may take for two different answers stays refused.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

import aiohttp
from aiohttp import HttpVersion
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage
from aiohttp.http_exceptions import BadHttpMessage, HttpProcessingError
from multidict import CIMultiDict, CIMultiDictProxy

#: As in browsers (bytes).
_HEAD_CAP = 256 << 10
_PIECE = 64 << 10
_LINE_CAP = 16 << 10
#: A lone return ends a line as well.
_LINE_END = re.compile(rb"\r\n?|\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
#: Up to four bytes before it are passed over, such as a byte order mark.
_STATUS_LINE = re.compile(
    rb"\s*.{0,4}?HTTP(?:/(\d+)(?:\.(\d+))?)?(?:\s+(\d+)?(.*))?$", re.IGNORECASE | re.DOTALL
)
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?\r?\n", re.DOTALL)
_LONGEST = 1 << 62
_WITHOUT_BODY = frozenset({204, 304})


class LenientAnswer:
    """The answer to one request on a connection that nothing else uses; ``body`` is read after :meth:`head`."""

    def __init__(self, handler: ResponseHandler, transport: asyncio.Transport) -> None:
        self._reader = asyncio.StreamReader(limit=_PIECE)
        protocol = _Reading(self._reader, handler)
        protocol.connection_made(transport)
        transport.set_protocol(protocol)
        self._held = b""
        self._is_chunked = False
        self._length: int | None = None

    async def head(self, method: str) -> RawResponseMessage:
        """Wait for the status and the headers.

        Raises:
            HttpProcessingError: no browser reads it either. OSError, aiohttp.ClientError: it does not come.
        """
        while True:
            head = _parsed(await self._head_bytes())
            if not 100 <= head.code < 200 or head.code == 101:
                break
        self._is_chunked = head.chunked
        self._length = None if head.chunked else _declared_length(head)
        if method == "HEAD" or head.code in _WITHOUT_BODY:
            self._is_chunked, self._length = False, 0
        return head

    async def iter_any(self) -> AsyncIterator[bytes]:
        """The body as it comes in, the chunks taken off.

        Raises:
            aiohttp.ClientPayloadError: it ends before its declared end, or a chunk is none.
        """
        if self._is_chunked:
            async for piece in self._chunks():
                yield piece
        elif self._length is None:
            while self._held or await self._more():
                yield self._take(len(self._held))
        else:
            async for piece in self._exactly(self._length):
                yield piece

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            found = _CHUNK_SIZE.fullmatch(await self._line())
            if found is None:
                raise aiohttp.ClientPayloadError("chunk size")
            size = int(found[1], 16)
            if not size:
                return  # what may follow are trailers
            async for piece in self._exactly(size):
                yield piece
            if (await self._line()).strip():
                raise aiohttp.ClientPayloadError("chunk end")

    async def _exactly(self, count: int) -> AsyncIterator[bytes]:
        while count:
            if not self._held and not await self._more():
                raise aiohttp.ClientPayloadError("body cut short")
            piece = self._take(count)
            count -= len(piece)
            yield piece

    async def _line(self) -> bytes:
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _LINE_CAP or not await self._more():
                raise aiohttp.ClientPayloadError("no end of line")
        return self._take(end + 1)

    async def _head_bytes(self) -> bytes:
        while True:
            self._held = self._held.lstrip(b"\r\n")
            found = _HEAD_END.search(self._held, 0, _HEAD_CAP)
            if found:
                break
            if len(self._held) >= _HEAD_CAP:
                raise BadHttpMessage("head too large")
            if not await self._more():
                raise BadHttpMessage("no end of the head") if self._held else aiohttp.ServerDisconnectedError
        head, self._held = self._held[: found.start()], self._held[found.end() :]
        return head

    async def _more(self) -> bool:
        data = await self._reader.read(_PIECE)
        self._held += data
        return bool(data)

    def _take(self, count: int) -> bytes:
        piece, self._held = self._held[:count], self._held[count:]
        return piece


class _Reading(asyncio.StreamReaderProtocol):
    """Fills the reader; the connection's own handler, whose place it takes, is told of the end."""

    def __init__(self, reader: asyncio.StreamReader, handler: ResponseHandler) -> None:
        super().__init__(reader)
        self._handler = handler

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._handler.connection_lost(exc)


def _parsed(head: bytes) -> RawResponseMessage:
    first, *lines = _LINE_END.split(head)
    found = _STATUS_LINE.match(first)
    if found is None or b"\0" in head:
        raise BadHttpMessage("no status line")
    version = HttpVersion(int((found[1] or b"1")[:3]), int((found[2] or b"0")[:3]))
    raw = tuple(_headers(lines))
    headers = CIMultiDictProxy(
        CIMultiDict((name.decode("ascii"), value.decode("utf-8", "surrogateescape")) for name, value in raw)
    )
    codings = ",".join(headers.getall("Transfer-Encoding", ())).lower().split(",")
    return RawResponseMessage(
        version=version,
        code=int(found[3][:9]) if found[3] else 200,
        reason=(found[4] or b"").strip().decode("utf-8", "surrogateescape"),
        headers=headers,
        raw_headers=raw,
        should_close=True,
        compression=None,
        upgrade=False,
        chunked=version >= HttpVersion(1, 1) and "chunked" in [coding.strip() for coding in codings],
    )


def _headers(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Lines that are no header are left out; one that begins with a blank continues the line before."""
    joined: list[bytes] = []
    for line in lines:
        line = line.rstrip()
        if joined and line[:1] in (b" ", b"\t"):
            joined[-1] += b" " + line.strip()
        elif line:
            joined.append(line)
    for line in joined:
        name, colon, value = line.partition(b":")
        name = name.rstrip(b" \t")
        if colon and _NAME.fullmatch(name):
            yield name, value.strip()


def _declared_length(head: RawResponseMessage) -> int | None:
    """None where the body ends with the connection.

    Raises:
        HttpProcessingError: two lengths that differ; or none that is a number, on a connection that stays open: nobody
            knows where that body ends, and each page of such a site would take the whole time limit.
    """
    given = head.headers.getall("Content-Length", ())
    values = {part.strip() for value in given for part in value.split(",")}
    if len(values) > 1:
        raise HttpProcessingError(code=502, message="two lengths")
    value = next(iter(values), "")
    if value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= _LONGEST:
        return int(value)
    closes = head.version < HttpVersion(1, 1) or "close" in head.headers.get("Connection", "").lower()
    if values and not closes:
        raise HttpProcessingError(code=502, message="no length")
    return None
