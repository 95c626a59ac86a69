"""Reading the body of an answer within its caps."""

from __future__ import annotations

import aiohttp

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.answer import Answer
from xuncha.gather.http.bodies import BodyBrokenError, BodyDecoder, BodyTooLargeError
from xuncha.gather.http.failures import Failure
from xuncha.gather.http.wire import Heard


class BodyReading:
    """Reads one body. What has come is in the answer even when reading ends by an exception."""

    def __init__(self, answer: Answer, heard: Heard, wire_cap: int, body_cap: int) -> None:
        self._answer = answer
        self._heard = heard
        self._wire_cap = wire_cap
        self._chunks: list[bytes] = []
        self._decoder = BodyDecoder(answer.header(b"content-encoding"), body_cap)

    async def run(self, trusts_length: bool) -> None:
        """Read to the end or to a cap. ``trusts_length``: do not begin on what is declared too large; who
        sets a cap of its own wants the part below it."""
        declared = self._heard.declared_length
        if trusts_length and declared is not None and declared > self._wire_cap:
            self._over_cap(f"声明的大小 {declared} 字节")
            return
        try:
            await self._read()
        finally:
            self._answer.raw = b"".join(self._chunks)
            self._answer.body = self._decoder.body

    async def _read(self) -> None:
        try:
            await self._read_pieces()
        except aiohttp.ClientPayloadError:
            # As browsers do: programs that pack a page after they wrote down its length send less than they declare.
            if not self._decoder.is_whole:
                raise

    async def _read_pieces(self) -> None:
        got = 0
        async for chunk in self._heard.body.iter_any():
            room = self._wire_cap - got
            self._chunks.append(chunk[:room])
            got += len(chunk)
            if not self._decompress(chunk[:room]):
                return
            if got > self._wire_cap:
                self._over_cap("传输的数据")
                return
        if self._answer.failure is None:
            self._end()

    def _decompress(self, chunk: bytes) -> bool:
        """False when there is no use in reading on."""
        if self._answer.failure is not None:
            return True  # cannot be decompressed; the rest is still read, as evidence
        try:
            self._decoder.feed(chunk)
        except BodyTooLargeError:
            self._over_cap("解压后的数据")
            return False
        except BodyBrokenError as error:
            self._answer.failure = Failure(FetchStatus.BAD_RESPONSE, str(error))
        return True

    def _end(self) -> None:
        try:
            self._decoder.finish()
        except BodyBrokenError as error:
            self._answer.failure = Failure(FetchStatus.BAD_RESPONSE, str(error))

    def _over_cap(self, what: str) -> None:
        self._answer.failure = Failure(FetchStatus.TOO_LARGE, f"{what}超过大小上限")
        self._answer.truncated = "length"
