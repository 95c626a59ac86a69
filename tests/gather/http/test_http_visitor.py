"""As whom a page is asked for: said only when asked to, with every hop, never to robots.txt, and never without our own name."""

from __future__ import annotations

from typing import Any

import pytest
from fault_server import FaultServer, answer, counted

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import RobotsPolicy
from xuncha.gather.http.visitor import INSPECTOR, Visitor

SEARCH = "https://search.test/s?wd=%E7%9F%B3%E5%A0%B0%E5%8E%BF"


async def test_none_is_sent_unless_asked_for(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        await fetcher.fetch("http://site.test/")
    assert "referer" not in server.requests[0].headers


async def test_it_is_sent_under_our_own_name(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        seen = await fetcher.fetch("http://site.test/", visitor=Visitor(referer=SEARCH))
    assert seen.status is FetchStatus.OK
    assert server.requests[0].headers["referer"] == SEARCH.lower()  # the server folds what it read
    assert SEARCH.encode() in server.requests[0].raw
    assert server.requests[0].headers["user-agent"].startswith("xuncha/")


async def test_what_one_host_or_visitor_is_told_is_told_to_no_other(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        for host in ("site.test", "other.test"):
            for visitor in (INSPECTOR, Visitor(referer=SEARCH), INSPECTOR):
                await fetcher.fetch(f"http://{host}/", visitor=visitor)
    told = [(asked.headers["host"], "referer" in asked.headers) for asked in server.requests]
    assert told == [(host, said) for host in ("site.test", "other.test") for said in (False, True, False)]


@pytest.mark.parametrize("code", ["301 Moved", "302 Found", "307 Temporary Redirect"])
async def test_every_hop_carries_it(server: FaultServer, quick: Any, code: str) -> None:
    server.routes["/"] = answer(code, location="/next")
    server.routes["/next"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        await fetcher.fetch("http://site.test/", visitor=Visitor(referer=SEARCH))
    assert ["referer" in request.headers for request in server.requests] == [True, True]


async def test_a_second_try_carries_it(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = counted(answer("503 Busy", retry_after="0"), answer(body=b"ok"))
    async with Fetcher(quick(retries=1)) as fetcher:
        seen = await fetcher.fetch("http://site.test/", visitor=Visitor(referer=SEARCH))
    assert (seen.status, seen.tries) == (FetchStatus.OK, 2)
    assert ["referer" in request.headers for request in server.requests] == [True, True]


async def test_robots_txt_is_asked_for_without_it(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick(robots=RobotsPolicy.OBEY)) as fetcher:
        await fetcher.fetch("http://site.test/", visitor=Visitor(referer=SEARCH))
    sent = {request.path: "referer" in request.headers for request in server.requests}
    assert sent == {"/robots.txt": False, "/": True}


async def test_it_does_not_stay_for_the_next_request(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        await fetcher.fetch("http://site.test/", visitor=Visitor(referer=SEARCH))
        await fetcher.fetch("http://site.test/")
    assert ["referer" in request.headers for request in server.requests] == [True, False]


async def test_seen_as_a_crawler_we_still_give_our_own_name(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"ok")
    async with Fetcher(quick()) as fetcher:
        await fetcher.fetch("http://site.test/", visitor=Visitor(seen_as="Baiduspider"))
        await fetcher.fetch("http://site.test/")
    first, second = (request.headers["user-agent"] for request in server.requests)
    assert first.startswith("xuncha/")
    assert "baiduspider" in first
    assert "baiduspider" not in second
