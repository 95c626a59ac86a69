from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from fault_server import FaultServer, answer, counted
from waiting import until_then

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.politeness import Politeness
from xuncha.gather.http.settings import FetchSettings


async def lingering(_: Any, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.05)
    writer.write(answer(body=b"ok"))


async def test_no_more_at_once_than_allowed(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = lingering
    async with Fetcher(quick(connections=2)) as fetcher:
        await asyncio.gather(*(fetcher.fetch("http://a.test/") for _ in range(12)))
    assert server.most_active == 2


def not_before(times: list[float], began: float, rate: float) -> None:
    """No request came before its turn. Gaps prove nothing: a machine with much to do lets two come at once, late."""
    early = [n for n, at in enumerate(times) if at - began < n / rate - 0.005]
    assert len(times) > 5
    assert not early


async def test_no_faster_than_allowed(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick(rate=20, connections=8)) as fetcher:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.fetch("http://a.test/") for _ in range(10)))
    not_before(server.times(), began, rate=20)


async def test_hosts_do_not_wait_for_each_other(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick(rate=1)) as fetcher:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(f"http://h{number}.test/") for number in range(20)))
    assert time.monotonic() - began < 15, "one after the other they took 19 seconds"


async def test_two_hosts_at_one_address_share_its_limits(server: FaultServer, quick: Any) -> None:
    from ipaddress import ip_network

    server.routes["/"] = lingering

    async def lookup(host: str) -> list[str]:
        return ["127.0.0.1"]

    settings = quick(connect_to=None, allow_net=(ip_network("127.0.0.0/8"),), rate=20, connections=1)
    async with Fetcher(settings, lookup=lookup) as fetcher:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(f"http://h{n % 2}.test:{server.port}/") for n in range(8)))
    assert server.most_active == 1
    not_before(server.times(), began, rate=20)


async def test_the_total_is_bounded(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = lingering
    async with Fetcher(quick(total_connections=3)) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"http://h{number}.test/") for number in range(15)))
    assert server.most_active == 3


async def test_first_come_first_served(server: FaultServer, quick: Any) -> None:
    async with Fetcher(quick(rate=200, connections=1)) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"http://a.test/{number}") for number in range(12)))
    assert server.paths() == [f"/{number}" for number in range(12)]


async def test_giving_up_frees_the_place_and_delays_nobody() -> None:
    politeness = Politeness(FetchSettings(rate=1, connections=1))

    async def hold() -> None:
        async with politeness.slot("a", ["1.1.1.1"]):
            await asyncio.sleep(300)

    for _ in range(20):
        tasks = [asyncio.create_task(hold()) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0.005)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    began = time.monotonic()
    async with politeness.slot("a", ["1.1.1.1"]):
        assert time.monotonic() - began < 30, "the turns given up would take 40 seconds and more"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2", 2.0),
        ("0", 0.5),
        ("-5", 0.5),
        ("99999999", 30.0),
        ("9" * 40, 0.5),
        ("soon", 0.5),
        ("", 0.5),
        (None, 0.5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.5),
        ("Wed, 99 Oct 9999 99:99:99 GMT", 0.5),
        ("Fri, 31 Dec 2199 23:59:59 GMT", 30.0),
    ],
)
def test_retry_after_within_bounds(value: str | None, seconds: float) -> None:
    assert Politeness(FetchSettings(backoff_s=0.5, retry_after_cap_s=30)).retry_after(value, 0.5) == seconds


def test_retry_after_as_a_date() -> None:
    value = format_datetime(datetime.now(UTC) + timedelta(seconds=25), usegmt=True)
    assert 10 < Politeness(FetchSettings()).retry_after(value, 0.5) <= 25


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize(("value", "least"), [("1", 1.0), ("-5", 0.2), ("99999999", 1.2)])
async def test_a_busy_host_is_left_alone(
    server: FaultServer, quick: Any, code: int, value: str, least: float
) -> None:
    server.routes["/"] = counted(answer(f"{code} Busy", b"x", retry_after=value), answer(body=b"ok"))
    server.routes["/else"] = answer(body=b"ok")
    async with Fetcher(quick(retries=1, backoff_s=0.2, retry_after_cap_s=1.2)) as fetcher:
        first = asyncio.create_task(fetcher.fetch("http://a.test/"))
        await until_then(lambda: fetcher._politeness._limiter(0, "a.test").paused_until)
        other = await fetcher.fetch("http://a.test/else")
        assert (await first).status is other.status is FetchStatus.OK
    pauses = [at - server.times()[0] for at in server.times()[1:]]
    assert all(pause >= least - 0.01 for pause in pauses)
