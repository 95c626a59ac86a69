"""The front before a small application, in a granian of its own with one thread: run as a script with a port,
and how many requests one address may have under way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

BOUND = 2 << 20


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says what it was handed, or streams as the path asks."""
    path = environ["PATH_INFO"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    if path == "/endless":
        return (b"x" * 65536 for _ in range(1600))
    if path == "/broken":
        return _broken()
    names = (
        "PATH_INFO",
        "QUERY_STRING",
        "CONTENT_LENGTH",
        "HTTP_COOKIE",
        "HTTP_X_FORWARDED_FOR",
        "REMOTE_ADDR",
    )
    try:
        body = environ["wsgi.input"].read()
        told = f"{len(body)} {sum(body)}"
    except OSError:
        told = "unread"
    return [" | ".join([told, *(str(environ.get(name)) for name in names)]).encode("latin-1")]


def _broken() -> Iterator[bytes]:
    yield b"x" * 200_000
    raise RuntimeError("in the middle")


#: Of this address alone what X-Forwarded-For says is believed.
PROXY = "127.0.0.9"


def load(target: str, most: int) -> Any:
    """The front, in the process of the server; patient where ``most`` says how many one address may have."""
    from ipaddress import ip_network

    from xuncha.web.front.arriving import Patience
    from xuncha.web.front.crowding import Crowd
    from xuncha.web.front.serving import Front

    if not most:
        return Front(echo, lambda environ: BOUND, threads=1, patience=Patience(4.0, 8.0, 1 << 20))
    crowd = Crowd(most, [ip_network(PROXY)])
    return Front(echo, lambda environ: BOUND, threads=1, patience=Patience(300, 300, 1), crowd=crowd)


@contextmanager
def front_served(most: int = 0) -> Iterator[int]:
    """The port at which this script serves in a process of its own; ``most`` as in ``load``."""
    from ports import free_port, is_open  # not where this is run as a script
    from waiting import until

    port = free_port()
    command = [sys.executable, __file__, str(port), str(most)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: is_open(port), "it does not answer")
            yield port
        finally:
            process.terminate()


if __name__ == "__main__":
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces

    Granian(
        "front",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        log_level="critical",
    ).serve(target_loader=partial(load, most=int(sys.argv[2])))
