"""The text of Word 97–2003 files (.doc), by the piece table of [MS-DOC] 2.4.1."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

import olefile

from xuncha.text.attachments.sink import Sink, UnreadableError

_MAGIC = 0xA5EC
_FLAGS_AT, _ENCRYPTED, _TABLE_ONE = 0x0A, 0x0100, 0x0200
_PIECES_AT = 0x01A2
_PROPERTIES, _PIECE_TABLE = 1, 2
_ONE_BYTE = 1 << 30
#: Between the marks of a field: its instruction, then what it shows.
_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*[\x14\x15]?|[\x14\x15]")
_ROW_END = "\x07\x07"
_MARKS = str.maketrans(
    {"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "}
)
_PICTURES = re.compile("[\x00-\x08\x0e-\x1d]")


def read_doc(data: bytes, sink: Sink) -> None:
    """Put the text of an old Word file into ``sink``, headers and notes behind it. Raises UnreadableError."""
    main, table = _streams(data)
    start, size = struct.unpack_from("<II", main, _PIECES_AT)
    for piece in _pieces(table[start : start + size], main):
        sink.add(_shown(piece))


def _streams(data: bytes) -> tuple[bytes, bytes]:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        main = file.openstream("WordDocument").read()
        magic = struct.unpack_from("<H", main, 0)[0]
        flags = struct.unpack_from("<H", main, _FLAGS_AT)[0]
        if flags & _ENCRYPTED:
            raise UnreadableError("文件设有密码，无法读取，需要人工查看")
        if magic != _MAGIC:
            raise UnreadableError("旧版 Word 文件的版本过早，无法读取，需要人工查看")
        return main, file.openstream("1Table" if flags & _TABLE_ONE else "0Table").read()


def _pieces(clx: bytes, main: bytes) -> Iterator[str]:
    """The stretches of text the piece table names, in reading order."""
    at = 0
    while at < len(clx) and clx[at] == _PROPERTIES:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if at >= len(clx) or clx[at] != _PIECE_TABLE:
        raise UnreadableError("文件损坏，未能完整读取，需要人工查看")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    count = (size - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for number in range(count):
        described = at + 5 + 4 * (count + 1) + 8 * number
        start = struct.unpack_from("<I", clx, described + 2)[0]
        length = places[number + 1] - places[number]
        if start & _ONE_BYTE:
            start = (start & ~_ONE_BYTE) // 2
            yield main[start : start + length].decode("cp1252", "replace")
        else:
            yield main[start : start + 2 * length].decode("utf-16-le", "replace")


def _shown(piece: str) -> str:
    text = _INSTRUCTION.sub("", piece).replace(_ROW_END, "\t\r")
    return _PICTURES.sub("", text.translate(_MARKS))
