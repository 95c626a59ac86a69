"""Files of a judged result that are gone are told when its evidence is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from xuncha.gather.evidence.missing_parts import missing_parts

PARTS = (
    "findings.jsonl",
    "verdicts.csv",
    "facts/run.json",
    "facts/registry.json.gz",
    "facts/sites/1.json.gz",
)


@pytest.fixture
def result(tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "facts" / "sites").mkdir(parents=True)
    for name in (*PARTS, "summary.json", "evidence/1.warc.gz", "evidence/2.warc.gz"):
        (tmp_path / name).touch()
    rows = ["kind,id,name,outcome", "site,1,甲,pass", "site,2,乙,unknown", "account,3,丙,fail"]
    (tmp_path / "verdicts.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    return tmp_path


def told(result: Path) -> list[str]:
    return [problem.warc for problem in missing_parts(result / "evidence")]


def test_a_whole_result(result: Path) -> None:
    assert told(result) == [], "an unfinished site has no facts, and an account no file of its own"


@pytest.mark.parametrize("name", PARTS)
def test_every_part_that_is_gone_is_named(result: Path, name: str) -> None:
    (result / name).unlink()
    assert told(result) == [name]
    assert all("不见了" in problem.text for problem in missing_parts(result / "evidence"))


def test_facts_that_were_read_again_from_the_evidence_do(result: Path) -> None:
    (result / "facts" / "sites").rename(result / "facts" / "reread")
    assert told(result) == []


def test_evidence_that_stands_alone_misses_nothing(result: Path) -> None:
    for name in (*PARTS, "summary.json"):
        (result / name).unlink()
    assert told(result) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b'"\x00'])
def test_verdicts_that_cannot_be_read_name_no_site(result: Path, content: bytes) -> None:
    (result / "verdicts.csv").write_bytes(content)
    assert told(result) == []
