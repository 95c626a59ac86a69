"""What lies in the evidence, record by record, and how to show a stored body to a person."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.read import RecordNotFoundError, StoredRecord, read_record
from xuncha.gather.http.bodies import BodyBrokenError, BodyDecoder, BodyTooLargeError
from xuncha.gather.http.decoding import decode
from xuncha.whole_file import PART

#: More than this of one body is not shown (bytes, decompressed).
_SHOWN = 32 << 20
_TEXTUAL = ("text/", "application/json", "application/xml", "application/xhtml", "application/javascript")
_SHORTEST_ID = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the evidence, as a list shows it. ``said`` is the status line of a response."""

    warc: str
    record_id: str
    kind: str
    url: str
    at: str
    media_type: str
    said: str


@dataclass(frozen=True, slots=True)
class Body:
    """A stored body with its content coding taken off. ``note`` says in Chinese what is wrong with it."""

    data: bytes
    media_type: str
    text: str | None
    note: str


def warc_files(folder: Path) -> list[Path]:
    """The evidence files of a folder, closed or still open."""
    ends = (".warc.gz", f".warc.gz{PART}")
    return sorted(path for path in folder.iterdir() if path.name.endswith(ends) and path.is_file())


def entries(path: Path) -> Iterator[Entry]:
    """The records of one file in order, as far as it can be read."""
    name = path.name.removesuffix(PART)
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file, parse_http=False):
                headers = record.headers
                kind = headers.get("WARC-Type") or ""
                head = record.reader.read(4096).partition(b"\r\n\r\n")[0] if kind == "response" else b""
                status_line, *lines = head.decode("utf-8", "replace").split("\r\n")
                yield Entry(
                    name,
                    (headers.get("WARC-Record-ID") or "").strip("<>"),
                    kind,
                    headers.get("WARC-Target-URI") or "",
                    headers.get("WARC-Date") or "",
                    _media_type(lines) if head else (headers.get("Content-Type") or ""),
                    status_line.partition(" ")[2],
                )
        except (OSError, ValueError, EOFError):
            return


def _media_type(lines: list[str]) -> str:
    for line in lines:
        name, _, value = line.partition(":")
        if name.lower() == "content-type":
            return value.strip()
    return ""


def find_entry(folder: Path, wanted: str) -> Entry:
    """The record of that id, or of the one id that begins so (with or without ``urn:uuid:``).

    Raises:
        RecordNotFoundError: there is none, or more than one.
    """
    bare = wanted.strip().strip("<>").removeprefix("urn:uuid:").lower()
    if len(bare) < _SHORTEST_ID:
        raise RecordNotFoundError(f"记录编号“{inert(wanted)}”太短，至少给出 {_SHORTEST_ID} 位")
    found = [
        entry
        for path in warc_files(folder)
        for entry in entries(path)
        if entry.record_id.removeprefix("urn:uuid:").startswith(bare)
    ]
    if not found:
        raise RecordNotFoundError(f"证据中没有编号为“{inert(wanted)}”的完好记录")
    if len(found) > 1:
        raise RecordNotFoundError(f"编号以“{inert(wanted)}”开头的记录有 {len(found)} 条，请给出更多位")
    return found[0]


def read_entry(folder: Path, entry: Entry) -> StoredRecord:
    """The whole record. Raises RecordNotFoundError where it is damaged."""
    return read_record(folder, Evidence(entry.warc, entry.record_id, entry.url, "", entry.at))


def body_of(record: StoredRecord) -> Body:
    """The body as a person can look at it; ``text`` is None for what is no text."""
    http = {name.lower(): value for name, value in record.http_headers}
    own = {name.lower(): value for name, value in record.headers}
    media_type = http.get("content-type", "") if record.status_line else own.get("content-type", "")
    decoder = BodyDecoder(http.get("content-encoding", ""), _SHOWN)
    note = ""
    try:
        decoder.feed(record.body)
        decoder.finish()
    except BodyTooLargeError:
        note = f"正文超过 {_SHOWN >> 20} MiB，只显示开头部分"
    except BodyBrokenError as error:
        note = str(error)
    data = decoder.body
    is_text = media_type.lower().startswith(_TEXTUAL) or (not media_type and b"\x00" not in data[:1024])
    return Body(data, media_type, decode(data, media_type).text if is_text else None, note)


def inert(text: str) -> str:
    """Text that a terminal prints and does not obey: control and direction-changing characters are made visible."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char in "\n\t" or char.isprintable():
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"⟨{code:04X}⟩"
    return char
