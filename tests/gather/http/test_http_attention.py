"""Seconds in which we were not there say nothing of a site: neither that it is slow nor that it hangs up."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from fault_server import FaultServer, Handler, Request, answer, drip
from waiting import until_then

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http import attention
from xuncha.gather.http.attention import SAID, Attention
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.probing.sample import take

HELD_UP_S = 4.5
LIMIT_S = 4.0


def once_slow(seconds: float) -> Handler:
    """The first answer takes so long, those after it nothing."""
    asked: list[int] = []

    async def handler(_: Request, writer: asyncio.StreamWriter) -> None:
        asked.append(1)
        if len(asked) == 1:
            await asyncio.sleep(seconds)
        writer.write(answer(body=b"<p>ok</p>"))

    return handler


async def held_up(server: FaultServer) -> None:
    """The loop stands still in the middle of a request, past its time limit."""
    await until_then(lambda: server.requests)
    time.sleep(HELD_UP_S)


async def test_a_request_that_ran_out_while_we_stood_still_is_asked_again(
    server: FaultServer, quick: Any
) -> None:
    server.routes["/"] = once_slow(600)
    async with Fetcher(quick(deadline_s=LIMIT_S)) as fetcher:
        seen, _ = await asyncio.gather(fetcher.fetch("http://a.test/"), held_up(server))
    assert seen.status is FetchStatus.OK
    assert len(server.requests) >= 2


async def test_a_sample_that_ran_out_while_we_stood_still_is_taken_again(
    server: FaultServer, quick: Any
) -> None:
    server.routes["/"] = once_slow(600)
    async with Fetcher(quick(deadline_s=LIMIT_S)) as fetcher:
        taken, _ = await asyncio.gather(take(fetcher, "1", "http://a.test/"), held_up(server))
    assert (taken.sample.outcome, taken.sample.valid) == ("200", True)


async def test_who_stands_still_every_time_has_not_looked(
    server: FaultServer, quick: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/"] = drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x")
    monkeypatch.setattr(Attention, "was_away", lambda *_: True)
    async with Fetcher(quick(deadline_s=0.2)) as fetcher:
        seen = await fetcher.fetch("http://a.test/")
        taken = await take(fetcher, "1", "http://a.test/")
    assert (seen.status, seen.error) == (FetchStatus.OWN_NETWORK, SAID)
    assert not taken.sample.valid


async def test_a_slow_site_is_slow_while_we_listen(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x")
    # On a machine that does much else it may be so of some; of so many, it is of one that we listened.
    async with Fetcher(quick(deadline_s=0.5, give_up_after=0)) as fetcher:
        for _ in range(40):
            if (await fetcher.fetch("http://a.test/")).status is FetchStatus.TIMEOUT:
                return
    raise AssertionError("never slow")


async def test_a_loop_that_is_busy_is_there_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(attention, "_now", lambda: clock[0])
    monkeypatch.setattr(attention, "_EVERY_S", 0.01)
    with Attention() as seen:
        for _ in range(20):
            clock[0] += 0.9
            await until_then(lambda: seen._due > clock[0])
        assert seen.away_s == 0.0


async def test_seconds_missed_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(attention, "_now", lambda: clock[0])
    with Attention() as seen:
        clock[0] += 60.4
        assert 59 <= seen.away_s <= 60, "asked before the loop has looked"
        await until_then(lambda: seen._due > clock[0])
        assert 59 <= seen.away_s <= 60, "and after it"
        assert seen.was_away(0.0, limit_s=30)
        assert not seen.was_away(seen.away_s, limit_s=30), "nothing since"
        assert not seen.was_away(0.0, limit_s=10_000), "too little to matter"
