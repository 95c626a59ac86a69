"""Reads evidence with warcio, which knows nothing of the program under test."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator


@dataclass(frozen=True, slots=True)
class Stored:
    """One WARC record as an independent reader sees it. ``status`` is the HTTP status of a response."""

    warc: str
    kind: str
    url: str
    sha256: str
    status: int | None


def read_evidence(folder: Path) -> dict[str, Stored]:
    """Every record under ``folder`` by its id without brackets."""
    records = {}
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                identity = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")
                is_response = record.rec_type == "response"
                records[identity] = Stored(
                    path.name,
                    record.rec_type,
                    record.rec_headers.get_header("WARC-Target-URI") or "",
                    hashlib.sha256(record.raw_stream.read()).hexdigest(),
                    int(record.http_headers.get_statuscode()) if is_response else None,
                )
    return records
