"""Ports for servers that are told where to listen, and whether one answers there."""

from __future__ import annotations

import random
import socket
import urllib.request

#: Below those that the system gives to whoever asks for any: what is free there stays free until we use it.
_OURS = range(10_000, 32_000)
_lots = random.SystemRandom()


def free_port() -> int:
    """A port of loopback at which nobody listens, and which no other test is given by chance meanwhile."""
    while True:
        number = _lots.choice(_OURS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                continue
        return number


def is_open(port: int) -> bool:
    """True when somebody listens at this port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
    except OSError:
        return False
    return True


def is_healthy(url: str) -> bool:
    """True when the web system served there says it is well."""
    try:
        urllib.request.urlopen(f"{url}/healthz", timeout=30).close()
    except OSError:
        return False
    return True
