"""A round carried out by worker processes of the program: the same result as the command line, through kills."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office
from small_province import ASOF, EXPECTED, SCOPE, sites_served, write_inputs
from specimens.server import SpecimenServer, serve


@pytest.fixture(scope="module")
def slow() -> Iterator[SpecimenServer]:
    with serve(sites_served(delay_s=0.7)) as running:
        yield running


def test_killed_and_taken_over_it_gives_what_the_command_line_gives(
    slow: SpecimenServer, tmp_path: Path
) -> None:
    office, paths = Office(tmp_path / "home"), write_inputs(tmp_path / "in")
    lists = {"sites": str(paths.sites), "columns": str(paths.columns), "accounts": str(paths.accounts)}
    to = ["127.0.0.1", slow.port]
    office.order(lists=lists, posts=str(paths.posts), scope=list(SCOPE), asof=f"{ASOF.isoformat()}", to=to)
    doomed = office.worker()
    try:
        office.until("SELECT 1 FROM inspections_roundtarget WHERE kind = 'site' AND state = 'running'")
    finally:
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
    held = {key for (key,) in office.says("SELECT key FROM inspections_roundtarget WHERE state = 'running'")}
    assert held, "the worker was killed too late for this test"
    office.says("UPDATE inspections_roundtarget SET lease_until = '2020-01-01' WHERE state = 'running'")
    office.says("UPDATE inspections_addresshold SET until = '2020-01-01'")
    workers = [office.worker() for _ in range(2)]
    office.until("SELECT 1 FROM inspections_round WHERE state IN ('finished', 'failed')")
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    outcomes = office.says("SELECT key, outcome FROM inspections_verdictentry")
    assert sorted(outcomes) == sorted(EXPECTED.items())
    tokens = dict(office.says("SELECT key, token FROM inspections_roundtarget"))
    assert {key for key, token in tokens.items() if token == 2} == held
    assert set(tokens.values()) <= {1, 2}
    result = tmp_path / "home" / "rounds" / "one"
    rows = (result / "verdicts.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {row.split(",")[1]: row.split(",")[5] for row in rows} == EXPECTED
    check = [sys.executable, "-m", "xuncha", "evidence", "verify", str(result)]
    verified = subprocess.run(check, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr
