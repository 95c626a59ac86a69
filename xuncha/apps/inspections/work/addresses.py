"""Which network address stands behind a host name, so that many sites of one machine are visited by one worker."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

#: Stands for hosts without an address: nobody is disturbed by them, and each is looked at by itself.
NONE = "-"
_AT_ONCE = 32
_KEPT_S = 300.0
_known: dict[str, tuple[float, str]] = {}


def addresses_of(hosts: Iterable[str]) -> dict[str, str]:
    """The lowest address of every host name. Names that share all their addresses share the lowest.

    Kept for five minutes; a name that does not resolve is ``NONE``.
    """
    now = time.monotonic()
    asked = {host for host in hosts if host}
    fresh = [host for host in sorted(asked) if _known.get(host, (-_KEPT_S, ""))[0] <= now - _KEPT_S]
    if fresh:
        with ThreadPoolExecutor(min(_AT_ONCE, len(fresh))) as pool:
            for host, address in zip(fresh, pool.map(_lowest, fresh), strict=True):
                _known[host] = (time.monotonic(), address)
    return {host: _known[host][1] for host in asked}


def _lowest(host: str) -> str:
    try:
        found = socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return NONE
    return min((str(one[4][0]) for one in found), default=NONE)
