"""Targets that are always up: when none of them answers, it is our own network that is down."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings

_LIMIT_S = 8.0
_NO_ANSWER = frozenset(
    {FetchStatus.TIMEOUT, FetchStatus.DNS, FetchStatus.CONNECT, FetchStatus.RESET, FetchStatus.REFUSED}
)


class References:
    """Asked one after the other until one answers, whatever it says. Without any, our network counts as up."""

    def __init__(self, settings: FetchSettings, urls: Sequence[str]) -> None:
        self._settings = replace(settings, deadline_s=_LIMIT_S, dns_ttl_s=0.0)
        self._urls = tuple(urls)
        self._answer = (float("-inf"), True)

    def __bool__(self) -> bool:
        return bool(self._urls)

    async def is_up(self, within_s: float = 0.0) -> bool:
        """True when any answers; an answer no older than ``within_s`` is not asked for again."""
        at, up = self._answer
        if not self._urls or time.monotonic() - at < within_s:
            return up
        up = False
        async with Fetcher(self._settings) as fetcher:
            for url in self._urls:
                response = await fetcher.fetch(url, method="HEAD", always_allowed=True)
                if response.status not in _NO_ANSWER:
                    up = True
                    break
        self._answer = (time.monotonic(), up)
        return up
