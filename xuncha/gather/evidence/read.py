"""Read a cited record back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.members import walk
from xuncha.gather.evidence.records import BrokenRecordError, Pairs, ParsedRecord, parse_record


class RecordNotFoundError(LookupError):
    """The cited record is not in the evidence, or is damaged. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as kept. ``body`` is the payload with any content coding (gzip, br) still on it."""

    headers: Pairs
    status_line: str
    http_headers: Pairs
    body: bytes


def read_record(directory: Path, evidence: Evidence) -> StoredRecord:
    """The record that ``evidence`` cites.

    Raises:
        RecordNotFoundError: no such file, no such record, or it is damaged.
    """
    record = find_record(directory, evidence)
    if not record.is_http:
        return StoredRecord(record.headers, "", (), record.block)
    head = record.block.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    status_line, *lines = head.split("\r\n")
    pairs = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return StoredRecord(record.headers, status_line, pairs, record.payload)


def find_record(directory: Path, evidence: Evidence) -> ParsedRecord:
    """The parsed record that ``evidence`` cites, wherever its file is, closed or still open.

    Raises:
        RecordNotFoundError: no such file, no such record, or it is damaged.
    """
    path = _locate(directory, evidence.warc)
    state = path.stat()
    offset = _offsets(path, state.st_size, state.st_mtime_ns).get(evidence.record_id)
    if offset is None:
        raise RecordNotFoundError(f"{evidence.warc} 中没有完好的记录 {evidence.record_id}")
    member = next(walk(path, offset))
    try:
        return parse_record(member.data or b"")
    except BrokenRecordError as broken:
        raise RecordNotFoundError(f"{evidence.warc} 中的记录 {evidence.record_id} 已损坏") from broken


def _locate(directory: Path, name: str) -> Path:
    if not name.endswith(".warc.gz") or name != Path(name).name:
        raise RecordNotFoundError(f"证据文件名不正确：{name}")
    for path in (directory / name, directory / f"{name}.part"):
        if path.is_file():
            return path
    raise RecordNotFoundError(f"没有证据文件 {name}")


@lru_cache(maxsize=64)
def _offsets(path: Path, size: int, changed_ns: int) -> dict[str, int]:
    """Where each whole record starts. Size and change time are there to notice a file that has grown."""
    offsets: dict[str, int] = {}
    for member in walk(path):
        try:
            record = parse_record(member.data or b"")
        except BrokenRecordError:
            continue
        offsets.setdefault(record.record_id, member.offset)
    return offsets
