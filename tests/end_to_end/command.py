"""Runs the real command as a user does: a process of its own, files in, a result folder out."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from warm_command import WarmCommand

from xuncha.cli import main

_WARM = WarmCommand()
REPOSITORY = Path(__file__).parents[2]
ASOF = "2025-06-25T10:00"
#: Input file of a case and the option that takes it.
INPUTS = {
    "sites.csv": "--sites",
    "columns.csv": "--columns",
    "accounts.csv": "--accounts",
    "posts.jsonl": "--posts",
    "channels.jsonl": "--channels",
    "probes.csv": "--probes",
    "reports.csv": "--error-reports",
}
VERDICT_COLUMNS = [
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
]
FINDING_KEYS = {
    "target",
    "kind",
    "code",
    "tier",
    "outcome",
    "title",
    "detail",
    "urls",
    "quote",
    "observed",
    "evidence",
    "advice",
    "fingerprint",
}
EVIDENCE_KEYS = {"warc", "record_id", "url", "sha256", "captured_at"}


@dataclass(frozen=True, slots=True)
class Ran:
    """One finished command and where it wrote."""

    args: tuple[str, ...]
    code: int
    stdout: str
    stderr: str
    out: Path

    def told(self) -> str:
        """Everything a failed test should show."""
        tail = "\n".join(self.stderr.splitlines()[-25:])
        return f"$ xuncha {' '.join(self.args)}\nexit {self.code}\n{self.stdout[-800:]}\n{tail}"

    def file(self, name: str) -> Path:
        """A file of the result folder, which must be there."""
        assert (self.out / name).is_file(), f"{name} was not written\n{self.told()}"
        return self.out / name

    def verdicts(self) -> dict[str, dict[str, str]]:
        """Rows of verdicts.csv by target id."""
        with self.file("verdicts.csv").open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            assert (reader.fieldnames or [])[: len(VERDICT_COLUMNS)] == VERDICT_COLUMNS
            return {row["id"]: row for row in reader}

    def findings(self) -> list[dict[str, Any]]:
        """Lines of findings.jsonl."""
        text = self.file("findings.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def summary(self) -> dict[str, Any]:
        """The content of summary.json."""
        loaded: dict[str, Any] = json.loads(self.file("summary.json").read_text(encoding="utf-8"))
        return loaded


def xuncha(*args: str, out: Path, home: Path, timeout: float = 600, **doom: object) -> Ran:
    """Run ``xuncha`` with these arguments; ``home`` keeps the user's own data folder out of it. ``doom``: see there."""
    env = os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"} | _settings(home)
    with tempfile.TemporaryDirectory() as told:
        code, stdout, stderr = _WARM.run(args, env, home, Path(told), timeout, doom)
    return Ran(args, code, stdout, stderr, out)


def xuncha_here(*args: str, out: Path, home: Path) -> Ran:
    """The same in this process: for what follows an inspection, where starting would take longest."""
    done = CliRunner().invoke(main, args, env=_settings(home))
    error = done.exception
    broken = "" if error is None or isinstance(error, SystemExit) else f"Traceback: {error!r}"
    return Ran(args, done.exit_code, done.stdout, done.stderr + broken, out)


def _settings(home: Path) -> dict[str, str]:
    return {
        "XUNCHA_HOME": str(home),
        "COLUMNS": "400",
        "XUNCHA_PDF_ENGINE": "typst",  # LibreOffice has its own tests, and takes seconds
    }


def inspect(
    inputs: Path, out: Path, connect_to: str, indicators: str, *options: str, timeout: float = 600
) -> Ran:
    """Run ``xuncha inspect`` over the input files that lie in ``inputs``."""
    args = ["inspect"]
    for name, option in INPUTS.items():
        if (inputs / name).exists():
            args += [option, str(inputs / name)]
    args += ["--connect-to", connect_to, "--rate", "200", "--connections", "16", "--asof", ASOF]
    if "--browser" not in options:  # starts in a second or two, which most cases need not pay for
        options = (*options, "--browser", os.environ.get("XUNCHA_TEST_BROWSER", "off"))
    args += ["--indicators", indicators, *options, "--out", str(out)]
    home = out.parent / "home"
    home.mkdir(exist_ok=True)
    return xuncha(*args, out=out, home=home, timeout=timeout)
