"""A small loopback HTTP server for the sample province: routes by Host header, answers from memory.

By hand: ``python -m xuncha.demo.server --port 8901``, then
``curl -H 'Host: www.yunlingsheng.gov.cn' http://127.0.0.1:8901/``.
"""

from __future__ import annotations

import argparse
import asyncio
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

from xuncha.demo.files_served import error_page
from xuncha.demo.model import Page, Province
from xuncha.demo.province import build

_HOST = "127.0.0.1"
_START_LIMIT_S = 10.0
#: A longer request head than this is no browser's and no inspector's.
_MAX_HEAD = 32 * 1024

Pages = Mapping[str, Mapping[str, Page]]


def find_page(pages: Pages, host: str, target: str) -> Page:
    """What ``host`` answers at ``target`` (path and query): unknown hosts and addresses are 404.

    The order of the query does not matter, and a static page ignores a query it does not know.
    """
    site = pages.get(host.partition(":")[0].lower(), {})
    path, mark, query = target.partition("?")
    exact = f"{path}{mark}{'&'.join(sorted(query.split('&')))}" if mark else path
    return site.get(exact) or site.get(path) or error_page(404)


def response_bytes(page: Page, *, head: bool) -> bytes:
    """Status line, headers and, unless ``head``, the body."""
    status = page.head if head and page.head is not None else page.status
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Server: demo",
        f"Content-Type: {page.content_type}",
        f"Content-Length: {len(page.body)}",
    ]
    if page.location:
        lines.append(f"Location: {page.location}")
    top = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return top if head else top + page.body


class _Connection(asyncio.Protocol):
    """One keep-alive connection. Answers leave in the order of the requests, slow ones included."""

    def __init__(self, pages: Pages, open_connections: set[_Connection]) -> None:
        self._pages = pages
        self._open = open_connections
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._waiting: deque[tuple[Page, bool]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._last = False  # the request just read asked for, or needs, the end of the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open.discard(self)
        self._transport = None
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        self._received += data
        while not self._last and (end := self._received.find(b"\r\n\r\n")) >= 0:
            request = bytes(self._received[:end]).decode("latin-1")
            del self._received[: end + 4]
            self._accept(request)
        if len(self._received) > _MAX_HEAD:
            self.close()
        self._answer()

    def close(self) -> None:
        """Ends the connection."""
        if self._transport is not None:
            self._transport.close()

    def _accept(self, request: str) -> None:
        first, _, rest = request.partition("\r\n")
        method, _, remainder = first.partition(" ")
        target = remainder.rpartition(" ")[0]
        self._last = _header(rest, "connection").lower() == "close"
        if method not in ("GET", "HEAD"):
            # Its body, if any, is not read: nothing that follows could be told from it.
            self._last = True
            self._waiting.append((error_page(405), False))
            return
        page = find_page(self._pages, _header(rest, "host"), target)
        self._waiting.append((page, method == "HEAD"))

    def _answer(self) -> None:
        while self._waiting and self._timer is None and self._transport is not None:
            page, head = self._waiting.popleft()
            if page.delay:
                later = asyncio.get_running_loop().call_later
                self._timer = later(page.delay, self._answer_late, page, head)
            else:
                self._transport.write(response_bytes(page, head=head))
        if self._last and not self._waiting and self._timer is None:
            self.close()

    def _answer_late(self, page: Page, head: bool) -> None:
        self._timer = None
        if self._transport is not None:
            self._transport.write(response_bytes(page, head=head))
        self._answer()


def _header(headers: str, wanted: str) -> str:
    for line in headers.split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == wanted:
            return value.strip()
    return ""


class _ServerThread(threading.Thread):
    """The server with an event loop of its own. ``port`` is set once ``ready`` is."""

    def __init__(self, pages: Pages, port: int) -> None:
        super().__init__(name="demo-server", daemon=True)
        self._served = pages
        self.port = port
        self.ready = threading.Event()
        self.failure: OSError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as failure:
            self.failure = failure
            self.ready.set()

    async def _serve(self) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        connections: set[_Connection] = set()
        server = await self._loop.create_server(
            lambda: _Connection(self._served, connections), _HOST, self.port
        )
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await self._ending.wait()
        server.close()
        for connection in list(connections):
            connection.close()
        await asyncio.sleep(0)

    def stop(self) -> None:
        """Ends the server and waits until its thread is gone."""
        if self._loop is not None and self._ending is not None:
            self._loop.call_soon_threadsafe(self._ending.set)
        self.join(_START_LIMIT_S)


@contextmanager
def serve(province: Province, port: int = 0) -> Iterator[tuple[str, int]]:
    """Serves the province on loopback while the context lasts; gives host and port (0: any free one).

    Raises OSError when the port cannot be had.
    """
    thread = _ServerThread(province.pages, port)
    thread.start()
    if not thread.ready.wait(_START_LIMIT_S):
        raise OSError("示例服务没有在规定时间内启动")
    if thread.failure is not None:
        raise thread.failure
    try:
        yield _HOST, thread.port
    finally:
        thread.stop()


def main() -> None:
    """Serves the province until interrupted, for a look at it by hand."""
    parser = argparse.ArgumentParser(description="在本机打开示例省的全部网站")
    parser.add_argument("--port", type=int, default=8901, help="端口，默认 8901")
    province = build()
    with serve(province, parser.parse_args().port) as (host, port):
        print(f"示例省已在 http://{host}:{port}/ 打开，按 Host 请求头区分网站，按 Ctrl+C 结束。例如：")
        for site in province.sites[:5]:
            print(f"  curl -H 'Host: {site.host}' http://{host}:{port}/   # {site.site.name}")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("已结束。")


if __name__ == "__main__":
    main()
