"""The file a recorder appends to: whole members only, sealed at the end."""

from __future__ import annotations

import contextlib
import hashlib
import json
from datetime import datetime
from pathlib import Path

from xuncha.gather.evidence.members import walk
from xuncha.gather.evidence.records import new_record_id, sha256, store_uncompressed

#: The target of the last record of a file, which holds the digest of everything before it.
SEAL_URI = "urn:xuncha:seal"


class EvidenceWriteError(OSError):
    """Evidence could not be written (disk full, no permission). The message is Chinese.

    The file itself is left whole: it ends with the last complete record.
    """


class WarcFile:
    """An append-only WARC file under the name ``<final>.part`` until it is closed.

    A ``.part`` left by a killed run is continued: a torn last record is moved to ``<final>.torn`` first.
    """

    def __init__(self, final: Path) -> None:
        self.final = final
        self._part = final.with_name(final.name + ".part")
        self._digest = hashlib.sha256()
        self.size = 0
        self.records = 0
        self.is_continued = self._part.exists()
        if self.is_continued:
            self._salvage()
        self._file = self._part.open("ab")

    def append(self, data: bytes, records: int) -> None:
        """Add whole members; all of ``data`` or nothing gets into the file.

        Raises:
            EvidenceWriteError: the disk is full or the file cannot be written.
        """
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
        self.records += records

    def close(self, at: datetime) -> None:
        """Seal the file and give it its final name."""
        if self._file.closed:
            return
        self.append(build_seal(self._digest.hexdigest(), self.size, self.records, at), 1)
        self._file.close()
        self._part.replace(self.final)

    def abandon(self) -> None:
        """Close without a seal; a later run can continue the file."""
        self._file.close()

    def _salvage(self) -> None:
        for member in walk(self._part):
            if member.data is None:
                break
            self.size += member.length
            self.records += 1
        content = self._part.read_bytes()
        self._digest.update(content[: self.size])
        if self.size < len(content):
            self.final.with_name(self.final.name + ".torn").write_bytes(content[self.size :])
            with self._part.open("r+b") as file:
                file.truncate(self.size)

    def _roll_back(self) -> None:
        """Cut off what a failed write left behind."""
        with contextlib.suppress(OSError):
            # Closing flushes the rest of the buffer and meets the same full disk.
            self._file.close()
        self._file = self._part.open("ab")
        self._file.truncate(self.size)


def build_seal(digest: str, size: int, records: int, at: datetime) -> bytes:
    """The closing record: digest, length and record count of everything before it."""
    block = json.dumps({"sha256": digest, "bytes": size, "records": records}).encode()
    fields = (
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{new_record_id()}>"),
        ("WARC-Date", at.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("WARC-Target-URI", SEAL_URI),
        ("Content-Type", "application/json"),
        ("WARC-Block-Digest", f"sha256:{sha256(block)}"),
        ("Content-Length", str(len(block))),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return store_uncompressed(b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n")
