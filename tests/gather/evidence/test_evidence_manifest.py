"""The chain over records and the manifest over files: nothing changes, goes, comes or moves unseen."""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.manifest import MANIFEST, ManifestError, read_manifest, sign_off
from xuncha.gather.evidence.members import walk
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.records import sha256
from xuncha.gather.evidence.verify import verify
from xuncha.gather.evidence.verify_result import verify_result
from xuncha.gather.evidence.warc_file import build_seal, seal_open_files

AT = datetime(2025, 6, 25, 2, 0, tzinfo=UTC)
ABOUT = {"asof": "2025-06-25T10:00:00+08:00", "standard": "national-2019"}


def exchange(number: int) -> Exchange:
    head = b"GET /%d HTTP/1.1\r\nHost: a.test\r\n\r\n" % number
    return Exchange(f"http://a.test/{number}", "GET", AT, head, b"HTTP/1.1 200 OK", (), b"page %d" % number)


def record(folder: Path, name: str, count: int = 3) -> list[Evidence]:
    with WarcRecorder(folder, name) as recorder:
        return [recorder.record(exchange(number)) for number in range(count)]


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A result folder of two evidence files and a finding that cites them."""
    folder = tmp_path / "result" / "evidence"
    cited = [*record(folder, "one"), *record(folder, "two")]
    finding = json.dumps({"evidence": [asdict(evidence) for evidence in cited]})
    (folder.parent / "findings.jsonl").write_text(finding + "\n")
    sign_off(folder, ABOUT, AT)
    return folder.parent


def texts(result: Path, expected: str = "") -> str:
    return "\n".join(
        f"{problem.warc}: {problem.text}" for problem in verify_result(result, expected).problems
    )


def members_of(path: Path) -> list[bytes]:
    whole = path.read_bytes()
    return [whole[member.offset : member.offset + member.length] for member in walk(path)]


def sealed_again(members: list[bytes]) -> bytes:
    """A file as a forger would close it: whole records, and a seal that fits them."""
    body = b"".join(members)
    return body + build_seal(sha256(body), len(body), len(members), sha256(members[-1]), AT)


def test_whole_evidence_has_no_problem(result: Path) -> None:
    assert texts(result) == ""
    assert texts(result / "evidence") == ""
    manifest = read_manifest(result / "evidence" / MANIFEST)
    assert [(file.name, file.records) for file in manifest.files] == [("one.warc.gz", 8), ("two.warc.gz", 8)]
    assert [file.head for file in manifest.files] == [
        sha256(members_of(result / "evidence" / file.name)[-1]) for file in manifest.files
    ]
    assert texts(result, manifest.digest.upper()) == ""
    assert "与给出的" in texts(result, "0" * 64)


def _swap(members: list[bytes]) -> None:
    members[2], members[4] = members[4], members[2]


@pytest.mark.parametrize(
    "forge",
    [_swap, lambda m: m.pop(3), lambda m: m.insert(3, m[5]), lambda m: m.append(m[2]), lambda m: m.pop(0)],
)
def test_records_moved_taken_or_added_break_the_chain_even_under_a_new_seal(
    result: Path, forge: Callable[[list[bytes]], object]
) -> None:
    path = result / "evidence" / "one.warc.gz"
    members = members_of(path)[:-1]
    forge(members)
    path.write_bytes(sealed_again(members))
    assert "链接断开" in "\n".join(problem.text for problem in verify(path.parent).problems)


def test_the_last_records_cut_off_under_a_new_seal_are_found_by_the_manifest(result: Path) -> None:
    path = result / "evidence" / "one.warc.gz"
    path.write_bytes(sealed_again(members_of(path)[:-3]))
    assert verify(path.parent).problems == ()  # a shorter chain is a whole chain
    assert "one.warc.gz: 与清单不符" in texts(result)
    assert "记录数应为 8，封存记录写的是 6" in texts(result)


def test_words_of_a_site_with_ends_of_lines_of_other_kinds_break_no_citation(result: Path) -> None:
    """JSON lets these stand in a text, and a link's text may hold them."""
    path = result / "findings.jsonl"
    finding = json.loads(path.read_text()) | {"quote": "\u2028\u2029\u0085分行"}
    path.write_text((json.dumps(finding, ensure_ascii=False) + "\n") * 2, encoding="utf-8")
    assert texts(result) == ""


def test_a_result_without_findings_cites_nothing(result: Path) -> None:
    (result / "findings.jsonl").write_bytes(b"")
    assert texts(result) == ""


def test_every_changed_byte_of_the_manifest_is_found(result: Path) -> None:
    path = result / "evidence" / MANIFEST
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ManifestError):
            read_manifest(path)
    path.write_bytes(whole[:-1])
    assert "被改动" in texts(result)


def test_files_added_taken_exchanged_or_cut_are_found(result: Path, tmp_path: Path) -> None:
    folder = result / "evidence"
    one, two = folder / "one.warc.gz", folder / "two.warc.gz"
    whole = tmp_path / "whole"
    shutil.copytree(result, whole)

    def again() -> None:
        shutil.rmtree(result)
        shutil.copytree(whole, result)

    one.unlink()
    assert "one.warc.gz: 清单中的文件不见了" in texts(result)
    again()
    (folder / "extra.txt").write_text("x")
    assert "extra.txt: 清单之外的文件" in texts(result)
    again()
    record(folder, "three")
    assert "three.warc.gz: 清单之外的文件" in texts(result)
    again()
    two.write_bytes(one.read_bytes())
    assert "two.warc.gz: 与清单不符" in texts(result)
    again()
    one.write_bytes(one.read_bytes()[:-1])
    assert "长度应为" in texts(result)
    again()
    (folder / MANIFEST).unlink()
    assert "没有证据清单" in texts(result)


def test_evidence_forged_throughout_is_told_by_the_digest_kept_elsewhere_and_by_the_findings(
    result: Path,
) -> None:
    folder = result / "evidence"
    kept = read_manifest(folder / MANIFEST).digest
    for name in ("one", "two"):
        (folder / f"{name}.warc.gz").unlink()
        record(folder, name)
    (folder / MANIFEST).unlink()
    sign_off(folder, ABOUT, AT)
    assert verify_result(folder).problems != ()  # the findings beside it cite other records
    (result / "findings.jsonl").unlink()
    assert texts(result) == ""  # no chain can show more than this by itself
    assert "与给出的" in texts(result, kept)


def test_signing_off_again(result: Path) -> None:
    folder = result / "evidence"
    first = (folder / MANIFEST).read_bytes()
    before = sign_off(folder, ABOUT, AT + timedelta(days=1))
    assert (folder / MANIFEST).read_bytes() == first
    record(folder, "three")
    after = sign_off(folder, ABOUT, AT + timedelta(days=1))
    assert (after.previous, len(after.files)) == (before.digest, 3)
    assert texts(result) == ""


def test_an_open_file_is_not_signed_off_until_it_is_sealed(tmp_path: Path) -> None:
    recorder = WarcRecorder(tmp_path, "one")
    recorder.record(exchange(1))
    recorder.abandon()
    with pytest.raises(ManifestError, match="没有关闭"):
        sign_off(tmp_path, ABOUT, AT)
    assert seal_open_files(tmp_path, AT) == ["one.warc.gz"]
    sign_off(tmp_path, ABOUT, AT)
    assert texts(tmp_path) == ""


def test_a_seal_written_just_before_the_end_does_not_bar_the_way(tmp_path: Path) -> None:
    first = record(tmp_path, "one")
    (tmp_path / "one.warc.gz").rename(tmp_path / "one.warc.gz.part")  # killed before it got its name
    second = record(tmp_path, "one", 1)
    assert verify(tmp_path).problems == ()
    assert verify(tmp_path).records == 2 * len(first) + 2 * len(second) + 3
    assert [path.name for path in tmp_path.iterdir()] == ["one.warc.gz"]


def test_every_torn_end_is_kept(tmp_path: Path) -> None:
    part = tmp_path / "one.warc.gz.part"
    for round_ in range(3):
        recorder = WarcRecorder(tmp_path, "one")
        recorder.record(exchange(round_))
        recorder.abandon()
        part.write_bytes(part.read_bytes()[: -5 - round_])
    WarcRecorder(tmp_path, "one").close()
    assert verify(tmp_path).problems == ()
    torn = sorted(path.name for path in tmp_path.iterdir() if ".torn" in path.name)
    assert torn == ["one.warc.gz.torn", "one.warc.gz.torn-2", "one.warc.gz.torn-3"]


@pytest.mark.parametrize("nonsense", [b"[" * 200_000, b"[1, null]", b"\xff\xfe\x00", b"{"])
@pytest.mark.parametrize("name", [MANIFEST, "../findings.jsonl", "../summary.json"])
def test_files_of_nonsense_are_a_problem_and_no_crash(result: Path, name: str, nonsense: bytes) -> None:
    (result / "evidence" / name).write_bytes(nonsense)
    assert texts(result)


def test_what_is_no_plain_file_is_told_and_not_waited_for(result: Path) -> None:
    """Opening a pipe waits for a writer that never comes; a folder may stand where the manifest was."""
    folder = result / "evidence"
    os.mkfifo(folder / "pipe.warc.gz")
    (folder / MANIFEST).unlink()
    (folder / MANIFEST).mkdir()
    said = texts(result)
    assert "不是普通文件" in said
    assert "证据清单无法读取" in said


def test_a_record_blown_up_costs_no_memory(result: Path) -> None:
    """A forged member of 512 MiB, whose head never ends."""
    path = result / "evidence" / "one.warc.gz"
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    forged = packer.compress(b"WARC/1.1\r\nX: ")
    forged += b"".join(packer.compress(bytes(1 << 20)) for _ in range(512)) + packer.flush()
    with path.open("ab") as file:
        file.write(forged)
    tracemalloc.start()
    said = texts(result)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "记录大得不合常理" in said
    assert most < 200 << 20
