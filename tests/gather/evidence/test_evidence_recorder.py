from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import RFC_4122, UUID

import pytest
from warcio.archiveiterator import ArchiveIterator

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.read import RecordNotFoundError, read_record
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.records import new_record_id, sha256
from xuncha.gather.evidence.verify import verify, verify_cited
from xuncha.gather.evidence.warc_file import EvidenceWriteError

AT = datetime(2025, 6, 25, 2, 0, 0, 123456, tzinfo=UTC)
REQUEST = b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"
PAGE = "<p>通知公告</p>".encode("gbk")


def exchange(**changes: Any) -> Exchange:
    values: dict[str, Any] = {
        "url": "http://a.test/公告",
        "method": "GET",
        "started_at": AT,
        "request": REQUEST,
        "status_line": b"HTTP/1.1 200 OK",
        "headers": ((b"Content-Type", b"text/html"), (b"X-Odd", b"\xff\xfe")),
        "body": PAGE,
        "ip": "8.8.8.8",
    }
    return Exchange(**{**values, **changes})


def read_all(directory: Path) -> list[dict[str, Any]]:
    """Everything in the directory, by the independent reader, digests checked."""
    found: list[dict[str, Any]] = []
    for path in sorted(directory.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                body = record.content_stream().read()
                assert record.digest_checker.passed is not False, record.digest_checker.problems
                found.append(
                    {
                        "type": record.rec_type,
                        "fields": dict(record.rec_headers.headers),
                        "http": record.http_headers,
                        "body": body,
                    }
                )
    return found


def test_an_exchange_is_read_back_by_another_program(tmp_path: Path) -> None:
    with WarcRecorder(tmp_path, "site") as recorder:
        assert not (tmp_path / "site.warc.gz").exists()
        evidence = recorder.record(exchange())
    info, request, response, seal = read_all(tmp_path)
    assert [one["type"] for one in (info, request, response, seal)] == [
        "warcinfo",
        "request",
        "response",
        "metadata",
    ]
    assert response["body"] == PAGE
    assert response["http"].get_statuscode() == "200"
    fields = response["fields"]
    assert fields["WARC-Record-ID"] == f"<{evidence.record_id}>"
    assert fields["WARC-Target-URI"] == evidence.url == "http://a.test/公告"
    assert fields["WARC-IP-Address"] == "8.8.8.8"
    assert fields["WARC-Date"] == "2025-06-25T02:00:00.123456Z"
    assert fields["WARC-Payload-Digest"] == "sha256:" + evidence.sha256 == "sha256:" + sha256(PAGE)
    assert request["fields"]["WARC-Concurrent-To"] == f"<{evidence.record_id}>"
    assert (evidence.warc, evidence.captured_at) == ("site.warc.gz", "2025-06-25T10:00:00+08:00")
    assert verify(tmp_path).problems == ()
    assert verify_cited(tmp_path, [evidence]) == ()


def test_the_bytes_as_sent_are_kept_and_the_headers_agree(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    headers = ((b"Content-Encoding", b"gzip"), (b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"99"))
    with WarcRecorder(tmp_path, "site") as recorder:
        evidence = recorder.record(exchange(headers=headers, body=packed))
    response = read_all(tmp_path)[2]
    assert response["body"] == PAGE  # the reader takes the gzip off
    names = [name for name, _ in response["http"].headers]
    assert names == ["Content-Encoding", "X-Archive-Orig-Transfer-Encoding", "X-Archive-Orig-Content-Length"]
    stored = read_record(tmp_path, evidence)
    assert stored.body == packed
    assert sha256(stored.body) == evidence.sha256
    assert stored.status_line == "HTTP/1.1 200 OK"
    assert stored.http_headers[0] == ("Content-Encoding", "gzip")


def test_a_true_length_is_left_alone_and_head_has_no_body(tmp_path: Path) -> None:
    with WarcRecorder(tmp_path, "site") as recorder:
        recorder.record(exchange(headers=((b"Content-Length", b"%d" % len(PAGE)),)))
        recorder.record(exchange(method="HEAD", headers=((b"Content-Length", b"5000"),), body=b""))
    for response in [one for one in read_all(tmp_path) if one["type"] == "response"]:
        assert [name for name, _ in response["http"].headers] == ["Content-Length"]


def test_a_failure_is_evidence_too(tmp_path: Path) -> None:
    failure = {"status": "timeout", "cause": "在总时限内没有完成", "try": 3, "spent_ms": 30000}
    with WarcRecorder(tmp_path, "site") as recorder:
        evidence = recorder.record(exchange(status_line=b"", headers=(), body=b"", failure=failure))
    _, request, metadata, _ = read_all(tmp_path)
    assert (request["type"], metadata["type"]) == ("request", "metadata")
    assert json.loads(metadata["body"]) == failure
    assert metadata["fields"]["WARC-Concurrent-To"] == request["fields"]["WARC-Record-ID"]
    assert metadata["fields"]["WARC-Record-ID"] == f"<{evidence.record_id}>"
    assert evidence.sha256 == sha256(metadata["body"])
    assert read_record(tmp_path, evidence).body == metadata["body"]


def test_nothing_sent_leaves_no_request(tmp_path: Path) -> None:
    with WarcRecorder(tmp_path, "site") as recorder:
        recorder.record(exchange(request=None, status_line=b"", body=b"", failure={"status": "refused"}))
    assert [one["type"] for one in read_all(tmp_path)] == ["warcinfo", "metadata", "metadata"]


def test_a_body_cut_short_says_so_and_why(tmp_path: Path) -> None:
    with WarcRecorder(tmp_path, "site") as recorder:
        evidence = recorder.record(exchange(truncated="length", failure={"status": "too_large"}))
    _, _, response, metadata, _ = read_all(tmp_path)
    assert response["fields"]["WARC-Truncated"] == "length"
    assert response["fields"]["WARC-Record-ID"] == f"<{evidence.record_id}>"
    assert json.loads(metadata["body"]) == {"status": "too_large"}
    assert verify_cited(tmp_path, [evidence]) == ()


def test_input_files_are_kept(tmp_path: Path) -> None:
    source = tmp_path / "in" / "probes.csv"
    source.parent.mkdir()
    source.write_bytes("网站标识码,时间\r\n".encode())
    with WarcRecorder(tmp_path, "inputs") as recorder:
        first = recorder.record_file(source, "file:probes.csv")
        second = recorder.record_file(b"{}", "file:posts.jsonl", "application/jsonl")
    _, one, two, _ = read_all(tmp_path)
    assert (one["type"], one["fields"]["Content-Type"], one["body"]) == (
        "resource",
        "text/csv",
        source.read_bytes(),
    )
    assert two["fields"]["Content-Type"] == "application/jsonl"
    assert verify_cited(tmp_path, [first, second]) == ()


def test_an_address_with_a_line_break_forges_no_field(tmp_path: Path) -> None:
    with WarcRecorder(tmp_path, "site") as recorder:
        recorder.record(exchange(url="http://a.test/\r\nWARC-Type: warcinfo", request=None, status_line=b""))
    assert read_all(tmp_path)[1]["type"] == "metadata"


def test_a_closed_file_is_never_written_again(tmp_path: Path) -> None:
    for _ in range(3):
        with WarcRecorder(tmp_path, "site") as recorder:
            recorder.record(exchange())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "site-2.warc.gz",
        "site-3.warc.gz",
        "site.warc.gz",
    ]
    assert verify(tmp_path).problems == ()


def test_a_killed_run_is_continued_and_its_torn_end_set_aside(tmp_path: Path) -> None:
    killed = WarcRecorder(tmp_path, "site")
    first = killed.record(exchange())
    killed.record(exchange())
    killed.abandon()
    part = tmp_path / "site.warc.gz.part"
    part.write_bytes(part.read_bytes()[:-20])
    assert read_record(tmp_path, first).body == PAGE  # readable while the file is open

    with WarcRecorder(tmp_path, "site") as recorder:
        second = recorder.record(exchange(body=b"later"))
    assert verify(tmp_path).problems == ()
    assert verify_cited(tmp_path, [first, second]) == ()
    assert (tmp_path / "site.warc.gz.torn").stat().st_size > 0
    assert read_all(tmp_path)[-2]["body"] == b"later"


def record_and_break_off(directory: Path) -> None:
    with WarcRecorder(directory, "site") as recorder:
        recorder.record(exchange())
        raise KeyboardInterrupt


def test_an_interrupted_recorder_leaves_its_file_open(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        record_and_break_off(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["site.warc.gz.part"]


def test_a_full_disk_leaves_a_whole_file(tmp_path: Path) -> None:
    recorder = WarcRecorder(tmp_path, "site")
    kept = recorder.record(exchange())
    recorder._file._file.close()
    recorder._file._file = open("/dev/full", "ab")  # noqa: SIM115
    with pytest.raises(EvidenceWriteError, match="写入失败"):
        recorder.record(exchange())
    recorder.record(exchange())  # there is room again
    recorder.close()
    recorder.close()
    assert verify(tmp_path).problems == ()
    assert verify_cited(tmp_path, [kept]) == ()


@pytest.mark.parametrize("name", ["../site.warc.gz", "/etc/passwd", "other.warc.gz", "site.warc.gz/..", ""])
def test_only_evidence_is_read(tmp_path: Path, name: str) -> None:
    directory = tmp_path / "evidence"
    for place in (directory, tmp_path):
        with WarcRecorder(place, "site") as recorder:
            evidence = recorder.record(exchange())
    with pytest.raises(RecordNotFoundError):
        read_record(directory, Evidence(name, evidence.record_id, evidence.url, evidence.sha256, ""))


def test_record_ids_are_random_uuids() -> None:
    drawn = [new_record_id() for _ in range(2000)]
    assert len(set(drawn)) == 2000
    for record_id in drawn:
        read = UUID(record_id)
        assert (read.version, read.variant, read.urn) == (4, RFC_4122, record_id)
