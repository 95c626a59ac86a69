from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fault_server import FaultServer

from xuncha.gather.http.settings import FetchSettings, RobotsPolicy


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer() as running:
        yield running


@pytest.fixture
def quick(server: FaultServer) -> Any:
    """Settings that lead every host name to the fault server, with nothing to wait for."""

    def make(**changes: Any) -> FetchSettings:
        values: dict[str, Any] = {
            "rate": 1000.0,
            "connections": 8,
            "deadline_s": 120.0,
            "retries": 0,
            "backoff_s": 0.05,
            "robots": RobotsPolicy.IGNORE,
            "connect_to": ("127.0.0.1", server.port),
        }
        return FetchSettings(**{**values, **changes})

    return make
