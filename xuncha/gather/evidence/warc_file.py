"""The file a recorder appends to: whole members only, chained, sealed at the end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from xuncha.gather.evidence.members import walk
from xuncha.gather.evidence.records import (
    NO_MEMBER,
    PREVIOUS,
    Batch,
    new_record_id,
    sha256,
    store_uncompressed,
)
from xuncha.whole_file import PART

#: The target of the last record of a file, which holds the digest of everything before it.
SEAL_URI = "urn:xuncha:seal"
_CHUNK = 1 << 20


class EvidenceWriteError(OSError):
    """Evidence could not be written (disk full, no permission). The message is Chinese.

    The file itself is left whole: it ends with the last complete record.
    """


class WarcFile:
    """An append-only WARC file under the name ``<final>.part`` until it is closed.

    A ``.part`` left by a killed run is continued: a torn last record is moved to ``<final>.torn`` first.
    ``head`` is the digest of the last member, which the next one has to name.
    """

    def __init__(self, final: Path) -> None:
        self.final = final
        self._part = final.with_name(final.name + PART)
        self._digest = hashlib.sha256()
        self.size = 0
        self.records = 0
        self.head = NO_MEMBER
        self.is_continued = self._part.exists()
        if self.is_continued:
            self._salvage()
        self._file = self._part.open("ab")

    def append(self, batch: Batch) -> None:
        """Add whole members; all of the batch or nothing gets into the file.

        Raises:
            EvidenceWriteError: the disk is full, the file cannot be written, or it was closed.
        """
        if self._file.closed:
            raise EvidenceWriteError(None, "证据文件已经关闭", str(self._part))
        data = b"".join(batch.members)
        try:
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            self._roll_back()
            raise EvidenceWriteError(
                error.errno, f"证据文件写入失败：{error.strerror}", str(self._part)
            ) from error
        self._digest.update(data)
        self.size += len(data)
        self.records += len(batch.members)
        self.head = batch.head

    def close(self, at: datetime) -> None:
        """Seal the file and give it its final name.

        Raises:
            EvidenceWriteError: the seal could not be written; the file stays open to be continued.
        """
        if self._file.closed:
            return
        batch = Batch(self.head)
        batch.take(build_seal(self._digest.hexdigest(), self.size, self.records, self.head, at))
        self.append(batch)
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self.final)

    def abandon(self) -> None:
        """Close without a seal; a later run can continue the file."""
        self._file.close()

    def _salvage(self) -> None:
        """Go on behind the last whole record; a seal is taken off, for the file was not yet given its name."""
        with self._part.open("r+b") as file:
            is_torn = False
            for member in walk(self._part):
                is_torn = member.data is None
                if member.data is None or _is_seal(member.data):
                    break
                file.seek(member.offset)
                raw = file.read(member.length)
                self._digest.update(raw)
                self.head = sha256(raw)
                self.size += member.length
                self.records += 1
            file.seek(self.size)
            if is_torn:
                self._set_aside(iter(lambda: file.read(_CHUNK), b""))
            file.truncate(self.size)

    def _set_aside(self, torn: Iterator[bytes]) -> None:
        """Keep what cannot be read as a record beside the file, under a name not yet taken."""
        path, number = self.final.with_name(self.final.name + ".torn"), 2
        while path.exists():
            path, number = self.final.with_name(f"{self.final.name}.torn-{number}"), number + 1
        with path.open("wb") as kept:
            kept.writelines(torn)
            kept.flush()
            os.fsync(kept.fileno())

    def _roll_back(self) -> None:
        """Cut off what a failed write left behind."""
        with contextlib.suppress(OSError):
            # Closing flushes the rest of the buffer and meets the same full disk.
            self._file.close()
        self._file = self._part.open("ab")
        self._file.truncate(self.size)


def _is_seal(data: bytes) -> bool:
    return f"\r\nWARC-Target-URI: {SEAL_URI}\r\n".encode() in data.partition(b"\r\n\r\n")[0] + b"\r\n"


def build_seal(digest: str, size: int, records: int, head: str, at: datetime) -> bytes:
    """The closing record: digest, length and record count of everything before it."""
    block = json.dumps({"sha256": digest, "bytes": size, "records": records}).encode()
    fields = (
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{new_record_id()}>"),
        ("WARC-Date", at.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("WARC-Target-URI", SEAL_URI),
        ("Content-Type", "application/json"),
        (PREVIOUS, f"sha256:{head}"),
        ("WARC-Block-Digest", f"sha256:{sha256(block)}"),
        ("Content-Length", str(len(block))),
    )
    text = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return store_uncompressed(b"WARC/1.1\r\n" + text.encode() + b"\r\n" + block + b"\r\n\r\n")


def seal_open_files(folder: Path, at: datetime) -> list[str]:
    """Seal what a killed run left open although its facts were saved; the names of the files closed.

    Raises:
        EvidenceWriteError: the disk is full.
    """
    closed = []
    for path in sorted(folder.glob(f"*.warc.gz{PART}")):
        file = WarcFile(path.with_name(path.name.removesuffix(PART)))
        try:
            file.close(at)
        finally:
            file.abandon()
        closed.append(file.final.name)
    return closed
