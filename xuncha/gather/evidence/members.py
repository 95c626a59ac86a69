"""Walk the gzip members of a file, whole or damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 15
_MAGIC = b"\x1f\x8b\x08"
#: Far above the largest record a fetch can make; stops a forged file from filling the memory.
_LARGEST = 1 << 26


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member: where it starts, its compressed length and its content.

    ``data`` is None where the member is damaged; ``problem`` then says how, in Chinese, and ``length``
    reaches to the next place that looks like the start of a member, or to the end of the file.
    """

    offset: int
    length: int
    data: bytes | None
    problem: str = ""


def walk(path: Path, start: int = 0) -> Iterator[Member]:
    """Every member of the file from byte ``start`` on, resuming behind damaged ones."""
    size = path.stat().st_size
    with path.open("rb") as file:
        offset = start
        while offset < size:
            member = _read_member(file, offset, size)
            yield member
            offset += member.length


def _read_member(file: BinaryIO, offset: int, size: int) -> Member:
    file.seek(offset)
    machine = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    produced = consumed = 0
    try:
        while not machine.eof:
            chunk = file.read(_CHUNK)
            if not chunk:
                return _damaged(file, offset, size, "压缩数据不完整，文件被截断")
            consumed += len(chunk)
            parts.append(machine.decompress(chunk, _LARGEST - produced + 1))
            produced += len(parts[-1])
            if produced > _LARGEST:
                return _damaged(file, offset, size, "记录大得不合常理")
    except zlib.error:
        return _damaged(file, offset, size, "压缩数据损坏，校验不符")
    return Member(offset, consumed - len(machine.unused_data), b"".join(parts))


def _damaged(file: BinaryIO, offset: int, size: int, problem: str) -> Member:
    return Member(offset, _next_start(file, offset + 1, size) - offset, None, problem)


def _next_start(file: BinaryIO, offset: int, size: int) -> int:
    """The next offset where a readable member begins, or the end of the file."""
    file.seek(offset)
    window = b""
    base = offset
    while chunk := file.read(_CHUNK):
        window += chunk
        at = window.find(_MAGIC)
        while at >= 0:
            if _opens(file, base + at):
                return base + at
            at = window.find(_MAGIC, at + 1)
        keep = len(_MAGIC) - 1
        base += len(window) - keep
        window = window[-keep:]
        file.seek(base + keep)
    return size


def _opens(file: BinaryIO, offset: int) -> bool:
    """True when a member that starts like a WARC record can be opened here."""
    file.seek(offset)
    try:
        return zlib.decompressobj(wbits=31).decompress(file.read(4096), 8).startswith(b"WARC/")
    except zlib.error:
        return False
