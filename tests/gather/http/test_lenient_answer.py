"""Answers beside the letter of HTTP; what is shown and what is refused was compared with Chromium, shape by shape."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest
from fault_server import FaultServer, answer, then_close
from test_http_tls import lookup, server_context, settings

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response

PAGE = b"<html><body>" + "办事指南".encode() + b" WHOLE</body></html>"
LENGTH = b"content-length: %d\r\n" % len(PAGE)
TYPE = b"content-type: text/html; charset=utf-8\r\n"
SIZE = b"%x" % len(PAGE)
PACKED = gzip.compress(PAGE)
GZIP = b"content-encoding: gzip\r\n"


def said(head: bytes = LENGTH, body: bytes = PAGE, start: bytes = b"HTTP/1.1 200 OK\r\n") -> bytes:
    return start + TYPE + head + b"\r\n" + body


def chunked(
    head: bytes = b"",
    size: bytes = SIZE,
    line: bytes = b"\r\n",
    end: bytes = b"0\r\n\r\n",
    page: bytes = PAGE,
) -> bytes:
    return said(head + b"transfer-encoding: chunked\r\n", size + line + page + line + end)


SHOWN = {
    "length twice": said(LENGTH * 2),
    "length as a list": said(b"content-length: %d, %d\r\n" % (len(PAGE), len(PAGE))),
    "length and chunks": chunked(LENGTH),
    "another length and chunks": chunked(b"content-length: 5\r\n"),
    **{
        f"length {value}": said(f"connection: close\r\ncontent-length: {value}\r\n".encode())
        for value in ("-1", "+9", "abc", "", "9.0")
    },
    "length of 5,000 digits": said(b"connection: close\r\ncontent-length: " + b"9" * 5000 + b"\r\n"),
    "no colon": said(b"nonsense\r\n" + LENGTH),
    "no colon, in GBK": said("服务器\r\n".encode("gbk") + LENGTH),
    "a name in GBK": said("服务: 1\r\n".encode("gbk") + LENGTH),
    "blanks in names": said(b"X A: 1\r\nX-B : 2\r\n: 3\r\n" + LENGTH),
    "a folded header": said(b"x(a): 1\r\nx-b: 1\r\n  2\r\n" + LENGTH),
    "a lone return": said(b"x-a: a\rb\r\n" + LENGTH),
    "identity": said(b"transfer-encoding: identity\r\n" + LENGTH),
    "chunks by line feeds": chunked(line=b"\n", end=b"0\n\n"),
    "chunks with odd extensions": chunked(size=SIZE + b" ; a=\x01"),
    "chunks and a broken trailer": chunked(end=b"0\r\nnonsense\r\n\r\n"),
    "more behind the chunks": chunked(end=b"0\r\n\r\nmore"),
    "more behind the end": said(body=PAGE + b"more"),
    "an old version": said(start=b"http/1 200 OK\r\n"),
    "no version": said(start=b"HTTP 200 OK\r\n"),
    "odd blanks": said(start=b"HTTP/1.1\t 200\tOK\r\n"),
    "no blank": said(start=b"HTTP/1.1 200OK\r\n"),
    "no code": said(start=b"HTTP/1.1\r\n"),
    "a mark before": said(start=b"\xef\xbb\xbfHTTP/1.1 200 OK\r\n"),
    "a broken 100 before": said(start=b"HTTP/1.1 100 Go on\r\nnonsense\r\n\r\nHTTP/1.1 200 OK\r\n"),
    "2,000 headers": said(b"".join(b"x-%d: 1\r\n" % n for n in range(2000)) + LENGTH),
    "a header of 200 KB": said(b"x-a: " + b"a" * 200_000 + b"\r\n" + LENGTH),
    "the length before packing": said(GZIP + b"content-length: 900\r\n", PACKED),
    "a wrong check sum": said(GZIP, PACKED[:-8] + b"checksum"),
    "no check sum": said(GZIP, PACKED[:-8]),
}
REFUSED = {
    "two lengths": said(b"content-length: 5\r\n" + LENGTH),
    "no length, and the connection stays open": said(b"content-length: abc\r\n"),
    "NUL in the head": said(b"x-a: a\0b\r\n" + LENGTH),
    "a header of 300 KB": said(b"x-a: " + b"a" * 300_000 + b"\r\n" + LENGTH),
    "no status line": PAGE,
    "no chunks": said(b"transfer-encoding: chunked\r\n"),
    "a chunk of no size": chunked(size=b"0x" + SIZE),
    "half": said(GZIP + b"content-length: 900\r\n", PACKED[:-20]),
    "half of what is declared": said(body=PAGE[:20]),
    "packed otherwise": said(GZIP, zlib.compress(PAGE)),
}


async def twice(server: FaultServer, quick: Any, reply: bytes) -> tuple[Response, Response]:
    """The second time the server is known to answer oddly."""
    server.routes["/"] = then_close(reply)
    async with Fetcher(quick(give_up_after=0)) as fetcher:
        return await fetcher.fetch("http://site.test/"), await fetcher.fetch("http://site.test/")


@pytest.mark.parametrize("name", SHOWN)
async def test_what_browsers_show_is_read(server: FaultServer, quick: Any, name: str) -> None:
    for seen in await twice(server, quick, SHOWN[name]):
        assert (seen.status, seen.http_status, seen.body) == (FetchStatus.OK, 200, PAGE)
        assert seen.content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", REFUSED)
async def test_what_no_browser_shows_is_not_read(server: FaultServer, quick: Any, name: str) -> None:
    for seen in await twice(server, quick, REFUSED[name]):
        assert seen.status in (FetchStatus.BAD_RESPONSE, FetchStatus.RESET)


async def test_a_redirect_a_head_and_a_missing_page(server: FaultServer, quick: Any) -> None:
    odd = b"nonsense\r\nx b: 1\r\n"
    server.routes["/"] = (
        b"HTTP/1.1 302 Found\r\n" + odd + b"location: \\odd\\page\r\ncontent-length: 0\r\n\r\n"
    )
    server.routes["/odd/page"] = said(odd + LENGTH, start=b"HTTP/1.1 404 No\r\n")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
        assert (seen.status, seen.final_url) == (FetchStatus.NOT_FOUND, "http://site.test/odd/page")
        server.routes["/head"] = then_close(said(odd + LENGTH, b""))
        head = await fetcher.fetch("http://site.test/head", method="HEAD")
        assert (head.status, head.body) == (FetchStatus.OK, b"")


async def test_through_tls_with_a_large_body(quick: Any) -> None:
    large = PAGE * 20_000
    reply = said(b"nonsense\r\ncontent-length: %d\r\n" % len(large), large)
    pages: Any = {"/": reply, "/b": answer(body=b"b")}
    async with (
        FaultServer(pages, tls=server_context()) as server,
        Fetcher(settings(quick), lookup=lookup) as fetcher,
    ):
        seen = await fetcher.fetch(f"https://site.test:{server.port}/")
        second = await fetcher.fetch(f"https://site.test:{server.port}/b")
    assert (seen.status, seen.body, seen.tls_note) == (FetchStatus.OK, large, "证书为自签名")
    assert second.body == b"b"


async def test_the_caps_hold_here_too(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = said(b"connection: close\r\ncontent-length: abc\r\n", b"x" * 3_000_000)
    async with Fetcher(quick(max_wire_bytes=1 << 20)) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert (seen.status, len(seen.body)) == (FetchStatus.TOO_LARGE, 1 << 20)
