"""Every specimen site through the real command: right verdicts, right findings, real evidence, repeatable."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import EVIDENCE_KEYS, FINDING_KEYS, Ran, inspect, xuncha_here
from specimens.server import SpecimenServer, serve
from specimens.site_files import case_folders, load_case
from warc_records import read_evidence

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser

CASES = case_folders()
Inspected = Callable[[Path], tuple[Ran, SpecimenServer]]


def expected_of(case: Path) -> dict[str, Any]:
    return tomllib.loads((case / "expected.toml").read_text(encoding="utf-8"))


def _marked(case: Path) -> Any:
    """The case in a group of its own; one shown in a browser may wait out what never appears."""
    marks = [pytest.mark.xdist_group(case.name)]
    marks += [pytest.mark.long] if "--browser" in expected_of(case)["options"] else []
    return pytest.param(case, id=case.name, marks=marks)


#: A case is inspected once; the tests that look at its result run in the same process.
each_case = pytest.mark.parametrize("case", [_marked(case) for case in CASES])


def skip_without_browser(options: list[str]) -> None:
    found = find_browser(BrowserMode.ON) if "--browser" in options and "on" in options else None
    if isinstance(found, NoBrowser):
        pytest.skip(found.reason)


@pytest.fixture(scope="session")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Inspected:
    """Inspects a case once and remembers the result for every test that looks at it."""
    done: dict[str, tuple[Ran, SpecimenServer]] = {}

    def run(case: Path) -> tuple[Ran, SpecimenServer]:
        if case.name not in done:
            expected = expected_of(case)
            skip_without_browser(expected["options"])
            out = tmp_path_factory.mktemp(case.name) / "result"
            with serve(load_case(case)) as server:
                ran = inspect(case, out, server.address, expected["indicators"], *expected["options"])
            done[case.name] = (ran, server)
        return done[case.name]

    return run


@each_case
def test_verdicts_are_as_expected(case: Path, inspected: Inspected) -> None:
    ran, _ = inspected(case)
    expected = expected_of(case)
    assert ran.code == expected["exit"], ran.told()
    assert "Traceback" not in ran.stderr, ran.told()
    seen = {target: row["outcome"] for target, row in ran.verdicts().items()}
    wanted = {row["id"]: row["outcome"] for row in expected["target"]}
    assert seen == wanted, _told_findings(ran)


@each_case
def test_findings_are_as_expected(case: Path, inspected: Inspected) -> None:
    ran, _ = inspected(case)
    expected = expected_of(case)
    findings = ran.findings()
    for wanted in expected.get("finding", []):
        assert any(_matches(wanted, found) for found in findings), (
            f"not found: {wanted}\n{_told_findings(ran)}"
        )
    hits = [found for found in findings if found["outcome"] == "hit"]
    accused = [found for found in hits if found["code"] in expected["absent"]]
    assert not accused, f"false accusation\n{_told_findings(ran)}"
    planned = {(row["target"], row["code"]) for row in expected.get("finding", []) if row["outcome"] == "hit"}
    assert {(found["target"], found["code"]) for found in hits} <= planned, _told_findings(ran)


@each_case
def test_findings_keep_the_contract(case: Path, inspected: Inspected) -> None:
    ran, _ = inspected(case)
    verdicts, findings = ran.verdicts(), ran.findings()
    records = read_evidence(ran.out / "evidence")
    for found in findings:
        assert set(found) >= FINDING_KEYS, f"missing: {FINDING_KEYS - set(found)} in {found}"
        assert found["outcome"] in ("hit", "doubt")
        assert found["tier"] in ("veto", "deduct", "bonus", "note")
        wordless = [key for key in ("title", "detail", "advice", "fingerprint") if not found[key]]
        assert not wordless, f"{wordless} empty in {found}"
        assert found["kind"] == verdicts[found["target"]]["kind"]
        assert found["evidence"] or found["outcome"] == "doubt", f"a hit without evidence: {found}"
        for cited in found["evidence"]:
            assert set(cited) == EVIDENCE_KEYS
            stored = records.get(cited["record_id"])
            assert stored, f"{found['code']} cites a record that is in no file: {cited}"
            assert (stored.warc, stored.sha256) == (cited["warc"], cited["sha256"]), (
                f"{found['code']}: {cited}"
            )
    prints = [found["fingerprint"] for found in findings]
    assert len(prints) == len(set(prints)), "two findings share a fingerprint"
    _columns_name_the_hits(verdicts, findings)


@each_case
def test_result_folder_is_complete(case: Path, inspected: Inspected) -> None:
    ran, _ = inspected(case)
    expected = expected_of(case)
    assert any(path.is_file() for path in (ran.out / "facts").rglob("*")), "facts/ holds no file"
    for name in ("notice.docx", "notice.pdf", "annexes.xlsx"):
        assert (ran.out / name).stat().st_size > 1000, f"{name} is empty"
    summary = ran.summary()
    outcomes = [row["outcome"] for row in expected["target"]]
    tallies = [summary[kind] for kind in ("sites", "accounts") if summary.get(kind)]
    assert sum(tally["total"] for tally in tallies) == len(outcomes)
    for key, outcome in (("passed", "pass"), ("failed", "fail"), ("unknown", "unknown")):
        assert sum(tally[key] for tally in tallies) == outcomes.count(outcome), f"{key}: {tallies}"
    for code in expected["indicators"].split(","):
        assert code in str(summary["scope"]), f"the scope does not name {code}: {summary['scope']}"


@each_case
def test_pages_are_counted_and_sites_treated_politely(case: Path, inspected: Inspected) -> None:
    ran, server = inspected(case)
    for row in ran.verdicts().values():
        assert int(row["reached"] or 0) <= int(row["pages"] or 0), row
    # A page shown in a browser may ask for something again and again by itself, as often as it stays open.
    left_out = {"/robots.txt", *expected_of(case).get("polled_by_the_page", [])}
    asked = [request for request in server.requests if request[2] not in left_out]
    most = max((asked.count(request) for request in set(asked)), default=0)
    assert most <= 8, f"one address was asked for {most} times"


@each_case
def test_judging_again_gives_the_same_bytes_without_network(
    case: Path, inspected: Inspected, tmp_path: Path
) -> None:
    """Also the proof that what a run judges while it reads is what its facts say."""
    ran, server = inspected(case)
    again = shutil.copytree(ran.out, tmp_path / "again")
    names = ("verdicts.csv", "findings.jsonl", "summary.json")
    for name in names:
        (again / name).unlink()
    asked = len(server.requests)
    judged = xuncha_here("judge", str(again), out=again, home=tmp_path)
    assert judged.code in (0, ran.code), judged.told()
    assert len(server.requests) == asked
    for name in names:
        assert (again / name).read_bytes() == (ran.out / name).read_bytes(), (
            f"{name} differs\n{judged.told()}"
        )


@each_case
def test_evidence_verifies_until_one_byte_is_changed(
    case: Path, inspected: Inspected, tmp_path: Path
) -> None:
    ran, _ = inspected(case)
    evidence = shutil.copytree(ran.out / "evidence", tmp_path / "evidence")
    intact = xuncha_here("evidence", "verify", str(evidence), out=evidence, home=tmp_path)
    assert intact.code == 0, intact.told()
    warc = max(evidence.glob("*.warc.gz"), key=lambda path: path.stat().st_size)
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0x10
    warc.write_bytes(data)
    changed = xuncha_here("evidence", "verify", str(evidence), out=evidence, home=tmp_path)
    assert changed.code != 0, "a changed byte went unnoticed\n" + changed.told()


def _matches(wanted: dict[str, str], found: dict[str, Any]) -> bool:
    if any(found[key] != wanted[key] for key in ("target", "code", "outcome")):
        return False
    addresses = [*found["urls"], *(cited["url"] for cited in found["evidence"])]
    part = wanted.get("url_contains", "")
    return not part or any(part in address for address in addresses)


def _columns_name_the_hits(verdicts: dict[str, dict[str, str]], findings: list[dict[str, Any]]) -> None:
    for target, row in verdicts.items():
        hits = [found for found in findings if found["target"] == target and found["outcome"] == "hit"]
        vetoes = {found["code"] for found in hits if found["tier"] == "veto"}
        others = {found["code"] for found in hits if found["tier"] != "veto"}
        assert (row["outcome"] == "fail") == bool(vetoes), f"{row} against {sorted(vetoes)}"
        assert vetoes <= set(row["veto"].split(";")), row
        assert others <= set(row["other"].split(";")), row


def _told_findings(ran: Ran) -> str:
    lines = [
        f"  {found['target']} {found['code']} {found['outcome']} {found['detail'][:160]} {found['urls'][:3]}"
        for found in ran.findings()
    ]
    return "\n".join([f"$ xuncha {' '.join(ran.args)}", "findings:", *lines])
