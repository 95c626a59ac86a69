"""The digest that the notice and the summary print is the evidence's, or ``evidence verify`` says that it is not."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xuncha.gather.evidence.manifest import sign_off
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.verify_result import verify_result

AT = datetime(2025, 6, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def result(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    with WarcRecorder(folder, "one") as recorder:
        recorder.record_file(b"list", "urn:xuncha:input:sites", "text/csv")
    sign_off(folder, {"standard": "national-2019"}, AT)
    (tmp_path / "facts").mkdir()
    for name in ("findings.jsonl", "verdicts.csv", "facts/run.json", "facts/registry.json.gz"):
        (tmp_path / name).touch()
    return tmp_path


def word(result: Path, text: str) -> None:
    with zipfile.ZipFile(result / "notice.docx", "w") as file:
        file.writestr("word/document.xml", f"<w:p><w:t>{text}</w:t></w:p>")


def told(result: Path) -> list[str]:
    return [f"{one.warc}：{one.text}" for one in verify_result(result).problems]


def test_the_same_digest_is_no_problem_however_it_is_broken_into_groups(result: Path) -> None:
    digest = sign_off(result / "evidence", {"standard": "national-2019"}, AT).digest
    (result / "summary.json").write_text(json.dumps({"evidence": {"manifest_sha256": digest}}))
    groups = " ".join(digest[n : n + 16] for n in range(0, 64, 16))
    word(result, f"清单（manifest.json）SHA-256 摘要：{groups[:20]}</w:t><w:t>{groups[20:]}。")
    assert told(result) == []


def test_another_digest_is_told(result: Path) -> None:
    (result / "summary.json").write_text(json.dumps({"evidence": {"manifest_sha256": "0" * 64}}))
    word(result, f"SHA-256 摘要：{' '.join(['f' * 16] * 4)}。")
    problems = told(result)
    assert [text.partition("：")[0] for text in problems] == ["summary.json", "notice.docx"]
    assert "0" * 64 in problems[0]
    assert "f" * 64 in problems[1]


@pytest.mark.parametrize("summary", ['{"sites": {}}', '{"evidence": {"manifest_sha256": null}}'])
def test_documents_that_name_none_are_older_and_no_problem(result: Path, summary: str) -> None:
    (result / "summary.json").write_text(summary)
    word(result, "通报")
    assert told(result) == []


@pytest.mark.parametrize("summary", ["{", '{"evidence": {}}', '{"evidence": 3}', "[]"])
def test_what_cannot_be_read_is_told(result: Path, summary: str) -> None:
    (result / "summary.json").write_text(summary)
    (result / "notice.docx").write_bytes(b"PK")
    assert len(told(result)) == 2
