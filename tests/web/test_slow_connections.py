"""Who sends or reads slowly holds no thread: one thread goes on answering the others."""

from __future__ import annotations

import http.client
import select
import socket
from collections.abc import Iterator

import pytest
from front_served import BOUND, front_served


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with front_served() as number:
        yield number


def said(port: int, path: str = "/a", **more: object) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    method = str(more.pop("method", "POST"))
    connection.request(method, path, **more)  # type: ignore[arg-type]
    return connection.getresponse().read().decode("latin-1")


def begun(port: int, head: str, body: bytes = b"") -> socket.socket:
    """A request somebody began."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=120)
    connection.sendall(f"POST /a HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\n".encode() + body)
    return connection


def answered(connection: socket.socket) -> str:
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.read().decode("latin-1")


def test_a_request_is_handed_on_as_it_is(port: int) -> None:
    headers = {"Cookie": "a=1", "X-Forwarded-For": "10.1.1.1", "X_Forwarded_For": "6.6.6.6"}
    told = said(port, "/%E5%B7%A1?x=%E6%9F%A5", body=b"\x01" * 500_000, headers=headers)
    assert told == " | ".join(
        [
            "500000 500000",
            "/巡".encode().decode("latin-1"),
            "x=%E6%9F%A5",
            "500000",
            "a=1",
            "10.1.1.1",
            "127.0.0.1",
        ]
    )
    chunks = iter([b"\x01" * 70_000, b"\x01" * 30_000])
    assert said(port, body=chunks, encode_chunked=True).startswith("100000 100000 | /a |  | 100000")
    assert said(port, method="HEAD") == ""


def test_what_is_too_long_is_not_taken_in(port: int) -> None:
    with begun(port, f"Content-Length: {BOUND + 1}") as connection:
        assert "unread" in answered(connection)
    with begun(port, "Transfer-Encoding: chunked") as connection:
        piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        for _ in range(BOUND // 0x10000 + 1):
            connection.sendall(piece)
        assert "unread" in answered(connection)


def test_slow_senders_hold_nobody_up_and_are_given_up(port: int) -> None:
    silent = [begun(port, "Content-Length: 5000", b"a") for _ in range(20)]
    dripping = begun(port, "Transfer-Encoding: chunked")
    assert said(port).startswith("0 0 ")
    # Half a second between two bytes is no silence, but 8 s are all it gets.
    while not select.select([dripping], [], [], 0.5)[0]:
        dripping.sendall(b"1\r\na\r\n")
    for connection in [*silent, dripping]:
        with connection:
            assert connection.recv(4096).startswith(b"HTTP/1.1 408 ")


def test_a_slow_reader_holds_nobody_up(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=120) as reader:
        reader.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert reader.recv(100).startswith(b"HTTP/1.1 200 ")
        assert said(port).startswith("0 0 ")
        taken = sum(len(piece) for piece in iter(lambda: reader.recv(1 << 20), b""))
    assert taken > 1600 * 65536


def test_an_answer_that_broke_off_does_not_look_whole(port: int) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        said(port, "/broken")


def test_whoever_goes_away_leaves_the_thread(port: int) -> None:
    for _ in range(3):
        begun(port, "Content-Length: 5000", b"a").close()
        with socket.create_connection(("127.0.0.1", port), timeout=120) as reader:
            reader.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            reader.recv(100)
    assert said(port).startswith("0 0 ")
