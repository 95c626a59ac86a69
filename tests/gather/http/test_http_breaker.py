"""A host that fails again and again is paused, given up when it stays bad, and trusted again when it is well."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest
from fault_server import FaultServer, answer, drip

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.breaker import Breaker
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.trial import Allowance

pytestmark = pytest.mark.usefixtures("attentive")
BAD = {
    "429": answer("429 Too Many Requests", retry_after="1"),
    "503": answer("503 Service Unavailable"),
    "drips": drip(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x"),
}


@pytest.mark.parametrize("reply", BAD)
async def test_a_host_that_stays_bad_is_given_up_and_others_are_not(
    server: FaultServer, quick: Any, reply: str
) -> None:
    server.routes = {f"/{n}": BAD[reply] for n in range(40)} | {"/fine": answer(body=b"fine")}
    told: list[str] = []
    deadline_s = 0.2 if reply == "drips" else 120.0
    settings = quick(give_up_after=4, host_pause_s=0.05, deadline_s=deadline_s, retry_after_cap_s=0.05)
    async with Fetcher(settings, say=told.append) as fetcher:
        ends = [(await fetcher.fetch(f"http://a.test/{n}")).status for n in range(12)]
        asked = len(server.requests)
        fine = await fetcher.fetch("http://a.test/fine")
        # On a busy machine a short deadline ends good answers too: one of so many hosts comes in time.
        others = {(await fetcher.fetch(f"http://b{n}.test/fine")).status for n in range(20)}
        relayed = (await fetcher.fetch("http://a.test/0", method="HEAD")).status
    assert ends[:4] == [ends[0]] * 4
    assert ends[0] is not FetchStatus.GIVEN_UP
    assert ends[6:] == [FetchStatus.GIVEN_UP] * 6, "four, and one after each of two pauses"
    assert asked == 6
    assert (fine.status, relayed) == (FetchStatus.GIVEN_UP, FetchStatus.GIVEN_UP)
    assert "暂停后仍未恢复" in fine.error
    assert FetchStatus.OK in others
    assert FetchStatus.GIVEN_UP not in others
    assert len(told) == 1
    assert told[0].startswith("a.test：")


async def test_a_host_that_recovers_in_the_pause_is_asked_on(server: FaultServer, quick: Any) -> None:
    server.routes = {f"/{n}": BAD["503"] for n in range(40)}
    async with Fetcher(quick(give_up_after=3, host_pause_s=0.05)) as fetcher:
        for n in range(3):
            await fetcher.fetch(f"http://a.test/{n}")
        server.routes = {f"/{n}": answer(body=b"fine") for n in range(40)}
        ends = {(await fetcher.fetch(f"http://a.test/{n}")).status for n in range(10)}
    assert ends == {FetchStatus.OK}


async def test_pages_that_fail_between_pages_that_come_give_nobody_up(
    server: FaultServer, quick: Any
) -> None:
    server.routes = {"/bad": BAD["503"], "/good": answer(body=b"fine")}
    async with Fetcher(quick(give_up_after=3, host_pause_s=60)) as fetcher:
        for _ in range(8):
            assert (await fetcher.fetch("http://a.test/bad")).status is FetchStatus.SERVER_ERROR
            assert (await fetcher.fetch("http://a.test/good")).status is FetchStatus.OK


async def test_a_host_that_lets_head_hang_is_not_bad(server: FaultServer, quick: Any) -> None:
    async def by_method(request: Any, writer: asyncio.StreamWriter) -> None:
        if request.method == "HEAD":
            await asyncio.sleep(60)
        writer.write(answer(body=b"fine"))

    server.routes["/"] = by_method
    async with Fetcher(quick(give_up_after=2, deadline_s=0.1, host_pause_s=600)) as fetcher:
        for _ in range(5):
            seen = await fetcher.fetch("http://a.test/", method="HEAD")
            assert seen.status is FetchStatus.TIMEOUT
        fetcher.settings = replace(fetcher.settings, deadline_s=120.0)
        assert (await fetcher.fetch("http://a.test/")).status is FetchStatus.OK


def test_recovery_is_confirmed_and_pauses_grow() -> None:
    breaker = Breaker(2, 10)

    def note(*, failed: bool) -> float:
        return breaker.note("a", breaker.ticket("a"), failed=failed)

    assert [note(failed=True), note(failed=True)] == [0, 10]
    assert note(failed=False) == 0
    assert note(failed=True) == 20, "one good answer was luck"
    assert [note(failed=False), note(failed=False)] == [0, 0]
    assert [note(failed=True), note(failed=True)] == [0, 10], (
        "well again: it takes as many failures as at first"
    )
    late = breaker.ticket("a") - 1
    assert breaker.note("a", late, failed=True) == 0, "sent before the pause"
    assert [note(failed=True), note(failed=True)] == [20, 0]
    assert breaker.is_given_up("a")
    breaker.forget()
    assert not breaker.is_given_up("a")


def test_zero_gives_nobody_up() -> None:
    breaker = Breaker(0, 10)
    assert [breaker.note("a", 0, failed=True) for _ in range(50)] == [0.0] * 50


async def test_time_is_used_up_by_what_the_host_takes(server: FaultServer, quick: Any) -> None:
    async def slow(request: Any, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(answer(body=b"fine"))

    server.routes["/"] = slow
    allowance = Allowance(0.25)
    async with Fetcher(quick(connections=1)) as fetcher:
        asked = (fetcher.fetch("http://a.test/", allowance=allowance) for _ in range(8))
        ends = [response.status for response in await asyncio.gather(*asked)]
        assert (await fetcher.fetch("http://a.test/")).status is FetchStatus.OK, "somebody else's time"
    # Each takes a tenth of a second at least: the first, and two more where the machine has little else to do.
    assert 1 <= ends.count(FetchStatus.OK) <= 3
    assert ends.count(FetchStatus.TIME_UP) == 8 - ends.count(FetchStatus.OK)


async def test_our_own_politeness_uses_up_nothing(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"fine")

    async def waited_s() -> float:
        """How much longer it took, from when the first was asked for, than it used up."""
        allowance = Allowance()
        assert (await fetcher.fetch("http://a.test/", allowance=allowance)).status is FetchStatus.OK
        return time.monotonic() - began - allowance.used_s

    async with Fetcher(quick(rate=2)) as fetcher:
        began = time.monotonic()
        waited = await asyncio.gather(*(waited_s() for _ in range(6)))
    assert max(waited) >= 1.25, "two and a half seconds, less what a busy machine adds to looking up the name"
