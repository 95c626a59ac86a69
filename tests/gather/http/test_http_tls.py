from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
import warnings
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from fault_server import FaultServer, answer
from old_tls import OldTlsServer

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher

PEM = Path(__file__).parent / "self_signed_for_tests.pem"


def server_context(oldest: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(PEM)
    if oldest:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1
    return context


def settings(quick: Any) -> Any:
    return quick(connect_to=None, allow_net=(ip_network("127.0.0.0/8"),))


async def lookup(host: str) -> list[str]:
    return ["127.0.0.1"]


async def test_a_bad_certificate_is_noted_and_the_page_fetched(quick: Any) -> None:
    async with FaultServer({"/": answer(body=b"page")}, tls=server_context()) as server:
        async with Fetcher(settings(quick), lookup=lookup) as fetcher:
            first = await fetcher.fetch(f"https://site.test:{server.port}/")
            second = await fetcher.fetch(f"https://site.test:{server.port}/")
        assert first.status is second.status is FetchStatus.OK
        assert (first.body, first.tls_note, first.tries) == (b"page", "证书为自签名", 1)
        assert second.tls_note == first.tls_note
        assert (
            server.accepted == 1
        )  # the handshake we broke off is not counted; the second connection serves both


async def test_an_old_protocol_is_noted_and_the_page_fetched(quick: Any) -> None:
    old = FaultServer({"/": answer(body=b"old")}, tls=server_context(oldest=True))
    async with old as server, Fetcher(settings(quick), lookup=lookup) as fetcher:
        seen = await fetcher.fetch(f"https://site.test:{server.port}/")
    assert (seen.status, seen.body) == (FetchStatus.OK, b"old")
    assert seen.tls_note == "服务器只支持已淘汰的 TLS 1.0"


async def test_a_server_without_secure_renegotiation_is_noted_and_the_page_fetched(quick: Any) -> None:
    with OldTlsServer(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nfrom 2009") as server:
        async with Fetcher(settings(quick), lookup=lookup) as fetcher:
            seen = await fetcher.fetch(f"https://site.test:{server.port}/")
    assert (seen.status, seen.body) == (FetchStatus.OK, b"from 2009")
    assert "TLS" in seen.tls_note
    assert server.finished == 1


async def test_dh_keys_that_no_browser_takes_are_not_a_site_that_is_down(quick: Any) -> None:
    with OldTlsServer(b"", tiny_dh=True) as server:
        async with Fetcher(settings(quick), lookup=lookup) as fetcher:
            seen = await fetcher.fetch(f"https://site.test:{server.port}/")
    assert (seen.status, seen.tries) == (FetchStatus.TLS, 1)
    assert not seen.status.is_gone
    assert server.finished == 0


async def test_no_tls_at_all(quick: Any) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Fetcher(settings(quick), lookup=lookup) as fetcher:
        seen = await fetcher.fetch(f"https://site.test:{port}/")
    assert seen.status is FetchStatus.TLS
    assert seen.http_status is None


def wants_a_certificate(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Ends every handshake with the alert that a certificate is missing, and waits until it was read."""
    while True:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        asking = context.wrap_socket(peer, server_side=True, do_handshake_on_connect=False)
        with contextlib.suppress(OSError):
            asking.do_handshake()
        with socket.socket(fileno=asking.detach()) as plain, contextlib.suppress(OSError):
            plain.settimeout(120)
            plain.shutdown(socket.SHUT_WR)
            while plain.recv(4096):
                pass


async def test_a_server_that_wants_a_certificate_of_its_visitors_is_called_so(quick: Any) -> None:
    context = server_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=wants_a_certificate, args=(listener, context), daemon=True).start()
        async with Fetcher(settings(quick), lookup=lookup) as fetcher:
            seen = await fetcher.fetch(f"https://site.test:{listener.getsockname()[1]}/")
        listener.shutdown(socket.SHUT_RDWR)
    assert (seen.status, seen.error) == (FetchStatus.TLS, "服务器要求访问者出示客户端证书，公众打不开")


@pytest.mark.parametrize(
    ("alert", "why"),
    [
        (40, "可能要求访问者出示客户端证书，或只支持特殊的加密算法（如国密）"),
        (112, "服务器不认这个域名（SNI）"),
        (70, "服务器不支持通用的 TLS 版本"),
        (80, "服务器称内部出错"),
        (None, "该端口返回的不是加密的内容"),
    ],
)
async def test_what_a_server_means_by_refusing_a_handshake(quick: Any, alert: int | None, why: str) -> None:
    said = b"HTTP/1.1 400 Bad Request\r\n\r\n" if alert is None else bytes((21, 3, 3, 0, 2, 2, alert))

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        writer.write(said)
        writer.write_eof()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server, Fetcher(settings(quick), lookup=lookup) as fetcher:
        seen = await fetcher.fetch(f"https://site.test:{server.sockets[0].getsockname()[1]}/")
    assert seen.status is FetchStatus.TLS
    assert why in seen.error
