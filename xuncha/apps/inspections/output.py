"""Verdicts and findings as the files of the contract."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.text.visible import escaped_in_json
from xuncha.whole_file import write_whole

VERDICT_FIELDS = (
    "kind",
    "id",
    "name",
    "region",
    "sponsor",
    "outcome",
    "veto",
    "other",
    "pages",
    "reached",
    "note",
    "states",
)
#: Characters with which a spreadsheet would take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_verdicts(result: Path, verdicts: Iterable[Verdict]) -> None:
    """Write ``verdicts.csv``: one row a target, codes joined by a semicolon."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(VERDICT_FIELDS)
    for verdict in verdicts:
        row = {
            **asdict(verdict),
            "veto": ";".join(verdict.veto),
            "other": ";".join(verdict.other),
            "states": ";".join(f"{code}={state}" for code, state in verdict.states),
        }
        writer.writerow(inert_cell(row[field]) for field in VERDICT_FIELDS)
    write_whole(result / "verdicts.csv", text.getvalue().encode())


def inert_cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_findings(result: Path, findings: Iterable[Finding]) -> None:
    """Write ``findings.jsonl``: one finding a line, with the evidence it rests on."""
    lines = [escaped_in_json(json.dumps(asdict(one), ensure_ascii=False)) + "\n" for one in findings]
    write_whole(result / "findings.jsonl", "".join(lines).encode())
