"""Check that evidence is whole and unchanged, without trusting any outside tool.

Usual checkers accept a file that was cut off. Here every gzip member must be complete, every digest
right, and the seal that closes each file of ours must match every byte before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.members import Member, walk
from xuncha.gather.evidence.read import RecordNotFoundError, find_record
from xuncha.gather.evidence.recorder import SOFTWARE
from xuncha.gather.evidence.records import (
    HEAD,
    NO_MEMBER,
    PREVIOUS,
    BrokenRecordError,
    ParsedRecord,
    digest_matches,
    parse_record,
    sha256,
    store_uncompressed,
)
from xuncha.gather.evidence.warc_file import SEAL_URI

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the evidence. ``offset`` counts bytes in the compressed file."""

    warc: str
    record_id: str | None
    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found: how many whole records, and every problem."""

    records: int
    problems: tuple[Problem, ...]


def verify(directory: Path) -> Verification:
    """Check every evidence file in ``directory``, closed or left open."""
    records = 0
    problems: list[Problem] = []
    files = sorted(path for path in directory.iterdir() if path.name.endswith((".warc.gz", ".warc.gz.part")))
    for path in files:
        check = _FileCheck(path)
        if not path.is_file():  # opening a pipe would wait for ever
            problems.append(Problem(path.name, None, 0, "文件无法读取：不是普通文件"))
            continue
        try:
            problems.extend(check.run())
        except OSError:
            problems.append(Problem(path.name, None, 0, "文件无法读取：没有权限，或磁盘出错"))
        records += check.records
    if not files:
        problems.append(Problem("", None, 0, "目录中没有证据文件"))
    return Verification(records, tuple(problems))


def verify_cited(directory: Path, evidences: Iterable[Evidence]) -> tuple[Problem, ...]:
    """Check that each cited record exists, is of that address and has that digest."""
    problems: list[Problem] = []
    for evidence in dict.fromkeys(evidences):
        text = _citation_problem(directory, evidence)
        if text:
            problems.append(Problem(evidence.warc, evidence.record_id, 0, text))
    return tuple(problems)


def _citation_problem(directory: Path, evidence: Evidence) -> str:
    try:
        record = find_record(directory, evidence)
    except RecordNotFoundError as missing:
        return str(missing)
    if sha256(record.payload) != evidence.sha256:
        return "记录内容与引用的摘要不符"
    if record.field("WARC-Target-URI") != evidence.url:
        return "记录的网址与引用的网址不符"
    return ""


class _FileCheck:
    """One pass over one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = path.name
        self._seen: set[str] = set()
        self._is_ours = False
        self._is_sealed = False
        self._is_chained = False
        self._head = NO_MEMBER
        self.records = 0

    def run(self) -> Iterator[Problem]:
        """Every problem of the file, in order."""
        end = 0
        with self._path.open("rb") as file:
            for member in walk(self._path):
                if self._is_sealed:
                    yield self._problem(member, None, "封存记录之后还有内容")
                yield from self._member(member)
                file.seek(member.offset)
                self._head = _digest_of(file, member.length)
                end = member.offset + member.length
        if self._name.endswith(".part"):
            yield Problem(self._name, None, end, "文件没有正常关闭，可能不完整")
        elif self._is_ours and not self._is_sealed:
            yield Problem(self._name, None, end, "缺少封存记录，文件末尾可能被截去")
        elif end == 0:
            yield Problem(self._name, None, 0, "文件是空的")

    def _member(self, member: Member) -> Iterator[Problem]:
        if member.data is None:
            yield self._problem(member, None, member.problem)
            return
        try:
            record = parse_record(member.data)
        except BrokenRecordError as broken:
            yield self._problem(member, None, str(broken))
            return
        self.records += 1
        if member.offset == 0:
            self._is_ours = record.block.startswith(f"software: {SOFTWARE}/".encode())
            self._is_chained = bool(record.field(PREVIOUS))
            if record.field("WARC-Type") != "warcinfo":
                yield self._problem(member, record, "第一条记录不是文件说明")
        if (self._is_chained or self._is_ours) and record.field(PREVIOUS) != f"sha256:{self._head}":
            yield self._problem(member, record, "与前一条记录的链接断开：有记录被改动、删去、增加或调换")
        if record.record_id in self._seen:
            yield self._problem(member, record, "记录编号重复")
        self._seen.add(record.record_id)
        yield from self._digests(member, record)
        if record.field("WARC-Target-URI") == SEAL_URI:
            yield from self._seal(member, record)

    def _digests(self, member: Member, record: ParsedRecord) -> Iterator[Problem]:
        block, payload = record.field("WARC-Block-Digest"), record.field("WARC-Payload-Digest")
        head = record.field(HEAD) if payload else ""
        if not block and not head:
            yield self._problem(member, record, "记录没有摘要")
        if head and not digest_matches(head, record.http_head):
            yield self._problem(member, record, "报文头与其摘要不符")
        if block and not digest_matches(block, record.block):
            yield self._problem(member, record, "记录内容与其摘要不符")
        if payload and not digest_matches(payload, record.payload):
            yield self._problem(member, record, "正文与其摘要不符")

    def _seal(self, member: Member, record: ParsedRecord) -> Iterator[Problem]:
        self._is_sealed = True
        with self._path.open("rb") as file:
            before = _digest_of(file, member.offset)
            stored = file.read(member.length)
        if stored != store_uncompressed(member.data or b""):
            yield self._problem(member, record, "封存记录被改动")
        expected = {"sha256": before, "bytes": member.offset, "records": self.records - 1}
        if not _holds(record.block, expected):
            yield self._problem(member, record, "文件内容与封存时的摘要不符")

    def _problem(self, member: Member, record: ParsedRecord | None, text: str) -> Problem:
        return Problem(self._name, record.record_id if record else None, member.offset, text)


def _digest_of(file: BinaryIO, length: int) -> str:
    digest = hashlib.sha256()
    while length > 0 and (chunk := file.read(min(length, _CHUNK))):
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest()


def _holds(block: bytes, expected: dict[str, object]) -> bool:
    try:
        return bool(json.loads(block) == expected)
    except (ValueError, RecursionError):
        return False
