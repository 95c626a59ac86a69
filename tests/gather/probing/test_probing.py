"""Samples against servers that misbehave: each ends within the limit, under its own word, and counts only when it may."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from fault_server import FaultServer, answer, drip, then_reset

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.probing.references import References
from xuncha.gather.probing.sample import Taken, probe_settings, take
from xuncha.gather.probing.sweep import Sweep, Target

CERTIFICATE = Path(__file__).parents[1] / "http" / "self_signed_for_tests.pem"
LOOPBACK = (ip_network("127.0.0.0/8"),)


def settings(**changes: Any) -> FetchSettings:
    """Patient with our own machine, unless the limit is what is looked at."""
    return replace(probe_settings(1000, 20, 120.0), **{"allow_net": LOOPBACK, **changes})


async def names(host: str) -> Sequence[str]:
    if host.startswith("down"):
        raise socket.gaierror(socket.EAI_NONAME, "none")
    return ["127.0.0.1"]


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running


async def sampled(url: str, **changes: Any) -> Taken:
    async with Fetcher(settings(**changes), lookup=names) as fetcher:
        return await take(fetcher, "9901000001", url)


async def outcome(url: str, **changes: Any) -> tuple[str, bool]:
    taken = await sampled(url, **changes)
    return taken.sample.outcome, taken.sample.valid


async def test_a_page_that_opens(server: FaultServer) -> None:
    server.routes["/"] = answer(body=b"<p>home</p>")
    taken = await sampled(f"http://a.example:{server.port}/")
    assert (taken.sample.outcome, taken.sample.valid, taken.note) == ("200", True, "")
    assert taken.sample.elapsed_ms is not None
    assert taken.sample.at.utcoffset() is not None
    assert server.accepted == 1


@pytest.mark.parametrize("code", ["404 Not Found", "503 Service Unavailable", "403 Forbidden"])
async def test_an_answer_is_kept_as_it_was_and_asked_for_once(server: FaultServer, code: str) -> None:
    server.routes["/"] = answer(code, b"x")
    assert await outcome(f"http://a.example:{server.port}/") == (code[:3], True)
    assert len(server.requests) == 1


async def test_a_page_that_drips_ends_at_the_limit(attentive: None, server: FaultServer) -> None:
    server.routes["/"] = drip(b"HTTP/1.1 200 OK\r\ncontent-length: 90000\r\n\r\n", b"x")
    taken = await sampled(f"http://a.example:{server.port}/", deadline_s=1.0)
    assert taken.sample.outcome == "timeout"
    assert taken.sample.elapsed_ms is not None
    assert 990 <= taken.sample.elapsed_ms < 60_000


async def test_a_header_that_drips_ends_at_the_limit(attentive: None, server: FaultServer) -> None:
    server.routes["/"] = drip(b"HTTP/1.1 200 OK\r\n", b"x")
    assert await outcome(f"http://a.example:{server.port}/", deadline_s=1.0) == ("timeout", True)


async def test_a_name_server_that_hangs_ends_at_the_limit(attentive: None) -> None:
    async def hangs(host: str) -> Sequence[str]:
        await asyncio.sleep(300)
        return []

    async with Fetcher(settings(deadline_s=1.0), lookup=hangs) as fetcher:
        taken = await take(fetcher, "9901000001", "http://slow.example/")
    assert taken.sample.outcome == "timeout"


async def test_refused_reset_and_unknown_names(server: FaultServer, closed_port: int) -> None:
    server.routes["/"] = then_reset(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx")
    assert await outcome(f"http://a.example:{closed_port}/") == ("connect", True)
    assert await outcome(f"http://a.example:{server.port}/") == ("reset", True)
    assert await outcome("http://down.example/") == ("dns", True)


async def test_redirects_are_followed_and_a_loop_does_not_open(server: FaultServer) -> None:
    server.routes["/"] = answer("302 Found", location="/new/")
    server.routes["/new/"] = answer(body=b"ok")
    server.routes["/loop"] = answer("302 Found", location="/loop")
    assert await outcome(f"http://a.example:{server.port}/") == ("200", True)
    assert await outcome(f"http://a.example:{server.port}/loop") == ("508", True)


async def test_a_bad_certificate_is_noted_but_the_page_opens() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    async with FaultServer({"/": answer(body=b"ok")}, tls=context) as server:
        taken = await sampled(f"https://a.example:{server.port}/")
    assert taken.sample.outcome == "200"
    assert "证书" in taken.note


MAINTENANCE = "<html><title>提示</title><p>系统维护中，请稍后访问。</p>".encode()
FIREWALL = "<title>提示</title><p>您的请求已被网站防火墙拦截</p>".encode()
FULL = "<title>县</title>".encode() + "<a href='/x/'>本站正在维护的专栏</a>".encode() * 12


@pytest.mark.parametrize(
    ("body", "page"),
    [
        (MAINTENANCE, FetchStatus.SUSPENDED),
        (FIREWALL, FetchStatus.BLOCKED),
        (b" \r\n", FetchStatus.EMPTY),
        (b"<html><b>Fatal error</b>: Uncaught Error in /www/index.php:3", FetchStatus.SERVER_ERROR),
        (b"ok", FetchStatus.OK),
        (b"<script src='/app.js'></script><div id='app'></div>", FetchStatus.OK),
        (b"<meta http-equiv='refresh' content='0;url=/new/'>", FetchStatus.OK),
        (FULL, FetchStatus.OK),
        (FULL + b"x" * (2 << 20), FetchStatus.OK),
    ],
)
async def test_what_stands_in_place_of_the_home_page_is_told(
    server: FaultServer, body: bytes, page: FetchStatus
) -> None:
    server.routes["/"] = answer(body=body)
    taken = await sampled(f"http://a.example:{server.port}/")
    assert (taken.sample.outcome, taken.sample.valid, taken.sample.page) == ("200", True, page)
    assert taken.note == ("" if page is FetchStatus.OK else page.label)


async def test_an_error_by_its_number_is_that_whatever_it_says(server: FaultServer) -> None:
    server.routes["/"] = answer("503 Service Unavailable", MAINTENANCE)
    taken = await sampled(f"http://a.example:{server.port}/")
    assert (taken.sample.outcome, taken.sample.page) == ("503", FetchStatus.OK)


async def test_no_tls_where_tls_should_be() -> None:
    async def speaks_plainly(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer("400 Bad Request", b"plain"))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(speaks_plainly, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await outcome(f"https://a.example:{port}/") == ("tls", True)


async def test_an_address_closed_to_us_is_no_sample_of_the_site(server: FaultServer) -> None:
    taken = await sampled(f"http://a.example:{server.port}/", allow_net=())
    assert not taken.sample.valid
    assert server.accepted == 0


async def test_each_sample_opens_a_connection_of_its_own(server: FaultServer) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(settings(), lookup=names) as fetcher:
        for _ in range(3):
            await take(fetcher, "9901000001", f"http://a.example:{server.port}/")
    assert server.accepted == 3


async def swept(targets: list[Target], reference: str) -> dict[str, Taken]:
    found: list[Taken] = []
    limits = settings(connect_to=None)
    await Sweep(limits, References(limits, (reference,) if reference else ()), found.extend).run(targets)
    assert len(found) == len(targets)
    return {taken.site_code: taken for taken in found}


async def test_a_round_says_whose_network_was_down(server: FaultServer, closed_port: int) -> None:
    server.routes["/"] = answer(body=b"ok")
    here, dead = f"http://127.0.0.1:{server.port}/", f"http://127.0.0.1:{closed_port}/"
    targets = [Target("a", here), Target("b", dead)]
    with_network = await swept(targets, here)
    assert {code: taken.sample.valid for code, taken in with_network.items()} == {"a": True, "b": True}
    without = await swept(targets, dead)
    assert {code: taken.sample.valid for code, taken in without.items()} == {"a": True, "b": False}
    unasked = await swept(targets, "")
    assert unasked["b"].sample.valid


async def test_a_round_keeps_no_more_connections_than_allowed(server: FaultServer) -> None:
    async def slow(_: Any, writer: Any) -> None:
        await asyncio.sleep(0.02)
        writer.write(answer(body=b"ok"))

    server.routes["/"] = slow
    targets = [Target(str(n), f"http://127.0.0.1:{server.port}/") for n in range(60)]
    limits = replace(settings(), total_connections=7)
    found: list[Taken] = []
    await Sweep(limits, References(limits, ()), found.extend).run(targets)
    assert len(found) == 60
    assert server.most_active <= 7


async def test_a_fault_of_ours_is_no_sample_of_the_site_and_spoils_no_other(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(response: Response) -> FetchStatus:
        if b"odd" in response.body:
            raise OverflowError("date value out of range")
        return FetchStatus.OK

    monkeypatch.setattr("xuncha.gather.probing.sample._page", stumbles)
    server.routes |= {"/odd": answer(body=b"odd"), "/": answer(body=b"ok")}
    here = f"http://127.0.0.1:{server.port}/"
    found = await swept([Target("odd", here + "odd"), Target("well", here)], "")
    assert (found["well"].sample.outcome, found["well"].sample.valid) == ("200", True)
    assert not found["odd"].sample.valid
    assert "程序出错（OverflowError" in found["odd"].note


async def test_what_cannot_be_written_ends_the_round(server: FaultServer) -> None:
    def full(_: list[Taken]) -> None:
        raise OSError(28, "disk full")

    server.routes["/"] = answer(body=b"ok")
    targets = [Target("a", f"http://127.0.0.1:{server.port}/")]
    with pytest.raises(OSError, match="disk full"):
        await Sweep(settings(), References(settings(), ()), full).run(targets)
