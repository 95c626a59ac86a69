"""A server of plain sockets on loopback: what it sends is written byte by byte, and every connection is counted.

It runs in threads of its own, so that a command in another process can be tested against it.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

#: Anything a test calls a whole answer: HTML text, raw bytes as sent, or a function that talks.
Reply = "str | bytes | Callable[[Talk], None]"
_LISTEN = 256


def answer(status: str = "200 OK", body: bytes = b"", **headers: str) -> bytes:
    """A whole response; ``content_type="…"`` becomes ``content-type: …``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("content-type", "text/html; charset=utf-8")
    named.setdefault("content-length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


@dataclass(frozen=True)
class Asked:
    """One request as it came in. ``path`` includes the query, as sent."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Talk:
    """One request and the socket on which to answer it."""

    asked: Asked
    peer: socket.socket
    stopped: threading.Event
    open: bool = True

    def send(self, data: bytes) -> None:
        """Write bytes as they are."""
        self.peer.sendall(data)

    def close(self) -> None:
        """End the connection in good order."""
        self.open = False

    def reset(self) -> None:
        """Break the connection off."""
        self.open = False
        raw = self.peer.unwrap() if isinstance(self.peer, ssl.SSLSocket) else self.peer
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def wait(self, seconds: float) -> bool:
        """Sleep; False when the server stops meanwhile."""
        return not self.stopped.wait(seconds)


@dataclass
class RawServer:
    """``hosts``: replies by host name and path; the host ``*`` stands for every other. 404 where nothing fits.

    A path is looked up with its query, then without it, then as ``*``.
    """

    hosts: dict[str, dict[str, object]] = field(default_factory=dict)
    address: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    accepted: int = 0
    active: int = 0
    most_active: int = 0
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((self.address, self.port))
        self._listener.listen(_LISTEN)
        self.port = self._listener.getsockname()[1]
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._peers: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def cut(self) -> None:
        """Stop at once, as if the cable were pulled: nobody listens any more, and talks under way end."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            peers, self._peers = self._peers, set()
        for peer in peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                peer.close()

    @property
    def at(self) -> str:
        """``ADDR:PORT``."""
        return f"{self.address}:{self.port}"

    def paths(self, host: str = "") -> list[str]:
        """What was asked for, in order, of one host or of all."""
        return [asked.path for asked in list(self.asked) if not host or asked.host == host]

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError, ValueError):
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls is not None:
                peer = self.tls.wrap_socket(peer, server_side=True)
            with self._lock:
                if self._stopped.is_set():
                    peer.close()
                    return
                self._peers.add(peer)
            while self._one(peer):
                pass
        with self._lock:
            self._peers.discard(peer)
        with contextlib.suppress(OSError):
            peer.close()

    def _one(self, peer: socket.socket) -> bool:
        """Answer one request; False when the connection is over."""
        head = b""
        while b"\r\n\r\n" not in head:
            piece = peer.recv(65536)
            if not piece:
                return False
            head += piece
        talk = Talk(_asked(head), peer, self._stopped)
        with self._lock:
            self.asked.append(talk.asked)
            self.active += 1
            self.most_active = max(self.most_active, self.active)
        try:
            _reply(self._find(talk.asked), talk)
        finally:
            with self._lock:
                self.active -= 1
        return talk.open and not self._stopped.is_set()

    def _find(self, asked: Asked) -> object:
        pages = self.hosts.get(asked.host, self.hosts.get("*", {}))
        for path in (asked.path, asked.path.partition("?")[0], "*"):
            if path in pages:
                return pages[path]
        return answer("404 Not Found", "<title>404</title><p>您访问的页面不存在</p>".encode())


def _asked(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    host = headers.get("host", "").lower()
    name = host if host.startswith("[") else host.partition(":")[0]
    return Asked(method, name, path, headers, time.monotonic())


def _reply(found: object, talk: Talk) -> None:
    if callable(found):
        found(talk)
        return
    data = answer(body=found.encode()) if isinstance(found, str) else found
    assert isinstance(data, bytes)
    if talk.asked.method == "HEAD":
        data = data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    talk.send(data)


def drip(head: bytes, dripped: bytes, every_s: float = 0.05) -> Callable[[Talk], None]:
    """Sends the head at once and then single pieces, for ever."""

    def talks(talk: Talk) -> None:
        talk.send(head)
        while talk.wait(every_s):
            talk.send(dripped)

    return talks


def then_close(data: bytes) -> Callable[[Talk], None]:
    """Sends the bytes and closes in good order."""

    def talks(talk: Talk) -> None:
        talk.send(data)
        talk.close()

    return talks


def then_reset(data: bytes) -> Callable[[Talk], None]:
    """Sends the bytes and breaks the connection off."""

    def talks(talk: Talk) -> None:
        talk.send(data)
        talk.wait(0.05)
        talk.reset()

    return talks


def hang(talk: Talk) -> None:
    """Says nothing at all."""
    while talk.wait(0.5):
        pass


def by_method(head: object, get: object) -> Callable[[Talk], None]:
    """One answer for HEAD, another for GET."""

    def talks(talk: Talk) -> None:
        _reply(head if talk.asked.method == "HEAD" else get, talk)

    return talks


def in_turn(*replies: object) -> Callable[[Talk], None]:
    """Each reply in turn, the last one for ever."""
    left = list(replies)

    def talks(talk: Talk) -> None:
        _reply(left.pop(0) if len(left) > 1 else left[0], talk)

    return talks


def endless_chunks(piece: bytes) -> Callable[[Talk], None]:
    """A chunked body that never ends."""

    def talks(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n")
        chunk = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
        while not talk.stopped.is_set():
            talk.send(chunk)

    return talks
