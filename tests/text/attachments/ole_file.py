"""Puts together compound files of before 2007: a Word file and a workbook, byte by byte."""

from __future__ import annotations

import struct

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of up to three streams; each is padded past the size that needs a second table."""
    chain, folder, content = [_TABLE, _END], [_entry("Root Entry", 5, 1, _END, 0)], b""
    for place, (name, raw) in enumerate(streams.items(), start=1):
        body = raw.ljust(max(4096, -(-len(raw) // _SECTOR) * _SECTOR), b"\0")
        first, count = len(chain), len(body) // _SECTOR
        chain += [*range(first + 1, first + count), _END]
        following = place + 1 if place < len(streams) else _FREE
        folder.append(_entry(name, 2, _FREE, first, len(body), following))
        content += body
    assert len(chain) <= 128
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    head = (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    )
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    head += struct.pack("<108I", *[_FREE] * 108)
    return head + table + b"".join(folder).ljust(_SECTOR, b"\0") + content


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = _FREE) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, _FREE, right, child)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<H", len(encoded))
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def word97(pieces: list[str | bytes], *, flags: int = 0x0200, magic: int = 0xA5EC) -> bytes:
    """A Word file of text pieces: ``str`` is stored as UTF-16, ``bytes`` as one byte a character."""
    text, starts, places = b"", [], [0]
    for piece in pieces:
        start = 512 + len(text)
        raw = piece.encode("utf-16-le") if isinstance(piece, str) else piece
        starts.append(start if isinstance(piece, str) else (start * 2) | (1 << 30))
        places.append(places[-1] + len(piece))
        text += raw.ljust(-(-len(raw) // 2) * 2, b"\0")
    described = b"".join(struct.pack("<HIH", 0, start, 0) for start in starts)
    table = struct.pack(f"<{len(places)}I", *places) + described
    clx = struct.pack("<BH", 1, 2) + b"\0\0" + struct.pack("<BI", 2, len(table)) + table
    head = bytearray(512)
    struct.pack_into("<H", head, 0, magic)
    struct.pack_into("<H", head, 0x0A, flags)
    struct.pack_into("<II", head, 0x01A2, 0, len(clx))
    return compound({"WordDocument": bytes(head) + text, "1Table": clx})


def workbook97(rows: list[list[str | float]]) -> bytes:
    """A workbook of one sheet."""
    cells = b"".join(
        _cell(number, place, value) for number, row in enumerate(rows) for place, value in enumerate(row)
    )
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = _begin(0x10) + _record(0x0200, size) + cells + _record(0x0A, b"")
    globals_ = _begin(0x05) + _record(0x42, struct.pack("<H", 1200))
    before = len(globals_) + len(_listed(0)) + 4
    return compound({"Workbook": globals_ + _listed(before) + _record(0x0A, b"") + sheet})


def _listed(offset: int) -> bytes:
    return _record(0x85, struct.pack("<IBBB", offset, 0, 0, 2) + b"\1" + "名单".encode("utf-16-le"))


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: str | float) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x0204, where + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, where + struct.pack("<d", value))
