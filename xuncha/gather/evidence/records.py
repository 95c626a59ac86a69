"""The shape of one WARC record: written as a gzip member of its own, read back from its bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from os import urandom

from isal import igzip

#: Fastest level: evidence is written in the fetch loop, and pages shrink well at any level.
_GZIP_LEVEL = 1
_END_OF_HEAD = b"\r\n\r\n"
#: Names the SHA-256 of the whole member before it in the file: the chain that lets no record be changed,
#: taken out, moved or slipped in.
PREVIOUS = "WARC-Previous-Member-Digest"
#: Names the SHA-256 of an HTTP message up to the blank line; that of the rest is the payload's.
HEAD = "WARC-HTTP-Head-Digest"
#: What the first member of a file names.
NO_MEMBER = "0" * 64

Pairs = tuple[tuple[str, str], ...]


class BrokenRecordError(ValueError):
    """The bytes are not one whole WARC record. The message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """One record as stored: its named fields and its block."""

    headers: Pairs
    block: bytes

    def field(self, name: str) -> str:
        """The first value of a named field, empty when absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    @property
    def record_id(self) -> str:
        """WARC-Record-ID without brackets."""
        return self.field("WARC-Record-ID").strip("<>")

    @property
    def is_http(self) -> bool:
        """True when the block is an HTTP message."""
        return self.field("Content-Type").lower().startswith("application/http")

    @property
    def http_head(self) -> bytes:
        """What stands before the blank line of an HTTP message."""
        return http_head(self.block)

    @property
    def payload(self) -> bytes:
        """The block without its HTTP head, or the whole block where it is not HTTP."""
        return self.block.partition(_END_OF_HEAD)[2] if self.is_http else self.block


def http_head(block: bytes) -> bytes:
    """What stands before the blank line, all where there is none."""
    end = block.find(_END_OF_HEAD)
    return block if end < 0 else block[:end]


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def new_record_id() -> str:
    """A fresh record id without brackets: a UUID of version 4, at a third of what the library's object costs."""
    drawn = urandom(16).hex()
    return f"urn:uuid:{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-a{drawn[17:20]}-{drawn[20:]}"


@lru_cache(maxsize=16)  # all records of one exchange have one time
def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def build_member(
    kind: str,
    record_id: str,
    at: datetime,
    headers: Iterable[tuple[str, str]],
    block: bytes,
    payload_sha256: str | None = None,
) -> bytes:
    """One record as one gzip member.

    ``kind`` is a WARC-Type; ``at`` an aware time. Every byte of the block is in one digest: that of an HTTP message,
    of which the digest of the payload is given, in that and in one of its head, the rest in one of the block.
    """
    if payload_sha256 is None:
        payload_sha256 = sha256(block)
        digest = f"WARC-Block-Digest: sha256:{payload_sha256}"
    else:  # a page is large, and has been through one already
        digest = f"{HEAD}: sha256:{sha256(http_head(block))}"
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: {_in_utc(at)}\r\n"
        f"WARC-Record-ID: <{record_id}>\r\nContent-Length: {len(block)}\r\n"
        + "".join([f"{name}: {value}\r\n" for name, value in headers])
        + f"{digest}\r\nWARC-Payload-Digest: sha256:{payload_sha256}\r\n\r\n"
    )
    data = b"".join((head.encode("utf-8", "replace"), block, b"\r\n\r\n"))
    return igzip.compress(data, _GZIP_LEVEL, mtime=0)


class Batch:
    """Records to be written together, each naming the digest of the member before it.

    ``head`` is the digest of the last member so far, at first that of the file they are for.
    """

    def __init__(self, head: str) -> None:
        self.head = head
        self.members: list[bytes] = []

    def add(
        self,
        kind: str,
        record_id: str,
        at: datetime,
        headers: Iterable[tuple[str, str]],
        block: bytes,
        payload_sha256: str | None = None,
    ) -> None:
        """Build one more record: see :func:`build_member`."""
        linked = (*headers, (PREVIOUS, f"sha256:{self.head}"))
        self.take(build_member(kind, record_id, at, linked, block, payload_sha256))

    def take(self, member: bytes) -> None:
        """Add a member that names :attr:`head` already."""
        self.members.append(member)
        self.head = sha256(member)


def store_uncompressed(data: bytes) -> bytes:
    """``data`` (under 64 KiB) as a gzip member with one stored block.

    Such a member has exactly one form, so a reader can build it again and compare every byte.
    """
    size = len(data)
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    block = b"\x01" + struct.pack("<HH", size, size ^ 0xFFFF) + data
    return head + block + struct.pack("<II", zlib.crc32(data), size)


def parse_record(data: bytes) -> ParsedRecord:
    """Read one whole record.

    Raises:
        BrokenRecordError: the version line, a field or the length is wrong.
    """
    head, found, rest = data.partition(_END_OF_HEAD)
    lines = head.decode("utf-8", "replace").split("\r\n")
    if not found or not lines[0].startswith("WARC/1."):
        raise BrokenRecordError("不是 WARC 记录")
    headers = tuple(_split_field(line) for line in lines[1:])
    record = ParsedRecord(headers, rest[: -len(_END_OF_HEAD)])
    if not rest.endswith(_END_OF_HEAD) or record.field("Content-Length") != str(len(record.block)):
        raise BrokenRecordError("记录长度与 Content-Length 不符")
    if not record.record_id:
        raise BrokenRecordError("记录没有编号")
    return record


def _split_field(line: str) -> tuple[str, str]:
    name, found, value = line.partition(":")
    if not found:
        raise BrokenRecordError("记录头格式错误")
    return name, value.strip()


def digest_matches(label: str, data: bytes) -> bool:
    """Check ``data`` against a digest label such as ``sha256:…``, in hexadecimal or base 32."""
    algorithm, _, value = label.partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5"):
        return False
    digest = hashlib.new(name, data).digest()
    try:
        expected = bytes.fromhex(value) if len(value) == 2 * len(digest) else base64.b32decode(value.upper())
    except (ValueError, binascii.Error):
        return False
    return digest == expected
