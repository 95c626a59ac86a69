"""No way in: the server's count of connections must stay at nothing."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from fault_server import FaultServer, answer

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.addresses import AddressRefusedError
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.resolving import GatedResolver

LOOPBACK = ip_network("127.0.0.0/8")


@pytest.mark.parametrize("use_connect_to", [True, False])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0177.0.0.1", "0x7f000001", "0x7f.0.0.1", "0.0.0.0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]", "１２７.0.0.1", "127。0。0。1",
        "①②⑦.0.0.1", "127.0.0.1.", "10.0.0.1", "169.254.169.254", "100.64.0.1", "user@127.0.0.1", "127.0.0.1\\@a.test",
    ],
)  # fmt: skip
async def test_no_address_gets_in(server: FaultServer, quick: Any, host: str, use_connect_to: bool) -> None:
    settings = quick() if use_connect_to else quick(connect_to=None)
    async with Fetcher(settings) as fetcher:
        seen = await fetcher.fetch(f"http://{host}:{server.port}/")
    assert seen.status is FetchStatus.REFUSED
    assert server.accepted == 0


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["10.1.1.1"], ["::ffff:127.0.0.1"], ["fe80::1%eth0"]],
)
async def test_no_name_gets_in(server: FaultServer, quick: Any, answers: list[str]) -> None:
    async def lookup(host: str) -> list[str]:
        return answers

    async with Fetcher(quick(connect_to=None), lookup=lookup) as fetcher:
        seen = await fetcher.fetch(f"http://innocent.test:{server.port}/")
    assert seen.status is FetchStatus.REFUSED
    assert "不在允许访问的范围" in seen.error
    assert server.accepted == 0


async def test_localhost_by_the_system_lookup(server: FaultServer, quick: Any) -> None:
    async with Fetcher(quick(connect_to=None)) as fetcher:
        assert (await fetcher.fetch(f"http://localhost:{server.port}/")).status is FetchStatus.REFUSED
    assert server.accepted == 0


async def test_an_opened_network_gets_in(server: FaultServer, quick: Any) -> None:
    server.routes["/"] = answer(body=b"inside")
    async with Fetcher(quick(connect_to=None, allow_net=(LOOPBACK,))) as fetcher:
        assert (await fetcher.fetch(f"http://127.0.0.1:{server.port}/")).body == b"inside"
        assert (await fetcher.fetch(f"http://2130706433:{server.port}/")).body == b"inside"


async def test_a_redirect_does_not_get_in(quick: Any) -> None:
    async with FaultServer() as inner, FaultServer() as outer:
        outer.routes["/"] = answer("302 Found", location=f"http://127.0.0.1:{inner.port}/")
        outer.routes["/name"] = answer("302 Found", location=f"http://inner.test:{inner.port}/")

        async def lookup(host: str) -> list[str]:
            return ["127.0.0.2" if host == "outer.test" else "127.0.0.1"]

        opened = (ip_network("127.0.0.2/32"),)
        async with Fetcher(quick(connect_to=None, allow_net=opened), lookup=lookup) as fetcher:
            for path in ("/", "/name"):
                seen = await fetcher.fetch(f"http://outer.test:{outer.port}{path}")
                assert seen.status in (FetchStatus.REFUSED, FetchStatus.CONNECT)
        assert inner.accepted == 0


async def test_a_second_answer_is_checked_again(quick: Any) -> None:
    answers = [["8.8.8.8"], ["127.0.0.1"]]

    async def lookup(host: str) -> list[str]:
        return answers.pop(0)

    resolver = GatedResolver(quick(connect_to=None, dns_ttl_s=0.0), lookup)
    assert [one["host"] for one in await resolver.resolve("turn.test", 80)] == ["8.8.8.8"]
    with pytest.raises(AddressRefusedError):
        await resolver.resolve("turn.test", 80)
    await resolver.close()


async def test_within_its_life_the_checked_answer_is_the_one_used(quick: Any) -> None:
    asked = []

    async def lookup(host: str) -> list[str]:
        asked.append(host)
        return ["8.8.8.8"]

    resolver = GatedResolver(quick(connect_to=None), lookup)
    for _ in range(3):
        assert await resolver.addresses("steady.test") == ("8.8.8.8",)
    assert asked == ["steady.test"]
    await resolver.close()


async def test_a_resolver_that_slips_is_stopped_at_the_socket(
    server: FaultServer, quick: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slipped(self: GatedResolver, host: str) -> tuple[str, ...]:
        return ("127.0.0.1",)

    monkeypatch.setattr(GatedResolver, "addresses", slipped)
    async with Fetcher(quick(connect_to=None)) as fetcher:
        seen = await fetcher.fetch(f"http://innocent.test:{server.port}/")
    assert seen.status is FetchStatus.REFUSED
    assert server.accepted == 0
