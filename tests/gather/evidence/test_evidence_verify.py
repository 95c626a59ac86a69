from __future__ import annotations

import gzip
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.cli import main as warcio_main

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.members import walk
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.records import HEAD, parse_record, sha256
from xuncha.gather.evidence.verify import verify, verify_cited

AT = datetime(2025, 6, 25, 2, 0, tzinfo=UTC)


def exchange(number: int) -> Exchange:
    body = random.Random(number).randbytes(1500)
    request = b"GET /%d HTTP/1.1\r\nHost: a.test\r\n\r\n" % number
    return Exchange(f"http://a.test/{number}", "GET", AT, request, b"HTTP/1.1 200 OK", (), body)


@pytest.fixture
def cited(tmp_path: Path) -> list[Evidence]:
    with WarcRecorder(tmp_path, "site") as recorder:
        return [recorder.record(exchange(number)) for number in range(4)]


@pytest.fixture
def warc(tmp_path: Path, cited: list[Evidence]) -> Path:
    return tmp_path / "site.warc.gz"


def test_whole_evidence(tmp_path: Path, warc: Path, cited: list[Evidence]) -> None:
    assert verify(tmp_path).problems == ()
    assert verify(tmp_path).records == 2 * len(cited) + 2
    assert verify_cited(tmp_path, cited) == ()


@pytest.mark.parametrize("cut", [1, 8, 300, 2000, 4000])
def test_a_cut_file_is_found(tmp_path: Path, warc: Path, cited: list[Evidence], cut: int) -> None:
    warc.write_bytes(warc.read_bytes()[:-cut])
    found = verify(tmp_path)
    assert found.problems
    assert all(problem.warc == "site.warc.gz" for problem in found.problems)


def test_a_cut_at_the_end_of_a_record_is_found(tmp_path: Path, warc: Path) -> None:
    ends = [member.offset + member.length for member in walk(warc)]
    whole = warc.read_bytes()
    for end in ends[:-1]:
        warc.write_bytes(whole[:end])
        assert [problem.text for problem in verify(tmp_path).problems] == ["缺少封存记录，文件末尾可能被截去"]


def test_the_usual_checker_would_have_passed_it(warc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warc.write_bytes(warc.read_bytes()[:-8])
    try:
        code = warcio_main(["check", str(warc)])
    except SystemExit as end:
        code = end.code
    assert not code


def test_every_changed_byte_is_found(tmp_path: Path, warc: Path) -> None:
    whole = warc.read_bytes()
    places = [
        *range(40),
        *random.Random(1).sample(range(len(whole)), 250),
        *range(len(whole) - 700, len(whole)),
    ]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << (place % 8)
        warc.write_bytes(damaged)
        assert verify(tmp_path).problems, f"byte {place}"


def test_one_damaged_record_does_not_hide_the_others(
    tmp_path: Path, warc: Path, cited: list[Evidence]
) -> None:
    member = list(walk(warc))[4]  # the second response
    damaged = bytearray(warc.read_bytes())
    damaged[member.offset + member.length // 2] ^= 0xFF
    warc.write_bytes(damaged)
    found = verify(tmp_path)
    assert found.records == 2 * len(cited) + 1
    assert found.problems[0].offset == member.offset
    assert [problem.record_id for problem in verify_cited(tmp_path, cited)] == [cited[1].record_id]


@pytest.mark.parametrize(
    ("number", "said", "forged", "told"),
    [
        (2, b"200 OK", b"404 No", "报文头与其摘要不符"),
        (2, exchange(0).body[:8], b"\x00" * 8, "正文与其摘要不符"),
        (1, b"GET ", b"PUT ", "报文头与其摘要不符"),
        (0, b"format: WARC", b"format: warc", "记录内容与其摘要不符"),
    ],
)
def test_a_record_rewritten_with_care_is_found(
    tmp_path: Path, warc: Path, number: int, said: bytes, forged: bytes, told: str
) -> None:
    whole = warc.read_bytes()
    member = list(walk(warc))[number]
    assert member.data is not None
    assert said in member.data
    other = gzip.compress(member.data.replace(said, forged))
    warc.write_bytes(whole[: member.offset] + other + whole[member.offset + member.length :])
    texts = {problem.text for problem in verify(tmp_path).problems}
    assert {told, "文件内容与封存时的摘要不符"} <= texts


def test_a_record_without_a_digest_of_all_its_bytes_is_found(tmp_path: Path, warc: Path) -> None:
    """Of the head alone, or of the payload alone, is not enough."""
    whole = warc.read_bytes()
    member = list(walk(warc))[2]
    assert member.data is not None
    for name in (b"WARC-HTTP-Head-Digest", b"WARC-Payload-Digest"):
        other = gzip.compress(member.data.replace(name, b"X-Digest"))
        warc.write_bytes(whole[: member.offset] + other + whole[member.offset + member.length :])
        assert "记录没有摘要" in {problem.text for problem in verify(tmp_path).problems}


def test_a_digest_of_the_whole_block_is_as_good(tmp_path: Path, warc: Path) -> None:
    """As archives of old and of others have it."""
    whole = warc.read_bytes()
    member = list(walk(warc))[2]
    assert member.data is not None
    record = parse_record(member.data)
    head = f"{HEAD}: sha256:{sha256(record.http_head)}".encode()
    assert head in member.data
    block = f"WARC-Block-Digest: sha256:{sha256(record.block)}".encode()
    other = gzip.compress(member.data.replace(head, block))
    warc.write_bytes(whole[: member.offset] + other + whole[member.offset + member.length :])
    assert "摘要" not in "".join(
        one.text for one in verify(tmp_path).problems if one.record_id == record.record_id
    )


def test_records_removed_or_added_are_found(tmp_path: Path, warc: Path) -> None:
    whole = warc.read_bytes()
    members = list(walk(warc))
    gap = members[2]
    warc.write_bytes(whole[: gap.offset] + whole[gap.offset + gap.length :])
    assert verify(tmp_path).problems
    warc.write_bytes(whole + whole[gap.offset : gap.offset + gap.length])
    assert {"封存记录之后还有内容", "记录编号重复"} <= {problem.text for problem in verify(tmp_path).problems}


def test_rubbish_and_emptiness_are_found(tmp_path: Path, warc: Path) -> None:
    whole = warc.read_bytes()
    for content in (b"", b"rubbish", whole + b"x", gzip.compress(b"not a record"), b"x" + whole):
        warc.write_bytes(content)
        assert verify(tmp_path).problems


def test_an_open_file_and_an_empty_directory_are_found(tmp_path: Path) -> None:
    assert [problem.text for problem in verify(tmp_path).problems] == ["目录中没有证据文件"]
    recorder = WarcRecorder(tmp_path, "site")
    recorder.record(exchange(1))
    recorder.abandon()
    assert [problem.text for problem in verify(tmp_path).problems] == ["文件没有正常关闭，可能不完整"]


def test_false_citations_are_found(tmp_path: Path, cited: list[Evidence]) -> None:
    good = cited[0]
    false = [
        replace(good, sha256=cited[1].sha256),
        replace(good, record_id="urn:uuid:0"),
        replace(good, warc="none.warc.gz"),
        replace(good, warc="../site.warc.gz"),
        replace(good, url="http://b.test/"),
    ]
    assert len(verify_cited(tmp_path, [good, *false, good])) == len(false)


def test_a_folder_in_place_of_a_file_is_found(tmp_path: Path, warc: Path, cited: list[Evidence]) -> None:
    warc.unlink()
    warc.mkdir()
    assert [problem.text[:6] for problem in verify(tmp_path).problems] == ["文件无法读取"]
    assert verify_cited(tmp_path, cited[:1])
