"""Cases 3, 4, 28 and 32: workers whose database is locked, who fall silent, and who meet a row that is poison."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from office import Office
from small_province import CODES, EXPECTED, sites_served
from specimens.server import SpecimenServer, serve
from waiting import until

pytestmark = pytest.mark.long
#: Longer than a connection waits for a lock.
LOCKED_S = 31.0
DISK = "320m"
POISON = CODES[3]


@pytest.fixture(scope="module")
def served() -> Iterator[SpecimenServer]:
    with serve(sites_served(delay_s=0.3)) as running:
        yield running


@pytest.fixture
def office(served: SpecimenServer, tmp_path: Path) -> Office:
    return ordered(served, tmp_path, tmp_path / "home")


def ordered(served: SpecimenServer, tmp_path: Path, home: Path) -> Office:
    """The small province ordered, nothing done yet."""
    made = Office(home)
    made.order(tmp_path / "in", served.port)
    return made


@contextmanager
def working(office: Office, count: int, log: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many workers; what they say goes to ``log``. They end with the block."""
    with log.open("wb") as said:
        command = [sys.executable, "-m", "xuncha", "worker"]
        workers = [subprocess.Popen(command, env=office.env, stdout=said, stderr=said) for _ in range(count)]
        try:
            yield workers
        finally:
            for worker in workers:
                worker.send_signal(signal.SIGCONT)
                worker.terminate()
            for worker in workers:
                worker.wait(timeout=600)


def lock(office: Office, seconds: float) -> None:
    """Hold the database for ourselves alone: nobody else writes."""
    with closing(sqlite3.connect(office.home / "xuncha.sqlite3", timeout=30, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        held.execute("ROLLBACK")


def freeze(pid: int, office: Office) -> None:
    """Stop a worker where it stands, outside of a transaction: one that is frozen inside holds the database."""
    for _ in range(1000):
        os.kill(pid, signal.SIGSTOP)
        try:
            with closing(sqlite3.connect(office.home / "xuncha.sqlite3", timeout=1)) as database:
                database.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError:
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.05)
    raise AssertionError("the database is never free")


def test_28_a_database_locked_for_long_costs_time_and_nothing_else(office: Office, tmp_path: Path) -> None:
    """3 and 28: no target fails, none is judged by what could not be written, and both workers live on."""
    log = tmp_path / "log"
    with working(office, 2, log) as workers:
        office.until("SELECT 1 FROM inspections_roundtarget WHERE kind = 'site' AND state = 'running'")
        lock(office, LOCKED_S)
        office.until("SELECT 1 FROM inspections_round WHERE state IN ('finished', 'failed')")
        assert [worker.poll() for worker in workers] == [None, None], log.read_text()
    assert dict(office.says("SELECT key, outcome FROM inspections_verdictentry")) == EXPECTED
    assert office.says("SELECT key, reason FROM inspections_roundtarget WHERE state = 'failed'") == []
    assert "locked" not in "".join(
        row[0] for row in office.says("SELECT reason FROM inspections_roundtarget")
    )


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for the 256 MiB that a visit wants to be free, and for little more."""
    made = tmp_path / "disk"
    made.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", made]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    yield made
    subprocess.run(["umount", "-l", made], check=True)


def test_22_a_disk_that_is_full_under_database_and_evidence_is_waited_for(
    served: SpecimenServer, disk: Path, tmp_path: Path
) -> None:
    office, log = ordered(served, tmp_path, disk / "home"), tmp_path / "log"
    with working(office, 1, log) as (worker,):
        office.until("SELECT 1 FROM inspections_roundtarget WHERE kind = 'site' AND state = 'running'")
        ballast = disk / "ballast"
        with ballast.open("wb") as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 20))
                file.flush()
        until(lambda: "磁盘空间不足" in log.read_text())
        assert worker.poll() is None, log.read_text()
        ballast.unlink()
        office.until("SELECT 1 FROM inspections_round WHERE state IN ('finished', 'failed')")
    assert dict(office.says("SELECT key, outcome FROM inspections_verdictentry")) == EXPECTED
    assert "磁盘空间不足" in log.read_text()


def test_32_one_row_of_poison_is_given_up_and_spoils_no_other(office: Office, tmp_path: Path) -> None:
    """Its facts can never be saved: an exception each time."""
    with working(office, 1, tmp_path / "log"):
        office.until("SELECT 1 FROM inspections_roundtarget WHERE kind = 'site'")
        (office.home / "rounds" / "one" / "facts" / "sites" / f"{POISON}.json.gz.part").mkdir()
        office.until("SELECT 1 FROM inspections_round WHERE state IN ('finished', 'failed')")
    rows = office.says("SELECT key, state, token, reason FROM inspections_roundtarget")
    (poisoned,) = [row for row in rows if row[0] == POISON]
    assert poisoned[1] == "failed"
    assert poisoned[2] <= 3, "tried a few times, not for ever"
    assert "程序出错" in poisoned[3]
    assert {row[1] for row in rows if row is not poisoned} == {"done"}
    outcomes = dict(office.says("SELECT key, outcome FROM inspections_verdictentry"))
    assert outcomes.pop(POISON, "unknown") == "unknown", "neither passed nor failed"
    assert outcomes == {code: outcome for code, outcome in EXPECTED.items() if code != POISON}


def test_04_a_worker_that_freezes_is_said_to_be_silent(office: Office, tmp_path: Path) -> None:
    """The page of the round says when a worker was last heard of, and nothing is counted as done meanwhile."""
    with working(office, 1, tmp_path / "log") as (worker,):
        office.until("SELECT 1 FROM inspections_roundtarget WHERE kind = 'site' AND state = 'running'")
        freeze(worker.pid, office)
        before = office.says("SELECT key, state FROM inspections_roundtarget ORDER BY key")
        office.says("UPDATE inspections_workerbeat SET at = datetime('now', '-61 seconds')")
        command = [sys.executable, "-c", SHOW]
        shown = subprocess.run(command, env=office.env, capture_output=True, text=True, check=False)
        assert shown.returncode == 0, shown.stderr
        page = shown.stdout
        assert "没有工作进程在运行" in page
        assert "最后一次心跳" in page
        assert office.says("SELECT key, state FROM inspections_roundtarget ORDER BY key") == before
        assert office.says("SELECT 1 FROM inspections_round WHERE state = 'finished'") == []


#: The page of the first round as an inspector sees it, in a process of its own.
SHOW = """
from xuncha.web.startup import set_up
set_up()
from django.conf import settings
from django.test import Client
from xuncha.web.users.models import User
from xuncha.apps.inspections.models import Round
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(role="inspector"))
print(client.get(f"/rounds/{Round.objects.get().pk}").content.decode())
"""
