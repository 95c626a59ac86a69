from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from fault_server import FaultServer, answer, drip

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher

pytestmark = pytest.mark.usefixtures("attentive")
LIMIT = 2.0
#: Where nothing is to come: far longer than any limit here, so that what ended before was ended.
NEVER_S = 300


async def hang(_: Any, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(NEVER_S)


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
    assert LIMIT - 0.01 <= seen.elapsed_ms / 1000 <= took + 0.01
    assert (seen.first_byte_ms is not None) is has_header
    assert (seen.http_status == 200) is has_header


async def test_the_deadline_covers_the_whole_chain(server: FaultServer, quick: Any) -> None:
    async def slowly(request: Any, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.75)
        number = int(request.path[1:])
        writer.write(answer("302 Found", b"", location=f"/{number + 1}"))

    for number in range(8):
        server.routes[f"/{number}"] = slowly
    async with Fetcher(quick(deadline_s=LIMIT)) as fetcher:
        assert (await fetcher.fetch("http://site.test/0")).status is FetchStatus.TIMEOUT
    assert 2 <= len(server.requests) <= 3, "the third is not answered before the limit"


async def test_the_deadline_covers_the_name_lookup(quick: Any) -> None:
    async def lookup(host: str) -> list[str]:
        await asyncio.sleep(NEVER_S)
        return []

    async with Fetcher(quick(connect_to=None, deadline_s=0.3), lookup=lookup) as fetcher:
        seen = await fetcher.fetch("http://site.test/")
    assert seen.status is FetchStatus.TIMEOUT


async def test_each_try_has_its_own(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = hang
    async with Fetcher(quick(deadline_s=0.2, retries=1, backoff_s=0.01)) as fetcher:
        began = time.monotonic()
        seen = await fetcher.fetch("http://site.test/")
        took = time.monotonic() - began
    assert (seen.status, seen.tries) == (FetchStatus.TIMEOUT, 2)
    assert took >= 0.4
    assert 200 <= seen.elapsed_ms + 1 <= (took - 0.2) * 1000 + 2, "that of the last try"


async def test_waiting_for_politeness_does_not_count(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")

    async def waited_s() -> float:
        """How much longer it took, from when the first was asked for, than it says."""
        seen = await fetcher.fetch("http://site.test/")
        assert seen.status is FetchStatus.OK
        return time.monotonic() - began - seen.elapsed_ms / 1000

    async with Fetcher(quick(deadline_s=LIMIT, rate=1)) as fetcher:
        began = time.monotonic()
        waited = await asyncio.gather(*(waited_s() for _ in range(4)))
    assert max(waited) >= 1.5, "three seconds, less what a busy machine adds to looking up the name"
