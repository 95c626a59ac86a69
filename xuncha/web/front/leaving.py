"""An answer on its way out: a thread writes it as fast as it can, whoever asked reads it as slowly as they like."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator

Headers = list[tuple[str, str]]
_IN_MEMORY = 1 << 20
#: The thread gathers small pieces to this many bytes before it hands them over.
_PIECE = 64 << 10


class BrokenOffError(Exception):
    """The application failed in the middle: what was sent must not look whole."""


class Answer:
    """Written by one thread, read by the event loop; what is not yet read waits in memory, then on disk."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._kept = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed in close()
        self._lock = threading.Lock()
        self._news = asyncio.Event()
        self._gathered = bytearray()
        self._over = False
        self.broken = False
        #: Nobody reads it any more: the thread may stop.
        self.abandoned = False
        self.status = 0
        self.headers: Headers = []

    def begin(self, status: int, headers: Headers) -> None:
        """Of the thread: the status line and the headers."""
        self.status, self.headers = status, headers

    def write(self, piece: bytes) -> None:
        """Of the thread: some of the body."""
        self._gathered += piece
        if len(self._gathered) >= _PIECE:
            self._hand_over()

    def end(self, *, broken: bool = False) -> None:
        """Of the thread: nothing follows."""
        self.broken = broken
        self._hand_over(over=True)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Of the loop: the body. The status is known when the first piece comes, or the last has gone by.

        Raises BrokenOffError.
        """
        at = 0
        while True:
            await self._news.wait()
            self._news.clear()
            over = self._over
            while piece := self._read(at):
                at += len(piece)
                yield piece
            if over:
                break
        if self.broken:
            raise BrokenOffError

    def close(self) -> None:
        """Of the loop: nobody reads on."""
        with self._lock:
            self.abandoned = True
            self._kept.close()

    def _hand_over(self, *, over: bool = False) -> None:
        with self._lock:
            if not self.abandoned:
                self._kept.seek(0, 2)
                self._kept.write(self._gathered)
        self._gathered.clear()
        self._over = over
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    def _read(self, at: int) -> bytes:
        with self._lock:
            self._kept.seek(at)
            return self._kept.read(_PIECE)
