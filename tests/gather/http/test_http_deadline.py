from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from fault_server import FaultServer, answer, drip

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher

LIMIT = 0.8


async def hang(_: Any, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


@pytest.mark.parametrize(
    ("route", "has_header"),
    [
        (drip(b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n", b"x", 0.1), True),
        (drip(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.1), True),
        (drip(b"HTTP/1.1 200 OK\r\nx: ", b"x", 0.1), False),
        (hang, False),
    ],
)
async def test_a_slow_drip_ends_at_the_deadline(
    server: FaultServer, quick: Any, route: Any, has_header: bool
) -> None:
    server.routes["/"] = route
    async with Fetcher(quick(deadline_s=LIMIT)) as fetcher:
        began = time.monotonic()
        seen = await fetcher.fetch("http://site.test/")
        took = time.monotonic() - began
    assert seen.status is FetchStatus.TIMEOUT
    assert LIMIT <= took < LIMIT + 0.5
    assert abs(seen.elapsed_ms - LIMIT * 1000) < 300
    assert (seen.first_byte_ms is not None) is has_header
    assert (seen.http_status == 200) is has_header


async def test_the_deadline_covers_the_whole_chain(server: FaultServer, quick: Any) -> None:
    async def slowly(request: Any, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        number = int(request.path[1:])
        writer.write(answer("302 Found", b"", location=f"/{number + 1}"))

    for number in range(8):
        server.routes[f"/{number}"] = slowly
    async with Fetcher(quick(deadline_s=LIMIT)) as fetcher:
        began = time.monotonic()
        assert (await fetcher.fetch("http://site.test/0")).status is FetchStatus.TIMEOUT
        assert time.monotonic() - began < LIMIT + 0.5
    assert len(server.requests) == 3


async def test_the_deadline_covers_the_name_lookup(quick: Any) -> None:
    async def lookup(host: str) -> list[str]:
        await asyncio.sleep(30)
        return []

    async with Fetcher(quick(connect_to=None, deadline_s=0.3), lookup=lookup) as fetcher:
        began = time.monotonic()
        seen = await fetcher.fetch("http://site.test/")
        assert time.monotonic() - began < 0.8
    assert seen.status is FetchStatus.TIMEOUT


async def test_each_try_has_its_own(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = hang
    async with Fetcher(quick(deadline_s=0.2, retries=1, backoff_s=0.01)) as fetcher:
        began = time.monotonic()
        seen = await fetcher.fetch("http://site.test/")
    assert (seen.status, seen.tries) == (FetchStatus.TIMEOUT, 2)
    assert 0.4 <= time.monotonic() - began < 1.0
    assert seen.elapsed_ms < 400


async def test_waiting_for_politeness_does_not_count(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick(deadline_s=0.3, rate=4)) as fetcher:
        seen = await asyncio.gather(*(fetcher.fetch("http://site.test/") for _ in range(5)))
    assert [one.status for one in seen] == [FetchStatus.OK] * 5
    assert max(one.elapsed_ms for one in seen) < 200
