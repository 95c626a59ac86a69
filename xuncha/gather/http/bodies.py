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
#: A gzip member: how it begins, its fixed head, what may be in it besides, its tail (RFC 1952; bytes).
_GZIP = b"\x1f\x8b"
_GZIP_FIXED, _GZIP_TAIL, _GZIP_HEAD_CAP = 10, 8, 128 << 10
_HEAD_SUM, _EXTRA, _NAME, _COMMENT = 2, 4, 8, 16


class BodyTooLargeError(Exception):
    """The body passes the cap after decompression."""


class BodyBrokenError(Exception):
    """The body is not what its Content-Encoding says. The message is Chinese."""


class _Layer(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None: ...


class _Zlib:
    """gzip (also several members in a row) or deflate, with or without its zlib wrapper.

    As in browsers, the check sum behind a gzip member is passed over: what is unpacked to its end is whole.
    """

    def __init__(self, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._machine: zlib._Decompress | None = None
        self._started = self._ended = False
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        data = self._held + data
        self._held = b""
        while data and not self._ended:
            if self._machine is None:
                begun = self._begin(data)
                if begun is None:
                    self._held = data
                    return
                data = begun
                continue
            piece = self._machine.decompress(data, _PIECE)
            data = self._machine.unconsumed_tail
            if piece:
                yield piece
            if self._machine.eof:
                data = self._machine.unused_data
                self._machine, self._ended = None, not self._is_gzip

    def _begin(self, data: bytes) -> bytes | None:
        """Start on a member and return what follows its head; None while too little has come."""
        size = self._head_size(data)
        if size is None or size < 0:
            self._ended = size is not None
            return None
        bits = -15 if self._is_gzip else _deflate_bits(data)
        self._machine, self._started = zlib.decompressobj(wbits=bits), True
        return data[size:]

    def _head_size(self, data: bytes) -> int | None:
        """Bytes before the next deflated data, None while too little has come, below zero where there are none."""
        if not self._is_gzip:
            return 0 if len(data) > 1 else None
        before = _GZIP_TAIL if self._started else 0  # of the member before
        if len(data) < before + len(_GZIP):
            return None
        if before and not data.startswith(_GZIP, before):
            return -1  # anything else is ignored, as browsers do
        size = _gzip_head(data[before : before + _GZIP_HEAD_CAP])
        if size is None and len(data) >= before + _GZIP_HEAD_CAP:
            raise BodyBrokenError("正文无法解压，压缩文件的开头过长")
        return None if size is None else before + size

    def finish(self) -> None:
        if self._ended or not (self._started or self._held):
            return
        if self._machine is not None or not self._started:
            raise BodyBrokenError("压缩的正文不完整")


def _gzip_head(data: bytes) -> int | None:
    """How long the head of a gzip member is (RFC 1952, 2.3), None where it is not all there.

    Raises:
        BodyBrokenError: this is no gzip member.
    """
    if not data.startswith(_GZIP) or data[2:3] not in (b"", b"\x08"):
        raise BodyBrokenError("正文无法解压，与响应头声明的压缩方式不符")
    if len(data) < _GZIP_FIXED:
        return None
    flags, at = data[3], _GZIP_FIXED
    if flags & _EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            end = data.find(b"\0", at)
            if end < 0:
                return None
            at = end + 1
    at += 2 if flags & _HEAD_SUM else 0
    return at if len(data) >= at else None


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
        if not self._layers:
            self._keep(data)
            return
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
    def is_whole(self) -> bool:
        """True when the packed data say themselves that they are all there, whatever length was declared."""
        try:
            self.finish()
        except BodyBrokenError:
            return False
        return bool(self._layers and self._made[-1])

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
