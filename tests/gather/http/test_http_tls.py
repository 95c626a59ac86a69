from __future__ import annotations

import asyncio
import ssl
import warnings
from ipaddress import ip_network
from pathlib import Path
from typing import Any

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
    assert "TLS" in seen.tls_note


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
