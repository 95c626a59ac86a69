"""HTTP/1.1 as Chromium speaks it to a proxy: one request read, one answer written."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from xuncha.gather.http.answer import Answer

#: Longest head and body of a request that a page may send.
HEAD_CAP = 128 << 10
BODY_CAP = 1 << 20
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-connection",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "host",
        "content-length",
    }
)
#: Headers of an answer that would lead the browser past the proxy, or no longer describe the body.
_NOT_PASSED_ON = _HOP_BY_HOP | {"alt-svc", "strict-transport-security", "proxy-authenticate"}
_BODILESS = frozenset({204, 304})


class BadRequestError(ValueError):
    """The browser sent what we do not take; the connection is closed."""


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """One request of the browser. ``target`` is an address, a path or, for CONNECT, host and port."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first value of a header given in lower case, empty when absent."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """The headers that are meant for the server."""
        return tuple((key, value) for key, value in self.headers if key.lower() not in _HOP_BY_HOP)


async def read_request(reader: asyncio.StreamReader) -> ProxyRequest | None:
    """The next request, None when the browser has closed the connection.

    Raises:
        BadRequestError: not a request, or one over the caps.
    """
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise BadRequestError("head too long") from None
    first, *lines = head[:-4].split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise BadRequestError("not a request line")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    request = ProxyRequest(parts[0], parts[1], headers)
    length = request.header("content-length") or "0"
    if request.header("transfer-encoding") or not length.isdigit() or int(length) > BODY_CAP:
        raise BadRequestError("body over the cap")
    body = await reader.readexactly(int(length)) if int(length) else b""
    return ProxyRequest(parts[0], parts[1], headers, body)


def refusal(code: int, why: str) -> bytes:
    """An answer of our own in place of the server's."""
    body = why.encode()
    head = f"HTTP/1.1 {code} Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def passed_on(answer: Answer) -> bytes:
    """A server's whole answer, framed anew."""
    lines = [answer.status_line or b"HTTP/1.1 502 "]
    for name, value in answer.raw_headers:
        if name.decode("latin-1").lower() not in _NOT_PASSED_ON:
            lines.append(name + b": " + value)
    if answer.http_status not in _BODILESS and answer.method != "HEAD":
        lines.append(b"Content-Length: %d" % len(answer.raw))
    head = b"\r\n".join(lines) + b"\r\n\r\n"
    return head if answer.method == "HEAD" else head + answer.raw
