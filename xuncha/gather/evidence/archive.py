"""A site's evidence as something to ask again: what came back for an address, in the order it came."""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord
from isal import isal_zlib

from xuncha.facts.seen import BEIJING, Evidence
from xuncha.facts.website import RobotsRule, RobotsSeen
from xuncha.gather.evidence.exchange import TLS_NOTE, Exchange
from xuncha.gather.evidence.records import sha256
from xuncha.gather.evidence.warc_file import SEAL_URI
from xuncha.whole_file import PART

#: A record that lists targets that were looked at by HEAD alone, and how that ended.
LOOKED_AT_URI = "urn:xuncha:looked-at"
#: A record of what the robots.txt of the site's hosts meant for the visit.
ROBOTS_URI = "urn:xuncha:robots"
#: Compressed bytes read at once: most records are smaller.
_CHUNK = 1 << 14
_END_OF_HEAD = b"\r\n\r\n"
_REFERER = re.compile(rb"\r\nreferer:[ \t]*([^\r]*)", re.I)
_AGENT = re.compile(rb"\r\nuser-agent:[ \t]*([^\r]*)", re.I)

#: A request by which answers are looked up: method, address, and as whom it was asked (Referer, what was put
#: behind our own name).
Key = tuple[str, str, str, str]


def as_asked(referer: str, seen_as: str) -> tuple[str, str]:
    """As whom a page was asked for, by the first search engine named: earlier runs named no other."""
    first, more, _ = seen_as.partition("; Googlebot")
    return referer.partition("&from=")[0], f"{first})" if more else seen_as


class ArchiveError(Exception):
    """A site's evidence cannot be read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One exchange of the archive: where its records lie. ``response`` and ``failure`` are offsets, None where
    there is none."""

    evidence: Evidence
    response: int | None = None
    failure: int | None = None


@dataclass(slots=True)
class _Group:
    """The records of one exchange, while the file is read."""

    url: str
    key: Key
    at: str = ""
    response: tuple[int, str, str] | None = None
    failure: tuple[int, str, str] | None = None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What came back: ``status_line`` empty where no response did, ``failure`` as the recorder was told, and
    what was wrong with the certificate or the TLS version."""

    status_line: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    failure: dict[str, object] | None
    tls_note: str = ""


@dataclass(slots=True)
class SiteArchive:
    """The last visit to a site that a result folder holds. Reads its WARC file, asks nobody."""

    path: Path
    _asked: dict[Key, list[Stored]] = field(default_factory=lambda: defaultdict(list))
    _taken: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    _own_name: str = ""
    _files: dict[str, Stored] = field(default_factory=dict)
    #: Targets looked at by HEAD alone: how it ended and how often it was asked.
    looked_at: dict[str, tuple[str, int | None, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self._read()
        except (OSError, ValueError, EOFError, zlib.error) as error:
            raise ArchiveError(f"{self.path.name}：证据文件无法读取（{type(error).__name__}）") from error

    def take(self, key: Key) -> Stored | None:
        """The next exchange for a request, the last one again once all were taken, None where there is none."""
        found = self._asked.get(key)
        if not found:
            return None
        number = self._taken[key]
        self._taken[key] = number + 1
        return found[min(number, len(found) - 1)]

    def has_more(self, key: Key) -> bool:
        """True when another exchange is stored than those taken."""
        return self._taken[key] < len(self._asked.get(key, ()))

    def holds(self, url: str) -> bool:
        """True when a page of that address was asked for by GET."""
        return bool(self._asked.get(("GET", url, "", "")))

    def unsent(self, url: str) -> Evidence | None:
        """The record that says why an address was not asked for."""
        found = self._asked.get(unsent_key(url))
        return found[0].evidence if found else None

    def file(self, uri: str) -> Evidence | None:
        """The record of a file that was kept."""
        found = self._files.get(uri)
        return found.evidence if found else None

    @property
    def robots(self) -> tuple[RobotsSeen, ...]:
        """What the robots.txt of the site's hosts meant for the visit; empty where that was not kept.

        Raises:
            ArchiveError: the record is damaged.
        """
        kept = json.loads(self.content(ROBOTS_URI) or b"[]")
        return tuple(
            RobotsSeen(one["host"], RobotsRule(one["rule"]), one["reason"], _cited(one["evidence"]))
            for one in kept
        )

    def content(self, uri: str) -> bytes | None:
        """What is in a file that was kept, None where none was.

        Raises:
            ArchiveError: the record is damaged.
        """
        found = self._files.get(uri)
        if found is None or found.response is None:
            return None
        block = self._block(found.response)
        if sha256(block) != found.evidence.sha256:
            raise ArchiveError(f"存档记录 {found.evidence.record_id} 与其摘要不符")
        return block

    def answer(self, stored: Stored) -> StoredAnswer:
        """What is stored of an exchange.

        Raises:
            ArchiveError: the record is damaged: its bytes are not those of its digest.
        """
        failure: dict[str, object] | None = None
        if stored.failure is not None:
            failure = json.loads(self._block(stored.failure))
        if stored.response is None:
            if failure is not None and sha256(self._block(stored.failure or 0)) != stored.evidence.sha256:
                raise ArchiveError(f"存档记录 {stored.evidence.record_id} 与其摘要不符")
            return StoredAnswer(b"", (), b"", failure)
        tls_note = str(failure.pop(TLS_NOTE, "")) if failure else ""
        head, _, body = self._block(stored.response).partition(_END_OF_HEAD)
        if sha256(body) != stored.evidence.sha256:
            raise ArchiveError(f"存档记录 {stored.evidence.record_id} 与其摘要不符")
        status_line, *lines = head.split(b"\r\n")
        return StoredAnswer(status_line, tuple(_headers(lines)), body, failure or None, tls_note)

    def _block(self, offset: int) -> bytes:
        with self.path.open("rb", buffering=0) as file:
            file.seek(offset)
            machine = isal_zlib.decompressobj(wbits=31)
            parts = []
            while not machine.eof and (chunk := file.read(_CHUNK)):
                parts.append(machine.decompress(chunk))
        data = b"".join(parts)
        head = data.find(_END_OF_HEAD)
        return data[head + len(_END_OF_HEAD) : -len(_END_OF_HEAD)] if head >= 0 else b""

    def _read(self) -> None:
        groups: dict[str, _Group] = {}
        order: list[_Group] = []
        with self.path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                if record.headers.get("WARC-Type") == "warcinfo":
                    # A visit begins; what an interrupted one left in the file is not part of it.
                    groups.clear()
                    order.clear()
                    self._files.clear()
                    self.looked_at.clear()
                elif record.headers.get("WARC-Target-URI") != SEAL_URI:
                    self._take_in(record, groups, order)
        for group in order:
            self._asked[group.key].append(self._stored(group))

    def _take_in(self, record: WarcRecord, groups: dict[str, _Group], order: list[_Group]) -> None:
        headers = record.headers
        url = headers.get("WARC-Target-URI") or ""
        own_id = (headers.get("WARC-Record-ID") or "").strip("<>")
        other_id = (headers.get("WARC-Concurrent-To") or "").strip("<>")
        digest = (headers.get("WARC-Payload-Digest") or "").removeprefix("sha256:")
        at, place = headers.get("WARC-Date") or "", (record.stream_pos, own_id, digest)
        kind = headers.get("WARC-Type")
        if url == LOOKED_AT_URI:
            looks: dict[str, tuple[str, int | None, int]] = json.loads(record.reader.read())
            self.looked_at.update(looks)
        elif kind == "resource":
            self._files[url] = Stored(self._evidence(url, place, at), place[0])
        elif kind == "request":
            group = _Group(url, self._key(url, record.reader.read()), at)
            groups[own_id] = groups[other_id] = group
            order.append(group)
        else:
            group = groups.get(own_id) or groups.get(other_id) or _Group(url, unsent_key(url), at)
            if own_id not in groups and other_id not in groups:
                groups[own_id] = group
                order.append(group)
            if kind == "response":
                group.response = place
            else:
                group.failure = place

    def _key(self, url: str, request: bytes) -> Key:
        head = request.partition(_END_OF_HEAD)[0]
        agent = _header_value(_AGENT, head)
        self._own_name = self._own_name or agent
        seen_as = agent.removeprefix(self._own_name).strip()
        method = head.partition(b" ")[0].decode("ascii", "replace")
        return (method, url, *as_asked(_header_value(_REFERER, head), seen_as))

    def _stored(self, group: _Group) -> Stored:
        place = group.response or group.failure
        if place is None:
            raise ArchiveError(f"{self.path.name}：{group.url} 的请求没有结果")
        return Stored(
            self._evidence(group.url, place, group.at),
            group.response[0] if group.response else None,
            group.failure[0] if group.failure else None,
        )

    def _evidence(self, url: str, place: tuple[int, str, str], at: str) -> Evidence:
        return Evidence(self.path.name.removesuffix(PART), place[1], url, place[2], _captured(at))


@lru_cache(maxsize=1024)
def _captured(at: str) -> str:
    """A time of the archive as evidence tells it; many records were written in the same second."""
    return datetime.fromisoformat(at).astimezone(BEIJING).isoformat(timespec="seconds")


def _cited(said: dict[str, str] | None) -> Evidence | None:
    return None if said is None else Evidence(**said)


class ArchiveRecorder:
    """Cites what is in the archive already; keeps nothing."""

    def __init__(self, archive: SiteArchive) -> None:
        self._archive = archive

    def record(self, exchange: Exchange) -> Evidence:
        """The record of an address that was refused then as now.

        Raises:
            ArchiveError: there is none.
        """
        known = self._archive.unsent(exchange.url)
        if known is None:
            raise ArchiveError(f"存档中没有 {exchange.url}")
        return known

    def record_file(self, source: Path | bytes, uri: str, content_type: str = "") -> Evidence | None:
        """The record of the file kept then, None where none was."""
        return self._archive.file(uri)


def unsent_key(url: str) -> Key:
    """The key of an address that was not asked for."""
    return ("", url, "", "")


def _header_value(pattern: re.Pattern[bytes], head: bytes) -> str:
    found = pattern.search(head)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _headers(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """As received: those the recorder renamed because the stored bytes are others get their names back."""
    for line in lines:
        name, _, value = line.partition(b":")
        yield name.removeprefix(b"X-Archive-Orig-"), value.strip()


def archive_of(evidence: Path, site_code: str) -> SiteArchive | None:
    """The archive of a site's last visit, None where it was never visited.

    Raises:
        ArchiveError: the file is damaged.
    """
    numbered = [evidence / f"{site_code}.warc.gz"]
    numbered += sorted(evidence.glob(f"{site_code}-*.warc.gz"), key=lambda path: (len(path.name), path.name))
    found = [path for path in numbered if path.exists()]
    return SiteArchive(found[-1]) if found else None
