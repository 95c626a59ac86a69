from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fault_server import FaultServer, answer, then_reset

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import RobotsPolicy

RULES = b"User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /secret\nDisallow: /*?sort=\nAllow: /secret/open\n"


@pytest.fixture
def obey(quick: Any) -> Any:
    return quick(robots=RobotsPolicy.OBEY)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", FetchStatus.OK),
        ("/secret/x", FetchStatus.ROBOTS),
        ("/secret/open", FetchStatus.OK),
        ("/list?sort=1", FetchStatus.ROBOTS),
        ("/list?page=1", FetchStatus.OK),
    ],
)
async def test_rules_are_obeyed(server: FaultServer, obey: Any, path: str, status: FetchStatus) -> None:
    page = answer(body=b"<p>page</p>")
    server.routes = {
        "/robots.txt": answer(body=RULES),
        "/": page,
        "/secret/x": page,
        "/secret/open": page,
        "/list": page,
    }
    async with Fetcher(obey) as fetcher:
        assert (await fetcher.fetch("http://a.test" + path)).status is status
        assert [one.rule for one in fetcher.robots_decisions] == ["obey"]
    assert (path in server.paths()) is (status is FetchStatus.OK)


async def test_a_home_page_is_always_looked_at(server: FaultServer, obey: Any) -> None:
    server.routes = {"/robots.txt": answer(body=b"User-agent: *\nDisallow: /"), "/": answer(body=b"home")}
    async with Fetcher(obey) as fetcher:
        assert (await fetcher.fetch("http://a.test/", always_allowed=True)).status is FetchStatus.OK
        assert (await fetcher.fetch("http://a.test/")).status is FetchStatus.ROBOTS
    assert server.paths() == ["/", "/robots.txt"]


async def test_a_redirect_into_a_closed_place_stops(server: FaultServer, obey: Any) -> None:
    server.routes = {"/robots.txt": answer(body=RULES), "/go": answer("302 Found", location="/secret/x")}
    async with Fetcher(obey) as fetcher:
        assert (await fetcher.fetch("http://a.test/go")).status is FetchStatus.ROBOTS
    assert "/secret/x" not in server.paths()


@pytest.mark.parametrize(
    "robots",
    [
        answer("404 Not Found", b"none"),
        answer("403 Forbidden", b"none"),
        answer("500 Oops", b"none"),
        answer(body=b"<!DOCTYPE html><html>User-agent: *\nDisallow: /</html>", content_type="text/html"),
        answer(body=b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
        answer(body=b""),
        then_reset(b""),
    ],
)
async def test_what_is_no_robots_file_allows_and_is_recorded(
    server: FaultServer, obey: Any, robots: Any
) -> None:
    server.routes = {"/robots.txt": robots, "/x": answer(body=b"page")}
    async with Fetcher(obey) as fetcher:
        assert (await fetcher.fetch("http://a.test/x")).status is FetchStatus.OK
        (decision,) = fetcher.robots_decisions
    assert decision.host == "http://a.test"
    assert decision.reason


async def test_a_giant_is_cut_and_its_beginning_obeyed(server: FaultServer, obey: Any) -> None:
    body = RULES + b"# fill\n" * 200_000 + b"Disallow: /x\n"
    server.routes = {"/robots.txt": answer(body=body), "/x": answer(body=b"page")}
    async with Fetcher(obey) as fetcher:
        assert (await fetcher.fetch("http://a.test/x")).status is FetchStatus.OK
        assert (await fetcher.fetch("http://a.test/secret/x")).status is FetchStatus.ROBOTS
        assert "512 KiB" in fetcher.robots_decisions[0].reason


async def test_asked_for_once_per_host(server: FaultServer, obey: Any) -> None:
    server.routes = {"/robots.txt": answer(body=RULES)}
    async with Fetcher(obey) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"http://a.test/{number}") for number in range(8)))
        await fetcher.fetch("http://b.test/")
    assert server.paths().count("/robots.txt") == 2


async def test_ignoring_asks_for_nothing(server: FaultServer, quick: Any) -> None:
    async with Fetcher(quick(robots=RobotsPolicy.IGNORE)) as fetcher:
        await fetcher.fetch("http://a.test/x")
    assert server.paths() == ["/x"]
