"""Answers within and beside the letter of HTTP, behind the links of one town: none of them proves a dead link."""

from __future__ import annotations

import gzip

from raw_server import Talk, answer, then_close
from small_sites import html

PAGE = html("办事指南", "<p>本页是办事事项的说明，请按要求准备材料。</p>").encode()
_WHOLE = answer(body=PAGE)


def _with(head: bytes) -> bytes:
    return _WHOLE.replace(b"\r\n", b"\r\n" + head, 1)


def _chunked(head: bytes = b"", extension: bytes = b"", trailer: bytes = b"", body: bytes = PAGE) -> bytes:
    sent = b"%x%s\r\n%s\r\n0\r\n%s\r\n" % (len(body), extension, body, trailer)
    start = b"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n"
    return start + head + b"transfer-encoding: chunked\r\n\r\n" + sent


def _moved(location: bytes) -> bytes:
    return b"HTTP/1.1 302 Found\r\nlocation: " + location + b"\r\ncontent-length: 0\r\n\r\n"


def _lets_in_with_cookies(talk: Talk) -> None:
    """One cookie a step; with both the page comes."""
    given = talk.asked.headers.get("cookie", "")
    if "a=1" in given and "b=2" in given:
        talk.send(_WHOLE if talk.asked.method == "GET" else _WHOLE.removesuffix(PAGE))
        return
    cookie = b"b=2" if "a=1" in given else b"a=1"
    talk.send(_moved(talk.asked.path.encode()).replace(b"\r\n", b"\r\nset-cookie: " + cookie + b"\r\n", 1))


def _empty(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n".encode()


GBK = PAGE.decode().encode("gb18030")
#: What a browser shows and we read: no finding at all.
READ: dict[str, object] = {
    "early hints": b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n" + _WHOLE,
    "fifty 100s": b"HTTP/1.1 100 Continue\r\n\r\n" * 50 + _WHOLE,
    "400 headers": _with(b"".join(b"x-%d: 1\r\n" % number for number in range(400))),
    "a header of 30 KB": _with(b"x-a: " + b"a" * 30_000 + b"\r\n"),
    "chunk extensions and trailers": _chunked(extension=b';a="b"', trailer=b"x-t: 1\r\nset-cookie: a=b\r\n"),
    "headers in GBK": _with("server: 服务器\r\n".encode("gb18030")),
    "line feeds alone": then_close(_WHOLE.replace(b"\r\n", b"\n")),
    "no reason": _WHOLE.replace(b"200 OK", b"200", 1),
    "to an address in UTF-8": _moved("/公告/1.html".encode()),
    "to an address in GBK": _moved("/公告/1.html".encode("gb18030")),
    "cookies first": _lets_in_with_cookies,
    "the whole as a part": _with(b"content-range: bytes 0-%d/%d\r\n" % (len(PAGE) - 1, len(PAGE))).replace(
        b"200 OK", b"206 Partial Content", 1
    ),
    "utf8mb4": _WHOLE.replace(b"charset=utf-8", b"charset=utf8mb4", 1),
    "GB18030-2022": answer(body=GBK, content_type="text/html; charset=GB18030-2022"),
    "a codec that is no charset": _WHOLE.replace(b"charset=utf-8", b"charset=zlib_codec", 1),
    "junk behind gzip": answer(body=gzip.compress(PAGE) + b"junk", content_encoding="gzip"),
    "a length twice": _with(b"content-length: %d\r\n" % len(PAGE)),
    "a length and chunks": _chunked(b"content-length: 7\r\n"),
    "lines that are no headers": _with("服务器\r\nx a: 1\r\n: 2\r\n".encode("gb18030")),
    "more behind the end": then_close(_WHOLE + b"more"),
    "the length before packing": then_close(
        _WHOLE.replace(b"\r\n", b"\r\ncontent-encoding: gzip\r\n", 1).replace(PAGE, gzip.compress(PAGE))
    ),
    "broken cookies": _with(b"set-cookie: =;;;\r\nset-cookie: a b=c\r\n"),
}
#: What proves nothing either way.
UNREAD: dict[str, object] = {
    "a header of 1 MB": _with(b"x-a: " + b"a" * 1_000_000 + b"\r\n"),
    "10,000 headers": _with(b"".join(b"x-%d: 1\r\n" % number for number in range(10_000))),
    "another length": _with(b"content-length: 5\r\n"),
    "a length below zero": then_close(_chunked().replace(b"\r\n\r\n", b"\r\n\r\n-5\r\nhello\r\n", 1)),
    "no status line": then_close(PAGE),
    "port 0": _moved(b"http://a.gov.example:0/"),
    "port 65536": _moved(b"http://a.gov.example:65536/"),
    "no IPv6 address": _moved(b"http://[::zz]/"),
    "a login": b"HTTP/1.1 401 No\r\nwww-authenticate: Basic realm=x\r\ncontent-length: 0\r\n\r\n",
    "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "304": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "another protocol first": then_close(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n"),
    **{code: _empty(f"{code} No") for code in ("417", "421", "426", "428", "431", "511")},
    "a part": answer("206 Partial Content", PAGE[:60], content_range="bytes 0-59/4000"),
    "wide characters": answer(body=PAGE.decode().encode("utf-32")),
}
