"""The body of a request, taken in complete, within a bound and a time, before a thread is asked to work on it."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

_IN_MEMORY = 256 << 10

Receive = Callable[[], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Patience:
    """How long a body is waited for: a form half a minute, 75 MB at most 78 minutes."""

    #: Seconds without a byte.
    silence_s: float = 15.0
    #: Seconds for any body, and the fewest bytes a second beyond them.
    grace_s: float = 30.0
    slowest: int = 16 << 10


class SlowError(Exception):
    """The body did not come in time."""


class GoneError(Exception):
    """Who sent it is gone."""


class UnreadBody(io.RawIOBase):
    """A body that is longer than anybody takes, and was left where it was. Reading it raises OSError."""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, into: Any) -> int:
        """Raises OSError."""
        raise OSError("正文没有接收：超过了这个地址接收的长度")


async def take_in(
    receive: Receive,
    length: int | None,
    free: int,
    bound_for: Callable[[], Awaitable[int]],
    patience: Patience,
) -> tuple[IO[bytes], int]:
    """The body and its length; what is longer than the bound is :class:`UnreadBody`.

    ``length``: as announced in bytes, None where it is not (chunked). ``free``: bytes taken of anybody.
    ``bound_for``: asked for the bound only where a body is longer than that.

    Raises:
        SlowError: it came more slowly than ``patience`` has.
        GoneError: the sender closed the connection.
    """
    bound = free
    if length is not None and length > free:
        bound = await bound_for()
        if length > bound:
            return _unread(length)
    clock, size, more = asyncio.get_running_loop().time, 0, length != 0
    start = clock()
    with ExitStack() as unless_whole:
        kept: IO[bytes] = unless_whole.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
        while more:
            left = start + patience.grace_s + size / patience.slowest - clock()
            message = await _next(receive, min(left, patience.silence_s))
            size += len(message.get("body", b""))
            if size > bound and bound == free:
                bound = await bound_for()
            if size > bound:
                return _unread(size)
            kept.write(message.get("body", b""))
            more = message.get("more_body", False)
        kept.seek(0)
        unless_whole.pop_all()
        return kept, size


def _unread(length: int) -> tuple[IO[bytes], int]:
    return io.BufferedReader(UnreadBody()), length


async def _next(receive: Receive, seconds: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout(max(seconds, 0)):
            message = await receive()
    except TimeoutError:
        raise SlowError from None
    if message["type"] == "http.disconnect":
        raise GoneError
    return message
