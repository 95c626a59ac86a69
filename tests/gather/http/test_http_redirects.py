from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from fault_server import FaultServer, Request, answer

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher


def to(location: str, code: int = 302, **headers: str) -> bytes:
    return answer(f"{code} Moved", b"moved", location=location, **headers)


async def test_a_chain_is_followed_and_kept(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = to("a/公告", 301)
    server.routes["/a/%E5%85%AC%E5%91%8A"] = to("//other.test/end", 308)
    server.routes["/end"] = answer(body=b"end")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert (seen.status, seen.final_url, seen.body) == (FetchStatus.OK, "http://other.test/end", b"end")
    assert [(hop.url, hop.http_status, hop.location) for hop in seen.hops] == [
        ("http://site.test/", 301, "a/公告"),
        ("http://site.test/a/%E5%85%AC%E5%91%8A", 308, "//other.test/end"),
    ]
    assert server.requests[-1].headers["host"] == "other.test"


async def test_a_loop_ends(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = to("/b")
    server.routes["/b"] = to("/")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert (seen.status, len(server.requests), len(seen.hops)) == (FetchStatus.REDIRECT_LOOP, 2, 2)


async def test_http_https_http_is_a_loop(server: FaultServer, quick: Any) -> None:
    async def handler(request: Request, writer: Any) -> None:
        is_https = request.headers.get("x-forwarded-proto") == "https"
        writer.write(to("http://site.test/" if is_https else "https://site.test/"))

    server.routes["/"] = handler
    async with Fetcher(quick()) as fetcher:
        assert (await fetcher.fetch("http://site.test/")).status is FetchStatus.REDIRECT_LOOP
    assert len(server.requests) == 2


async def test_a_site_that_moves_to_https_is_followed_behind_connect_to(
    server: FaultServer, quick: Any
) -> None:
    async def handler(request: Request, writer: Any) -> None:
        is_https = request.headers.get("x-forwarded-proto") == "https"
        writer.write(answer(body=b"home") if is_https else to("https://site.test/"))

    server.routes["/"] = handler
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert (seen.status, seen.final_url) == (FetchStatus.OK, "https://site.test/")


async def test_thirty_hops_are_too_many(server: FaultServer, quick: Any) -> None:
    for number in range(30):
        server.routes[f"/{number}"] = to(f"/{number + 1}")
    server.routes["/30"] = answer(body=b"end")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/0")
        assert (seen.status, len(server.requests)) == (FetchStatus.REDIRECT_LOOP, 21)
        assert (await fetcher.fetch("http://site.test/10")).status is FetchStatus.OK


async def test_a_site_that_wants_its_cookie_back_is_no_loop(server: FaultServer, quick: Any) -> None:
    async def handler(request: Request, writer: Any) -> None:
        has_cookie = "seen=1" in request.headers.get("cookie", "")
        writer.write(answer(body=b"home") if has_cookie else to("/", set_cookie="seen=1; path=/"))

    server.routes["/"] = handler
    async with Fetcher(quick()) as fetcher:
        assert (await fetcher.fetch("http://site.test/")).body == b"home"
        await fetcher.fetch("http://site.test/")
    assert "cookie" not in server.requests[2].headers  # nothing is carried from one fetch to the next


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://127.0.0.1:1/",
        "http://2130706433/",
        "http://user:pw@127.0.0.1:1/",
        "http://site.test@127.0.0.1:1/",
        "http:\\\\127.0.0.1:1\\@site.test/",
        "///127.0.0.1:1/",
        "http:///[::ffff:127.0.0.1]:1/",
    ],
)
async def test_where_no_redirect_may_lead(server: FaultServer, quick: Any, location: str) -> None:
    server.routes["/"] = to(location)
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert seen.status is FetchStatus.REFUSED
    assert [hop.location for hop in seen.hops] == [location]
    assert len(server.requests) == 1


async def test_a_forged_header_line_is_no_header(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = to("/next%0d%0aX-Forged:%201")
    server.routes["/next%0d%0aX-Forged:%201"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert seen.status is FetchStatus.OK
    assert "x-forged" not in server.requests[1].headers


async def test_a_bare_line_break_in_a_location_does_no_harm(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = b"HTTP/1.1 302 Found\r\nlocation: /a\rb\ncontent-length: 0\r\n\r\n"
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert seen.status in (FetchStatus.BAD_RESPONSE, FetchStatus.NOT_FOUND)


async def test_bytes_of_a_location_go_back_as_they_came(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = (
        b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /" + "公告".encode("gbk") + b"\r\n\r\n"
    )
    async with Fetcher(quick()) as fetcher:
        await fetcher.fetch("http://site.test/")
    assert server.paths() == ["/", "/%B9%AB%B8%E6"]


@pytest.mark.parametrize(
    "location",
    [
        "http://user:pw@site.test/end",
        "http:///site.test/end",
        "///site.test/end",
        "/a/%2e%2e/end",
        "/x\rx: y",
    ],
)
async def test_where_browsers_go_on(server: FaultServer, quick: Any, location: str) -> None:
    """No user information is sent: where it is wanted, the answer says so."""
    server.routes["/"] = to(location)
    server.routes["/end"] = server.routes["/x"] = answer(body=b"end")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert (seen.status, seen.body) == (FetchStatus.OK, b"end"), seen.error
    assert "authorization" not in server.requests[-1].headers


async def test_two_addresses_lead_nowhere_and_one_said_twice_leads_there(
    server: FaultServer, quick: Any
) -> None:
    server.routes["/twice"] = to("/end", x="1\r\nlocation: /end")
    server.routes["/two"] = to("/end", x="1\r\nlocation: /other")
    server.routes["/end"] = answer(body=b"end")
    async with Fetcher(quick()) as fetcher:
        assert (await fetcher.fetch("http://site.test/twice")).body == b"end"
        seen = await fetcher.fetch("http://site.test/two")
    assert (seen.status, seen.http_status) == (FetchStatus.BAD_RESPONSE, 302)


async def test_nobody_waits_for_the_page_of_a_redirect(server: FaultServer, quick: Any) -> None:
    """Its length is declared and it never comes."""

    async def handler(request: Request, writer: Any) -> None:
        writer.write(b"HTTP/1.1 302 Found\r\nlocation: /end\r\ncontent-length: 5000\r\n\r\n<html>")
        await writer.drain()
        await asyncio.sleep(300)

    server.routes["/"] = handler
    server.routes["/end"] = answer(body=b"end")
    began = time.monotonic()
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert (seen.status, seen.body, seen.tries) == (FetchStatus.OK, b"end", 1)
    assert time.monotonic() - began < 60
