"""A zip archive without the time of its writing, so that the same content is the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile

#: Midnight of 1 January 1980, the first time an archive can name: time, then date.
_FIRST = struct.pack("<HH", 0, 1 << 5 | 1)
#: Where an entry's time stands: behind its file's own header, and in the directory at the end of the archive.
_TIME, _TIME_LISTED = 10, 12
#: In that directory: the lengths of name, extra field and comment, and the name.
_LENGTHS, _NAME = 28, 46


def without_times(archive: io.BytesIO) -> bytes:
    """The archive with the same time for every entry; what was packed is not packed again."""
    with zipfile.ZipFile(archive) as read:
        starts = [entry.header_offset for entry in read.infolist()]
        listed = read.start_dir
    content = bytearray(archive.getbuffer())
    for start in starts:
        _put(content, start + _TIME, _FIRST)
        _put(content, listed + _TIME_LISTED, _FIRST)
        listed += _NAME + sum(struct.unpack_from("<HHH", content, listed + _LENGTHS))
    return bytes(content)


def _put(content: bytearray, at: int, value: bytes) -> None:
    content[at : at + len(value)] = value
