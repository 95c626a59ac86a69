"""One address that opens many connections is told so, and the others are served all the same."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_network

import pytest
from front_served import PROXY, front_served
from waiting import until

from xuncha.web.front.crowding import Crowd, CrowdedError

MOST = 5


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with front_served(MOST) as number:
        yield number


def ask(port: int, source: str, path: str = "/a", forwarded_for: str = "") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(source, 0))
    connection.request("GET", path, headers={"X-Forwarded-For": forwarded_for} if forwarded_for else {})
    return connection.getresponse()


def linger(port: int, source: str, forwarded_for: str = "") -> socket.socket:
    """A request that is begun and not ended."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=120, source_address=(source, 0))
    said = f"X-Forwarded-For: {forwarded_for}\r\n" if forwarded_for else ""
    head = f"POST /a HTTP/1.1\r\nHost: a\r\n{said}Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n"
    connection.sendall(head.encode())
    # The server asks for the body once the front waits for it: from then on the request is counted.
    assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
    return connection


def until_served(port: int, source: str, forwarded_for: str = "") -> None:
    """Wait until the server has seen that others are gone."""
    until(lambda: ask(port, source, forwarded_for=forwarded_for).status == 200)


def test_one_address_is_told_and_the_others_are_served(port: int) -> None:
    with ExitStack() as open_ones:
        for _ in range(MOST):
            open_ones.enter_context(linger(port, "127.0.0.3"))
        refused = ask(port, "127.0.0.3", forwarded_for="10.9.9.9")  # who is no proxy of ours is not believed
        assert (refused.status, refused.headers["Retry-After"], refused.headers["Connection"]) == (
            429,
            "5",
            "close",
        )
        assert f"来自同一地址的连接过多（同时最多 {MOST} 个）" in refused.read().decode()
        told = json.loads(ask(port, "127.0.0.3", "/api/sites").read())
        assert "来自同一地址的连接过多" in told["detail"]
        assert ask(port, "127.0.0.4").status == 200
    until_served(port, "127.0.0.3")


def test_behind_our_proxy_the_visitor_counts(port: int) -> None:
    with ExitStack() as open_ones:
        for _ in range(MOST):
            open_ones.enter_context(linger(port, PROXY, "10.1.1.1"))
        assert ask(port, PROXY, forwarded_for="10.1.1.1").status == 429
        assert ask(port, PROXY, forwarded_for="6.6.6.6, 10.1.1.1").status == 429
        assert ask(port, PROXY, forwarded_for="10.1.1.2").status == 200
        for _ in range(MOST + 1):  # a proxy that names nobody stands for many
            open_ones.enter_context(linger(port, PROXY))
        assert ask(port, PROXY).status == 200
    until_served(port, PROXY, "10.1.1.1")


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("", "unix", False),
    ],
)
def test_whom_a_request_is_counted_with(first: str, second: str, together: bool) -> None:
    crowd = Crowd(1, [ip_network("192.0.2.0/24")])

    def scope(address: str) -> dict[str, object]:
        return {"client": (address, 1), "headers": []}

    with crowd.one_of(scope(first)):
        if together:
            with pytest.raises(CrowdedError), crowd.one_of(scope(second)):
                pass
        else:
            with crowd.one_of(scope(second)):
                pass
    with crowd.one_of(scope(second)):
        pass
