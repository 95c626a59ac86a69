from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest
from fault_server import FaultServer, answer, counted, drip, then_close, then_reset
from waiting import until_then

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response


async def fetch(settings: Any, path: str = "/", host: str = "http://site.test", **options: Any) -> Response:
    async with Fetcher(settings) as fetcher:
        return await fetcher.fetch(host + path, **options)


async def test_it_works(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body="朱镕基".encode("gbk"), content_type="text/html; charset=gb2312")
    seen = await fetch(quick(contact="https://inspect.test/about"))
    assert (seen.status, seen.http_status, seen.tries, seen.error) == (FetchStatus.OK, 200, 1, "")
    assert seen.decoded.text == "朱镕基"
    assert seen.header("Content-Type") == seen.content_type == "text/html; charset=gb2312"
    assert server.requests[0].headers["user-agent"].startswith("xuncha/")
    assert server.requests[0].headers["user-agent"].endswith("(+https://inspect.test/about)")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://site.test/", "site.test"),
        ("http://site.test:8080/", "site.test:8080"),
        ("https://site.test/", "site.test"),
        ("https://site.test:80/", "site.test:80"),
        ("https://site.test:8443/", "site.test:8443"),
        ("http://中国政府.政务/", "xn--fiqs8sirgfmh.xn--zfr164b"),
    ],
)
async def test_connect_to_keeps_the_host_header(server: FaultServer, quick: Any, url: str, host: str) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch(url)
    assert seen.status is FetchStatus.OK
    assert server.requests[0].headers["host"] == host


async def test_connect_to_by_name(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")

    async def lookup(host: str) -> list[str]:
        assert host == "replay.test"
        return ["127.0.0.1"]

    async with Fetcher(quick(connect_to=("replay.test", server.port)), lookup=lookup) as fetcher:
        assert (await fetcher.fetch("http://site.test/")).status is FetchStatus.OK


async def test_broken_escapes_and_chinese_reach_the_server(server: FaultServer, quick: Any) -> None:
    await fetch(quick(), "/%C8A/公告?x=%zz#part")
    assert server.paths() == ["/%C8A/%E5%85%AC%E5%91%8A?x=%zz"]


@pytest.mark.parametrize(
    ("path", "reply", "status"),
    [
        ("/refused-head", then_close(b"rubbish that is not http\r\n\r\n"), FetchStatus.BAD_RESPONSE),
        ("/reset", then_reset(b""), FetchStatus.RESET),
        ("/closed", then_close(b""), FetchStatus.RESET),
        ("/half", then_close(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"), FetchStatus.RESET),
        ("/half-reset", then_reset(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"), FetchStatus.RESET),
        (
            "/chunk",
            then_close(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            FetchStatus.RESET,
        ),
        ("/gz", answer(body=b"not gzip", content_encoding="gzip"), FetchStatus.BAD_RESPONSE),
        ("/layers", answer(body=b"x", content_encoding="br, br, br, br, br"), FetchStatus.BAD_RESPONSE),
        (
            "/cut",
            answer(body=gzip.compress(b"x" * 999, mtime=0)[:-9], content_encoding="gzip"),
            FetchStatus.BAD_RESPONSE,
        ),
        (
            "/length",
            b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 1\r\n\r\nx",
            FetchStatus.BAD_RESPONSE,
        ),
        ("/five", answer("500 Oops", b"x"), FetchStatus.SERVER_ERROR),
        ("/gone", answer("410 Gone", b"x"), FetchStatus.NOT_FOUND),
        ("/waf", answer("412 No", b"<script>x</script>", set_cookie="a=b"), FetchStatus.BLOCKED),
        ("/nowhere", answer("302 Found", b""), FetchStatus.BAD_RESPONSE),
    ],
)
async def test_how_an_answer_can_fail(
    server: FaultServer, quick: Any, path: str, reply: Any, status: FetchStatus
) -> None:
    server.routes[path] = reply
    seen = await fetch(quick(), path)
    assert seen.status is status
    assert any("\u4e00" <= char <= "\u9fff" for char in seen.error)


async def test_a_longer_body_than_declared_proves_nothing_gone(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = then_close(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhello")
    seen = await fetch(quick())
    assert seen.status in (FetchStatus.OK, FetchStatus.BAD_RESPONSE)
    assert not seen.status.is_gone


async def test_what_came_before_a_break_is_kept(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = then_reset(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
    seen = await fetch(quick())
    assert (seen.http_status, seen.body) == (200, b"half")


async def test_nobody_listens(quick: Any, closed_port: int) -> None:
    seen = await fetch(quick(connect_to=("127.0.0.1", closed_port), retries=2))
    assert (seen.status, seen.tries, seen.http_status) == (FetchStatus.CONNECT, 3, None)
    assert "拒绝连接" in seen.error


async def test_the_declared_size_alone_is_too_large(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = b"HTTP/1.1 200 OK\r\ncontent-length: 5368709120\r\n\r\nMZ"
    seen = await fetch(quick())
    assert (seen.status, seen.http_status, seen.body) == (FetchStatus.TOO_LARGE, 200, b"")


async def test_endless_chunks_stop_at_the_cap(server: FaultServer, quick: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    server.routes["/"] = drip(head, b"4000\r\n" + b"x" * 0x4000 + b"\r\n", every_s=0)
    seen = await fetch(quick(max_wire_bytes=1 << 20))
    assert seen.status is FetchStatus.TOO_LARGE
    assert len(seen.body) == 1 << 20


async def test_a_bomb_over_the_wire(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=gzip.compress(bytes(50 << 20)), content_encoding="gzip")
    seen = await fetch(quick(max_body_bytes=1 << 20))
    assert seen.status is FetchStatus.TOO_LARGE
    assert len(seen.body) == 1 << 20
    assert "解压" in seen.error


async def test_a_cap_of_its_own(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"x" * 1000)
    assert (await fetch(quick(), max_body_bytes=999)).status is FetchStatus.TOO_LARGE
    assert (await fetch(quick(), max_body_bytes=1000)).status is FetchStatus.OK


async def test_head_refused_and_get_fine(server: FaultServer, quick: Any) -> None:
    async def handler(request: Any, writer: asyncio.StreamWriter) -> None:
        writer.write(answer("405 Not Allowed") if request.method == "HEAD" else answer(body=b"fine"))

    server.routes["/"] = handler
    async with Fetcher(quick()) as fetcher:
        assert not (await fetcher.fetch("http://a.test/", method="HEAD")).status.is_gone
        assert (await fetcher.fetch("http://a.test/")).status is FetchStatus.OK


async def test_head_reads_no_body(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n"
    async with Fetcher(quick()) as fetcher:
        for _ in range(3):
            seen = await fetcher.fetch("http://a.test/", method="HEAD")
            assert (seen.status, seen.body) == (FetchStatus.OK, b"")
    assert server.accepted == 1


async def test_connections_are_used_again(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"x" * 100_000)
    async with Fetcher(quick()) as fetcher:
        for _ in range(10):
            assert (await fetcher.fetch("http://a.test/")).status is FetchStatus.OK
    assert server.accepted == 1


async def test_large_headers_are_read(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"x", content_security_policy="a" * 30_000)
    assert (await fetch(quick())).status is FetchStatus.OK


@pytest.mark.parametrize("code", [500, 502, 503, 504, 429])
async def test_what_is_tried_again(server: FaultServer, quick: Any, code: int) -> None:
    server.routes["/"] = counted(answer(f"{code} Busy", b"x"), answer(body=b"ok"))
    seen = await fetch(quick(retries=2))
    assert (seen.status, seen.tries) == (FetchStatus.OK, 2)


@pytest.mark.parametrize("code", [200, 404, 403, 400, 501])
async def test_what_is_not(server: FaultServer, quick: Any, code: int) -> None:
    server.routes["/"] = answer(f"{code} X", b"<p>hello</p>")
    assert (await fetch(quick(retries=2))).tries == len(server.requests) == 1


async def test_a_reset_is_tried_again_and_counted(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = then_reset(b"")
    seen = await fetch(quick(retries=2))
    assert (seen.status, seen.tries) == (FetchStatus.RESET, 3)
    assert len(server.requests) >= 3


async def test_an_error_for_ever_is_an_error(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer("503 Busy", b"x")
    seen = await fetch(quick(retries=2))
    assert (seen.status, seen.tries, len(server.requests)) == (FetchStatus.SERVER_ERROR, 3, 3)


async def test_the_names_of_no_host(quick: Any) -> None:
    import socket

    async def lookup(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    async with Fetcher(quick(connect_to=None, retries=2), lookup=lookup) as fetcher:
        seen = await fetcher.fetch("http://nobody.test/")
    assert (seen.status, seen.tries) == (FetchStatus.DNS, 1)


async def test_a_name_server_in_trouble_is_asked_again(quick: Any) -> None:
    import socket

    asked = []

    async def lookup(host: str) -> list[str]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "later")

    async with Fetcher(quick(connect_to=None, retries=2), lookup=lookup) as fetcher:
        assert (await fetcher.fetch("http://nobody.test/")).status is FetchStatus.DNS
    assert len(asked) == 3


async def test_cancelling_leaves_nothing_behind(server: FaultServer, quick: Any) -> None:
    server.routes["/slow"] = drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x")
    server.routes["/"] = answer(body=b"ok")
    before = asyncio.all_tasks()
    async with Fetcher(quick(connections=2, deadline_s=600)) as fetcher:
        for _ in range(3):
            tasks = [asyncio.create_task(fetcher.fetch("http://a.test/slow")) for _ in range(6)]
            await until_then(lambda: server.active == 2)
            for task in tasks:
                task.cancel()
            assert all(
                isinstance(end, asyncio.CancelledError)
                for end in await asyncio.gather(*tasks, return_exceptions=True)
            )
            # The server learns of it when it next sends something.
            await until_then(lambda: server.active == 0)
        assert (await fetcher.fetch("http://a.test/")).status is FetchStatus.OK
    await until_then(lambda: not [t for t in asyncio.all_tasks() - before if "_serve" not in repr(t)])
