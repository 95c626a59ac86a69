"""A server on loopback that misbehaves on request, and counts what reaches it."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Request:
    """One request head as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    at: float


Handler = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


def answer(status: str = "200 OK", body: bytes = b"", **headers: str) -> bytes:
    """A whole response; ``content_type="…"`` becomes ``content-type: …``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("content-length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


@dataclass
class FaultServer:
    """Routes map a path to bytes sent as they are, or to a coroutine that writes what it likes."""

    routes: dict[str, bytes | Handler] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    accepted: int = 0
    active: int = 0
    most_active: int = 0
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    async def __aenter__(self) -> Self:
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def times(self) -> list[float]:
        return [request.at for request in self.requests]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.accepted += 1
        try:
            while not writer.is_closing():
                await self._one(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = await reader.readuntil(b"\r\n\r\n")
        first, *lines = raw.decode("latin-1").strip().split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        request = Request(method, path, headers, raw, time.monotonic())
        self.requests.append(request)
        self.active += 1
        self.most_active = max(self.most_active, self.active)
        try:
            route = self.routes.get(path.partition("?")[0], answer("404 Not Found", b"none"))
            if isinstance(route, bytes):
                writer.write(route)
            else:
                await route(request, writer)
            await writer.drain()
        finally:
            self.active -= 1


def counted(*replies: bytes) -> Handler:
    """Answers with each reply in turn, the last one for ever."""
    left = list(replies)

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])

    return handler


def then_close(data: bytes) -> Handler:
    """Sends the bytes and closes in good order."""

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        writer.close()

    return handler


def then_reset(data: bytes) -> Handler:
    """Sends the bytes and breaks the connection off."""

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()

    return handler


def drip(head: bytes, dripped: bytes, every_s: float = 0.05) -> Handler:
    """Sends the head at once and then single bytes, for ever."""

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(dripped)
            await writer.drain()
            await asyncio.sleep(every_s)

    return handler
