"""The only way out for a page in the browser: a proxy of our own on loopback.

Every request of the page, of its frames, scripts and redirects, arrives here and is asked by the fetcher:
address gate at the moment the socket opens, robots policy, politeness, caps, evidence. TLS ends here, so
that encrypted requests pass the same gate; WebSockets are refused, and said to have been.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Callable, Coroutine
from typing import Any, Self
from urllib.parse import urlsplit

from xuncha.gather.browser.kept_files import KeptFiles
from xuncha.gather.browser.messages import (
    HEAD_CAP,
    BadRequestError,
    ProxyRequest,
    passed_on,
    read_request,
    refusal,
)
from xuncha.gather.http.answer import Answer
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.transport import Carried
from xuncha.gather.http.trial import Recorder
from xuncha.gather.http.urls import BadUrlError, Target, prepare

#: A page may read and, because many lists are asked for that way, post; it may not change or delete.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
#: Nothing that a list or a picture of a page needs.
_UNWANTED = (
    "/favicon.ico",
    ".mp4",
    ".flv",
    ".m3u8",
    ".mp3",
    ".avi",
    ".wmv",
    ".mov",
    ".webm",
    ".zip",
    ".rar",
    ".exe",
    ".apk",
)
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg", ".ico")
_CHUNK = 1 << 16
_WATCH_S = 0.5
#: Requests of one page, so that a page that asks without end comes to one.
_MOST_REQUESTS = 400


class PageProxy:
    """The proxy of one page in the browser. Use as ``async with PageProxy(…) as proxy``.

    ``waiting`` counts requests that wait for their turn by politeness, images left out, ``waited_s`` the seconds
    in which any did; ``refused`` holds the addresses that were not asked for, with the reason in Chinese.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        recorder: Recorder | None,
        tls: ssl.SSLContext,
        kept: KeptFiles,
        deadline_s: float,
    ) -> None:
        self._fetcher = fetcher
        self._recorder = recorder
        self._tls = tls
        self._kept = kept
        self._deadline_s = deadline_s
        self._connections: set[asyncio.Task[None]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self.waiting = 0
        self._waited_s = self._waits_since = 0.0
        self.requests = 0
        self.refused: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        self._outer = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=HEAD_CAP)
        self._inner = await asyncio.start_server(
            self._decrypted, "127.0.0.1", 0, limit=HEAD_CAP, ssl=self._tls
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in (self._outer, self._inner):
            server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    @property
    def address(self) -> str:
        """The proxy as the browser is told of it."""
        return f"http://127.0.0.1:{self._outer.sockets[0].getsockname()[1]}"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._held(self._serve(reader, writer, ""), writer)

    async def _decrypted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._held(self._serve(reader, writer, "https"), writer)

    async def _held(self, serving: Coroutine[Any, Any, None], writer: asyncio.StreamWriter) -> None:
        """Run one connection as a task of ours; what the browser does to it is no error."""
        task = asyncio.create_task(serving)
        self._connections.add(task)
        try:
            with contextlib.suppress(OSError, EOFError, BadRequestError, asyncio.CancelledError):
                await task
        finally:
            self._connections.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str) -> None:
        """Requests of one connection; ``scheme`` is given where they come with a path only."""
        while (request := await read_request(reader)) is not None:
            if request.method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await self._tunnel(reader, writer)
                return
            answer = asyncio.create_task(self._answer(request, scheme))
            try:
                while not (await asyncio.wait({answer}, timeout=_WATCH_S))[0]:
                    if reader.at_eof():  # the page has gone or given up: nobody waits for the answer
                        return
                writer.write(answer.result())
            finally:
                answer.cancel()
            await writer.drain()

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Look into what the browser wants to send through: TLS is ended here, plain requests are read."""
        first = await reader.read(_CHUNK)
        server = self._inner if first[:1] == b"\x16" else self._outer
        port = server.sockets[0].getsockname()[1]
        onward, back = await asyncio.open_connection("127.0.0.1", port)
        back.write(first)
        try:
            await asyncio.gather(_copy(reader, back), _copy(onward, writer))
        finally:
            back.close()

    async def _answer(self, request: ProxyRequest, scheme: str) -> bytes:
        url = request.target
        if url.startswith("/"):
            url = f"{scheme or 'http'}://{request.header('host')}{url}"
        try:
            target = prepare(url)
            why = self._unwanted(request, target)
        except BadUrlError as error:
            why = str(error)
        if why:
            self.refused[url] = why
            return refusal(403, why)
        kept = self._kept.get(target.url) if request.method == "GET" else None
        answer = kept or await self._asked(request, target)
        if answer.failure is not None:
            self.refused[url] = answer.failure.text
            return refusal(502, answer.failure.text)
        self._kept.put(target.url, answer)
        return passed_on(answer)

    def _unwanted(self, request: ProxyRequest, target: Target) -> str:
        self.requests += 1
        if self.requests > _MOST_REQUESTS:
            return f"一个页面的请求超过 {_MOST_REQUESTS} 个，其余未访问"
        if request.header("upgrade"):
            return "不建立 WebSocket 连接"
        if request.method not in _METHODS:
            return f"不发送 {request.method} 请求"
        if urlsplit(target.url).path.lower().endswith(_UNWANTED):
            return "页面内容用不到，未下载"
        return ""

    async def _asked(self, request: ProxyRequest, target: Target) -> Answer:
        """Ask the server. Pictures let everything else go first: the list does not depend on them."""
        is_image = request.header("accept").startswith("image/") or urlsplit(
            target.url
        ).path.lower().endswith(_IMAGES)
        if is_image:
            await self._idle.wait()
            return await self._relay(request, target, lambda: None)
        turn = _Turn(self)
        try:
            return await self._relay(request, target, turn.taken)
        finally:
            turn.taken()

    async def _relay(self, request: ProxyRequest, target: Target, on_turn: Callable[[], None]) -> Answer:
        return await self._fetcher.relay(
            target,
            request.method,
            Carried(request.carried, request.body),
            recorder=self._recorder,
            deadline_s=self._deadline_s,
            on_turn=on_turn,
        )

    @property
    def waited_s(self) -> float:
        """Seconds so far in which some request waited for its turn."""
        return self._waited_s + (time.monotonic() - self._waits_since if self.waiting else 0.0)

    def count_waiting(self, change: int) -> None:
        """One request more, or less, waits for its turn."""
        now = time.monotonic()
        if self.waiting:
            self._waited_s += now - self._waits_since
        self._waits_since = now
        self.waiting += change
        if self.waiting:
            self._idle.clear()
        else:
            self._idle.set()


class _Turn:
    """One request waiting for its turn; counted until it is taken, once."""

    def __init__(self, proxy: PageProxy) -> None:
        self._proxy: PageProxy | None = proxy
        proxy.count_waiting(1)

    def taken(self) -> None:
        if self._proxy is not None:
            self._proxy.count_waiting(-1)
            self._proxy = None


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
