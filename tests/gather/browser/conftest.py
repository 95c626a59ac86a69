"""A browser for the tests of a module, and servers whose every connection is counted."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "http"))

from fault_server import FaultServer
from shown_pages import page

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings


@pytest.fixture(scope="session")
def chromium() -> Any:
    """Settings for the machine's Chromium; tests that need one are skipped where there is none."""
    found = find_browser(BrowserMode.ON)
    if isinstance(found, NoBrowser):
        pytest.skip(found.reason)
    return found


@pytest.fixture
def keep(tmp_path: Path) -> Any:
    """Where rendered pages are kept."""
    from xuncha.gather.browser.rendered import Keeper
    from xuncha.gather.evidence.recorder import WarcRecorder

    with WarcRecorder(tmp_path / "evidence", "rendered") as recorder:
        yield Keeper(recorder)


@pytest.fixture
def showing(chromium: Any) -> Callable[..., Any]:
    """Serves routes on loopback under any name, and renders pages of them: ``async with showing(…) as (r, s)``."""
    from xuncha.gather.browser.renderer import Renderer

    @asynccontextmanager
    async def run(routes: dict[str, Any], **limits: Any) -> AsyncIterator[tuple[Renderer, FaultServer]]:
        fetching = {name: limits.pop(name) for name in ("rate", "connections") if name in limits}
        say = limits.pop("say", lambda _: None)
        async with FaultServer() as server:
            server.routes.update(
                {path: page(made) if isinstance(made, str) else made for path, made in routes.items()}
            )
            settings = FetchSettings(
                **{"rate": 1000.0, "connections": 16, **fetching},
                retries=0,
                backoff_s=0.01,
                connect_to=("127.0.0.1", server.port),
            )
            async with (
                Fetcher(settings) as fetcher,
                Renderer(replace(chromium, **limits), fetcher, say) as renderer,
            ):
                yield renderer, server

    return run


@pytest.fixture
def resolving(chromium: Any) -> Callable[..., Any]:
    """As ``showing``, with names that lead where ``names`` says instead of to one server."""
    from xuncha.gather.browser.renderer import Renderer

    @asynccontextmanager
    async def run(names: dict[str, str]) -> AsyncIterator[tuple[Renderer, FaultServer]]:
        async def lookup(host: str) -> list[str]:
            if host not in names:
                raise OSError("no such name")
            return [names[host]]

        open_to_us = (ip_network("127.0.0.1/32"),)
        settings = FetchSettings(rate=1000.0, connections=16, retries=0, backoff_s=0.01, allow_net=open_to_us)
        async with (
            FaultServer() as server,
            Fetcher(settings, lookup=lookup) as fetcher,
            Renderer(chromium, fetcher) as renderer,
        ):
            yield renderer, server

    return run
