"""The files of the contract: names, order, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from xuncha.apps.inspections.output import VERDICT_FIELDS, write_findings, write_verdicts
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.facts.seen import Evidence


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_stand_in_the_promised_order(tmp_path: Path) -> None:
    write_verdicts(tmp_path, [])
    header = "kind,id,name,region,sponsor,outcome,veto,other,pages,reached,note,states"
    assert (
        (tmp_path / "verdicts.csv").read_text(encoding="utf-8")
        == header + "\n"
        == ",".join(VERDICT_FIELDS) + "\n"
    )


def test_a_verdict_in_a_row(tmp_path: Path) -> None:
    verdict = Verdict(
        "site", "1", "某县,政府\n网", "石堰市", "某办", "", "fail", ("W301", "W403"), ("N109",), 9, 8, "注"
    )
    write_verdicts(tmp_path, [verdict])
    (row,) = rows_of(tmp_path)
    assert (row["veto"], row["other"], row["pages"], row["reached"]) == ("W301;W403", "N109", "9", "8")
    assert row["name"] == "某县,政府\n网"


def test_cells_that_look_like_formulas_are_inert(tmp_path: Path) -> None:
    names = ["=cmd()", "+1", "-1", "@SUM", "\tx", "平常"]
    write_verdicts(
        tmp_path, [Verdict("site", str(n), name, "", "", "", "pass") for n, name in enumerate(names)]
    )
    assert [row["name"] for row in rows_of(tmp_path)] == ["'=cmd()", "'+1", "'-1", "'@SUM", "'\tx", "平常"]


def test_a_finding_a_line(tmp_path: Path) -> None:
    proof = Evidence("a.warc.gz", "urn:1", "http://a/", "0" * 64, "2025-06-25T10:00:00+08:00")
    found = Finding(
        "1",
        "site",
        "W403",
        "veto",
        "hit",
        "空白栏目",
        "五\n个",
        ("http://a/",),
        "引",
        {"blank": 5},
        (proof,),
        "改",
        "f",
    )
    write_findings(tmp_path, [found, found])
    lines = (tmp_path / "findings.jsonl").read_text(encoding="utf-8").split("\n")
    assert (len(lines), lines[2]) == (3, "")
    read = json.loads(lines[0])
    assert (read["observed"], read["evidence"][0]["record_id"], read["detail"]) == (
        {"blank": 5},
        "urn:1",
        "五\n个",
    )
    assert "空白栏目" in lines[0]


def test_no_findings_is_an_empty_file(tmp_path: Path) -> None:
    write_findings(tmp_path, [])
    assert (tmp_path / "findings.jsonl").read_bytes() == b""
