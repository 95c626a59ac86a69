"""What a certificate says of itself: until when it is good, and for which names. Read without trusting it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

#: Tags of DER, and the identifier of the extension that holds the names (2.5.29.17).
_CONTEXT_0, _CONTEXT_3, _NAME = 0xA0, 0xA3, 0x82
_UTC_TIME, _GENERAL_TIME = 0x17, 0x18
_NAMES = bytes.fromhex("551d11")
#: What a host name is written in. A certificate may hold anything in its place, and it stands in notes.
_HOST = re.compile(r"[A-Za-z0-9*_.\-]{1,253}")


@dataclass(frozen=True, slots=True)
class Certificate:
    """``names`` are the host names it was issued for, without addresses and without what is no name."""

    begins: datetime
    ends: datetime
    names: tuple[str, ...]


def read_certificate(der: bytes) -> Certificate | None:
    """The certificate in these bytes, None where they cannot be read as one."""
    with suppress(ValueError, IndexError):
        body = _inside(_inside(der))
        parts = [part for part in _parts(body) if part[0] != _CONTEXT_0]  # without the version
        begins, ends = (_time(*part) for part in _parts(parts[3][1]))
        return Certificate(begins, ends, tuple(_names(parts)))
    return None


def _parts(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of what stands one after the other. Raises IndexError and ValueError where it is no DER."""
    at = 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(der[at : at + size]), at + size
        if at + length > len(der):
            raise ValueError("cut off")
        yield tag, der[at : at + length]
        at += length


def _inside(der: bytes) -> bytes:
    """The content of what stands first. Raises ValueError where nothing does."""
    for _, content in _parts(der):
        return content
    raise ValueError("nothing there")


def _time(tag: int, content: bytes) -> datetime:
    text = content.decode("ascii")
    if tag == _UTC_TIME:  # two digits of the year: from 1950 to 2049
        text = f"{'19' if text >= '50' else '20'}{text}"
    elif tag != _GENERAL_TIME:
        raise ValueError("no time")
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _names(parts: list[tuple[int, bytes]]) -> Iterator[str]:
    for tag, content in parts:
        if tag != _CONTEXT_3:
            continue
        for _, extension in _parts(_inside(content)):
            inner = list(_parts(extension))
            if inner[0][1] == _NAMES:
                listed = _inside(inner[-1][1])
                names = (name.decode("ascii") for kind, name in _parts(listed) if kind == _NAME)
                yield from filter(_HOST.fullmatch, names)
