"""A round carried out by worker processes of the program: the same result as the command line, through kills."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from small_province import ASOF, EXPECTED, SCOPE, sites_served, write_inputs
from specimens.server import SpecimenServer, serve

#: Run in a process of its own: the tables live in a folder (or database) of their own, with real commits.
PROGRAM = """
import json, sys
from datetime import datetime
from xuncha.web.startup import set_up, bring_up_to_date
set_up(); bring_up_to_date()
from pathlib import Path
from django.utils import timezone
from people import a_person
from xuncha.apps.directory.importing import carry_out, take_in
from xuncha.apps.inspections.models import *
from xuncha.apps.inspections.work.preparing import HANDED_IN, inputs_folder
asked = json.loads(sys.argv[1])
person = a_person("inspector")
for kind, path in asked["lists"].items():
    one, plan = take_in(kind, Path(path).read_bytes(), path, person)
    carry_out(one, person, timezone.localdate())
r = Round.objects.create(title="检查", kind="full", asof=datetime.fromisoformat(asked["asof"]), standard="national-2019",
    indicators=asked["scope"], folder="one", network={"rate": 1000, "connections": 16, "retries": 0, "connect_to": asked["to"]})
inputs_folder(r).mkdir(parents=True)
(inputs_folder(r) / "posts.jsonl").write_bytes(Path(asked["posts"]).read_bytes())
RoundTarget.objects.create(round=r, kind="prepare", key="lists", place=0)
"""


class Office:
    """One installation in a folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        taken = {k: v for k, v in os.environ.items() if not k.startswith(("XUNCHA_", "DJANGO_"))}
        tests = Path(__file__).parents[2]
        self.env = taken | {"XUNCHA_HOME": str(home), "PYTHONUTF8": "1", "PYTHONPATH": str(tests)}

    def order(self, **asked: Any) -> None:
        """Import the lists and order a round."""
        command = [sys.executable, "-c", PROGRAM, json.dumps(asked)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def says(self, query: str) -> list[Any]:
        """What the database answers, read or changed behind the program's back."""
        with closing(sqlite3.connect(self.home / "xuncha.sqlite3", timeout=30)) as database, database:
            return database.execute(query).fetchall()

    def until(self, query: str) -> None:
        """Wait until the database answers the query with a row."""
        for _ in range(1200):
            if self.says(query):
                return
            time.sleep(0.05)
        raise AssertionError(query)

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "xuncha", "worker", *options], env=self.env)


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
