"""How many requests one address may have under way: one that opens hundreds and lingers leaves the others theirs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from xuncha.web.client_address import client_address

#: Whoever has one address of IPv6 has all of its network.
_OF_ONE_HOUSE = 64


class CrowdedError(Exception):
    """The address has as many requests under way as it may; the message is Chinese."""


class Crowd:
    """Requests under way by address. A connection of HTTP/1.1 has one at a time: so many connections at work.

    Used by one event loop. A proxy of ours that names nobody is not counted: it stands for many.
    """

    def __init__(self, most: int, trusted: Iterable[IPv4Network | IPv6Network] = ()) -> None:
        self._most = most
        self._trusted = tuple(trusted)
        self._under_way: Counter[str] = Counter()

    @contextmanager
    def one_of(self, scope: dict[str, Any]) -> Iterator[None]:
        """Counts the request of ``scope`` (ASGI) while the block runs. Raises CrowdedError."""
        house = self._house_of(scope)
        if house and self._under_way[house] >= self._most:
            raise CrowdedError(
                f"来自同一地址的连接过多（同时最多 {self._most} 个），请等前面的请求结束后再试。"
            )
        self._under_way[house] += 1
        try:
            yield
        finally:
            self._under_way[house] -= 1
            if not self._under_way[house]:
                del self._under_way[house]

    def _house_of(self, scope: dict[str, Any]) -> str:
        """Whom a request is counted with; empty: nobody."""
        peer = (scope.get("client") or ("", 0))[0]
        given = [
            value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"
        ]
        found = client_address(peer, ",".join(given), self._trusted)
        try:
            address = ip_address(found)
        except ValueError:
            return str(found)
        if any(address in network for network in self._trusted):
            return ""
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped:
                return str(address.ipv4_mapped)
            return str(ip_network((address, _OF_ONE_HOUSE), strict=False))
        return str(address)


def refusal(path: str, words: str) -> tuple[bytes, str]:
    """The body of a refusal and its type: JSON, as every answer of the interface, under /api/."""
    if path.startswith("/api/"):
        said = {"detail": words, "errors": [], "total": 0}
        return json.dumps(said, ensure_ascii=False).encode(), "application/json"
    return f"{words}\n".encode(), "text/plain; charset=utf-8"
