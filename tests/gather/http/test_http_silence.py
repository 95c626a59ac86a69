"""A port that nobody answers at is soon left alone; a slow page, and a host that has let us in once, are not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import pytest
from fault_server import FaultServer, answer, drip
from waiting import until_then

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.breaker import Silence
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import RobotsPolicy

pytestmark = pytest.mark.usefixtures("attentive")
SILENT = "该端口连续三次没有应答，不再逐个等待"
LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass
class Mute:
    """A port that takes connections and says nothing, as where a firewall holds encrypted ones."""

    port: int = 0
    accepted: int = 0


@asynccontextmanager
async def mute() -> AsyncIterator[Mute]:
    one = Mute()

    async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        one.accepted += 1
        await reader.read()
        writer.close()

    async with await asyncio.start_server(says_nothing, "127.0.0.1", 0) as server:
        one.port = server.sockets[0].getsockname()[1]
        yield one


async def test_a_port_without_anybody_behind_it_is_tried_three_times(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"fine")
    settings = quick(
        connect_to=None, allow_net=LOOPBACK, connect_s=1.0, deadline_s=30, retries=2, silence_s=600
    )
    async with mute() as port, Fetcher(settings) as fetcher:
        home = await fetcher.fetch(f"https://127.0.0.1:{port.port}/", always_allowed=True)
        others = [await fetcher.fetch(f"https://127.0.0.1:{port.port}/{n}") for n in range(5)]
        plain = await fetcher.fetch(f"http://127.0.0.1:{server.port}/", always_allowed=True)
        assert port.accepted == 3
    assert (home.status, home.tries) == (FetchStatus.TIMEOUT, 3)
    assert "没有建立连接" in home.error
    assert {(other.status, other.error) for other in others} == {(FetchStatus.TIMEOUT, SILENT)}
    assert plain.status is FetchStatus.OK, "another port of the same host"


async def test_its_links_cost_no_more_than_it(quick: Any) -> None:
    """robots.txt twice and the first link once: nothing is sent for the rest, by HEAD or by GET."""
    settings = quick(
        connect_to=None,
        allow_net=LOOPBACK,
        connect_s=1.0,
        deadline_s=30,
        retries=2,
        silence_s=600,
        robots=RobotsPolicy.OBEY,
    )
    async with mute() as port, Fetcher(settings) as fetcher:
        for n in range(4):
            for method in ("HEAD", "GET"):
                ended = await fetcher.fetch(f"https://127.0.0.1:{port.port}/{n}", method=method)
                assert ended.status is FetchStatus.TIMEOUT
        assert port.accepted == 3


async def test_a_page_may_be_slow(server: FaultServer, quick: Any) -> None:
    async def late(_: Any, writer: Any) -> None:
        await asyncio.sleep(3)
        writer.write(answer(body=b"fine"))

    server.routes["/"] = late
    async with Fetcher(quick(connect_s=2, deadline_s=30)) as fetcher:
        assert (await fetcher.fetch("http://a.test/", always_allowed=True)).status is FetchStatus.OK


async def test_pages_that_never_end_are_no_silence(server: FaultServer, quick: Any) -> None:
    server.routes = {
        f"/{n}": drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x") for n in range(5)
    }
    async with Fetcher(quick(deadline_s=0.2)) as fetcher:
        ends = [(await fetcher.fetch(f"http://a.test/{n}", always_allowed=True)).status for n in range(5)]
    assert ends == [FetchStatus.TIMEOUT] * 5


async def test_probes_ask_every_time(quick: Any) -> None:
    settings = quick(
        connect_to=None, allow_net=LOOPBACK, connect_s=0.1, deadline_s=30, retries=0, give_up_after=0
    )
    async with mute() as port, Fetcher(settings) as fetcher:
        for _ in range(5):
            ended = await fetcher.fetch(f"https://127.0.0.1:{port.port}/", always_allowed=True)
            assert ended.status is FetchStatus.TIMEOUT
        await until_then(lambda: port.accepted == 5)


def test_silence_is_for_a_while_and_for_strangers() -> None:
    now = 0.0
    silence = Silence(2, 60.0, lambda: now)
    for origin in ("https://a", "https://b"):
        silence.note(origin, connected=origin == "https://b")
        silence.note(origin, connected=False)
        silence.note(origin, connected=False)
    assert (silence.covers("https://a"), silence.covers("https://b")) == (True, False)
    now = 61.0
    assert not silence.covers("https://a")
    silence.note("https://a", connected=False)
    assert silence.covers("https://a")
    silence.forget()
    assert not silence.covers("https://a")
