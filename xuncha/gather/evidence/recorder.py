"""Write what passed over the wire as WARC records."""

from __future__ import annotations

import json
import mimetypes
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from xuncha import __version__
from xuncha.facts.seen import BEIJING, Evidence
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.records import Batch, new_record_id, sha256
from xuncha.gather.evidence.warc_file import WarcFile

SOFTWARE = "xuncha"
#: What a request without a body sends.
_OF_NOTHING = sha256(b"")


class WarcRecorder:
    """One WARC file under ``directory``: ``<name>.warc.gz``, called ``….part`` until :meth:`close`.

    A file of that name that is already closed is left alone and a number added; one that an interrupted
    run left open is continued, so what that run cited stays where it was. Use from one thread only.
    """

    def __init__(self, directory: Path, name: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._file = WarcFile(_free_name(directory, name))
        self.warc = self._file.final.name
        self._info_id = new_record_id()
        self._write_info()

    def record(self, exchange: Exchange) -> Evidence:
        """Store one exchange and say where.

        The evidence is the response record, cut short or not; where no response came, the metadata record
        with the cause.

        Raises:
            EvidenceWriteError: the disk is full or the file cannot be written.
        """
        request_id, answer_id = new_record_id(), new_record_id()
        batch = Batch(self._file.head)
        payload_sha256 = ""
        if exchange.request is not None:
            self._request(batch, exchange, request_id, answer_id)
        if exchange.status_line:
            payload_sha256 = sha256(exchange.body)
            self._response(batch, exchange, answer_id, payload_sha256)
        if exchange.failure is not None or exchange.notes or not batch.members:
            said = {**(exchange.failure or {}), **exchange.notes}
            block = json.dumps(said, ensure_ascii=False).encode()
            record_id = new_record_id() if payload_sha256 else answer_id
            payload_sha256 = payload_sha256 or sha256(block)
            self._metadata(batch, exchange, record_id, request_id, block)
        self._file.append(batch)
        return self._evidence(answer_id, exchange.url, payload_sha256, exchange.started_at)

    def record_file(self, source: Path | bytes, uri: str, content_type: str = "") -> Evidence:
        """Store an input file (or its bytes) as it was read.

        Raises:
            OSError: the file cannot be read.
            EvidenceWriteError: the evidence cannot be written.
        """
        block = source if isinstance(source, bytes) else source.read_bytes()
        kind = content_type or mimetypes.guess_type(uri)[0] or "application/octet-stream"
        at = datetime.now(UTC)
        record_id = new_record_id()
        headers = (*self._fields(uri), ("Content-Type", kind))
        batch = Batch(self._file.head)
        batch.add("resource", record_id, at, headers, block)
        self._file.append(batch)
        return self._evidence(record_id, uri, sha256(block), at)

    def close(self) -> None:
        """Seal the file and rename it from ``.part``. Closing twice is harmless."""
        self._file.close(datetime.now(UTC))

    def abandon(self) -> None:
        """Stop without sealing (interrupted); a recorder of the same name continues the file."""
        self._file.abandon()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()

    def _write_info(self) -> None:
        lines = f"software: {SOFTWARE}/{__version__}\r\nformat: WARC File Format 1.1\r\n"
        headers = (("WARC-Filename", self.warc), ("Content-Type", "application/warc-fields"))
        now = datetime.now(UTC)
        batch = Batch(self._file.head)
        batch.add("warcinfo", self._info_id, now, headers, lines.encode())
        self._file.append(batch)

    def _fields(self, uri: str) -> tuple[tuple[str, str], ...]:
        # A raw Chinese address is allowed in the field; a line break would forge another field.
        safe = uri.replace("\r", "%0D").replace("\n", "%0A")
        return (("WARC-Target-URI", safe), ("WARC-Warcinfo-ID", f"<{self._info_id}>"))

    def _request(self, batch: Batch, exchange: Exchange, record_id: str, answer_id: str) -> None:
        headers = [*self._fields(exchange.url), ("WARC-Concurrent-To", f"<{answer_id}>")]
        headers.append(("Content-Type", "application/http; msgtype=request"))
        if exchange.ip:
            headers.append(("WARC-IP-Address", exchange.ip))
        block = exchange.request or b""
        sent = block.partition(b"\r\n\r\n")[2]
        batch.add(
            "request", record_id, exchange.started_at, headers, block, sha256(sent) if sent else _OF_NOTHING
        )

    def _response(self, batch: Batch, exchange: Exchange, record_id: str, payload_sha256: str) -> None:
        headers = [*self._fields(exchange.url), ("Content-Type", "application/http; msgtype=response")]
        if exchange.ip:
            headers.append(("WARC-IP-Address", exchange.ip))
        if exchange.truncated:
            headers.append(("WARC-Truncated", exchange.truncated))
        block = b"\r\n".join((exchange.status_line, *_stored_headers(exchange), b"", exchange.body))
        batch.add("response", record_id, exchange.started_at, headers, block, payload_sha256)

    def _metadata(
        self, batch: Batch, exchange: Exchange, record_id: str, request_id: str, block: bytes
    ) -> None:
        headers = [*self._fields(exchange.url), ("Content-Type", "application/json")]
        if exchange.request is not None:
            headers.append(("WARC-Concurrent-To", f"<{request_id}>"))
        batch.add("metadata", record_id, exchange.started_at, headers, block)

    def _evidence(self, record_id: str, url: str, digest: str, at: datetime) -> Evidence:
        return Evidence(self.warc, record_id, url, digest, _to_the_second(at.replace(microsecond=0)))


@lru_cache(maxsize=16)  # many records are written in the same second
def _to_the_second(at: datetime) -> str:
    return at.astimezone(BEIJING).isoformat()


def _stored_headers(exchange: Exchange) -> list[bytes]:
    """The headers as received, with those renamed that no longer describe the stored bytes."""
    lines = []
    length = b"%d" % len(exchange.body)
    for name, value in exchange.headers:
        lower = name.lower()
        false_length = lower == b"content-length" and exchange.method != "HEAD" and value.strip() != length
        renamed = lower == b"transfer-encoding" or false_length
        lines.append((b"X-Archive-Orig-" + name if renamed else name) + b": " + value)
    return lines


def _free_name(directory: Path, name: str) -> Path:
    path = directory / f"{name}.warc.gz"
    number = 2
    while path.exists():
        path = directory / f"{name}-{number}.warc.gz"
        number += 1
    return path
