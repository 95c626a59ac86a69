"""Take the content coding off a body while it arrives, never making more than the cap at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli
import zstandard

_PIECE = 1 << 16
#: The compressed slice given to a decompressor that has no output limit of its own: zstd makes at most
#: 128 KiB of three bytes, so a slice makes at most some 11 MiB.
_ZSTD_SLICE = 256
_ZSTD_WINDOW = 1 << 27
_LAYERS = 4


class BodyTooLargeError(Exception):
    """The body passes the cap after decompression."""


class BodyBrokenError(Exception):
    """The body is not what its Content-Encoding says. The message is Chinese."""


class _Layer(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None: ...


class _Zlib:
    """gzip (also several members in a row) or deflate, with or without its zlib wrapper."""

    def __init__(self, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._machine = zlib.decompressobj(wbits=31) if is_gzip else None
        self._started = self._ended = False
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        data = self._held + data
        self._held = b""
        if self._machine is None:
            if len(data) < 2:
                self._held = data
                return
            self._machine = zlib.decompressobj(wbits=_deflate_bits(data))
        while data and not self._ended:
            self._started = True
            piece = self._machine.decompress(data, _PIECE)
            data = self._machine.unconsumed_tail
            if piece:
                yield piece
            if self._machine.eof:
                data = self._next_member(self._machine.unused_data)

    def _next_member(self, rest: bytes) -> bytes:
        """Begin the next gzip member; anything else behind the end is ignored, as browsers do."""
        if self._is_gzip and rest.startswith(b"\x1f\x8b"):
            self._machine = zlib.decompressobj(wbits=31)
            return rest
        self._ended = True
        return b""

    def finish(self) -> None:
        if self._held or (self._started and not self._ended and self._machine and not self._machine.eof):
            raise BodyBrokenError("压缩的正文不完整")


def _deflate_bits(data: bytes) -> int:
    is_wrapped = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return 15 if is_wrapped else -15


class _Brotli:
    def __init__(self) -> None:
        self._machine = brotli.Decompressor()
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._started = self._started or bool(data)
        piece = self._machine.process(data, output_buffer_limit=_PIECE)
        while piece:
            yield piece
            piece = b""
            if not self._machine.can_accept_more_data():
                piece = self._machine.process(b"", output_buffer_limit=_PIECE)

    def finish(self) -> None:
        if self._started and not self._machine.is_finished():
            raise BodyBrokenError("压缩的正文不完整")


class _Zstd:
    def __init__(self) -> None:
        self._factory = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._machine = self._factory.decompressobj()
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._machine.eof:
                self._machine = self._factory.decompressobj()
            self._started = True
            piece = self._machine.decompress(data[:_ZSTD_SLICE])
            if piece:
                yield piece
            data = (self._machine.unused_data or b"") + data[_ZSTD_SLICE:]

    def finish(self) -> None:
        if self._started and not self._machine.eof:
            raise BodyBrokenError("压缩的正文不完整")


_ERRORS = (zlib.error, brotli.error, zstandard.ZstdError)


class BodyDecoder:
    """Takes off every layer that Content-Encoding names, the outermost first.

    A coding that no browser knows is read as none, as browsers do: some servers write a charset there.
    """

    def __init__(self, content_encoding: str, cap: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        self._layers = [layer for layer in map(_layer, reversed(names)) if layer is not None]
        self._cap = cap
        self._made = [0] * (len(self._layers) + 1)
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Take in the next bytes of the body as sent.

        Raises:
            BodyTooLargeError: the cap is passed; what fits below it is kept.
            BodyBrokenError: the bytes cannot be decompressed.
        """
        if len(self._layers) > _LAYERS:
            raise BodyBrokenError("正文的压缩层数过多")
        try:
            for piece in self._through(0, data):
                self._keep(piece)
        except _ERRORS as error:
            raise BodyBrokenError("正文无法解压，与响应头声明的压缩方式不符") from error

    def finish(self) -> None:
        """The last byte has come.

        Raises:
            BodyBrokenError: the compressed data stop before their end.
        """
        for layer in self._layers:
            layer.finish()

    @property
    def body(self) -> bytes:
        """What has been decompressed so far."""
        return b"".join(self._parts)

    def _through(self, depth: int, data: bytes) -> Iterator[bytes]:
        if depth == len(self._layers):
            yield data
            return
        for piece in self._layers[depth].feed(data):
            self._made[depth] += len(piece)
            if depth + 1 < len(self._layers) and self._made[depth] > self._cap:
                raise BodyTooLargeError
            yield from self._through(depth + 1, piece)

    def _keep(self, piece: bytes) -> None:
        room = self._cap - self._made[-1]
        if len(piece) > room:
            self._parts.append(piece[:room])
            self._made[-1] = self._cap
            raise BodyTooLargeError
        self._made[-1] += len(piece)
        self._parts.append(piece)


def _layer(name: str) -> _Layer | None:
    if name in ("gzip", "x-gzip"):
        return _Zlib(is_gzip=True)
    if name in ("deflate", "x-deflate"):
        return _Zlib(is_gzip=False)
    if name == "br":
        return _Brotli()
    return _Zstd() if name == "zstd" else None
