"""Runs that are really killed, on disks that are really full: nothing is lost, nothing invented."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_province import SCOPE, sites_served, without_evidence, write_inputs
from specimens.server import SpecimenServer, serve

from xuncha.cli import main

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server() -> Iterator[SpecimenServer]:
    with serve(sites_served(0.03)) as running:
        yield running


def arguments(folder: Path, server: SpecimenServer, out: Path) -> list[str]:
    paths = write_inputs(folder / "in")
    args = ["inspect", "--sites", paths.sites, "--columns", paths.columns, "--accounts", paths.accounts]
    args += ["--posts", paths.posts, "--connect-to", server.address, "--rate", "1000", "--connections", "4"]
    args += ["--asof", "2025-06-25T10:00", "--indicators", ",".join(SCOPE), "--out", out]
    return [str(arg) for arg in args]


def start(args: list[str]) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "xuncha", *args]
    return subprocess.Popen(
        command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(args: list[str]) -> int:
    process = start(args)
    try:
        process.communicate(timeout=600)
    finally:
        process.kill()
    return process.returncode


@pytest.fixture(scope="module")
def undisturbed(server: SpecimenServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The result of a run left alone, and how many requests it took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    ran = CliRunner().invoke(main, arguments(folder, server, folder / "out"))
    assert ran.exit_code == 3, ran.output
    return folder / "out", len(server.requests)


def is_the_same(result: Path, undisturbed: Path) -> None:
    """Verdicts and findings are those of the run left alone, and every record they cite is whole."""
    assert (result / "verdicts.csv").read_bytes() == (undisturbed / "verdicts.csv").read_bytes()
    findings, expected = result / "findings.jsonl", undisturbed / "findings.jsonl"
    assert without_evidence(findings) == without_evidence(expected)
    names = ("verdicts.csv", "findings.jsonl", "summary.json")
    before = [(result / name).read_bytes() for name in names]
    again = CliRunner().invoke(main, ["judge", str(result)])
    assert again.exit_code == 3, again.output
    assert [(result / name).read_bytes() for name in names] == before, "the facts say something else"
    verified = CliRunner().invoke(main, ["evidence", "verify", str(result)])
    assert verified.exit_code == 0, verified.output


def test_killed_again_and_again(
    server: SpecimenServer, undisturbed: tuple[Path, int], tmp_path: Path
) -> None:
    out, whole = undisturbed
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    args = arguments(tmp_path, server, tmp_path / "out")
    kills = 0
    for jobs in ("1", "2", "1"):
        is_begun = (tmp_path / "out" / "facts" / "run.json").exists()
        process = start([*args, "--jobs", jobs, *(["--resume"] if is_begun else [])])
        asked = len(server.requests) + moments.randrange(whole // 2)
        while process.poll() is None and len(server.requests) <= asked:
            time.sleep(0.002)
        time.sleep(moments.random() / 50)  # not always just before a page is stored
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.communicate(timeout=600)
    assert kills, f"seed {seed}"
    assert finish([*args, "--resume"]) == 3, f"seed {seed}"
    is_the_same(tmp_path / "out", out)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MiB, all but 120 KiB of it taken by the file ``ballast``."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    (disk / "ballast").write_bytes(bytes((8 << 20) - (120 << 10)))
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_pauses_the_run_until_there_is_room(
    server: SpecimenServer, undisturbed: tuple[Path, int], small_disk: Path, tmp_path: Path
) -> None:
    args = arguments(tmp_path, server, small_disk / "out")
    process = start([*args, "--min-free-mb", "0", "--wait-for-space", "100"])
    assert process.stderr is not None
    told = process.stderr.readline()
    assert "磁盘空间不足" in told
    assert "已暂停" in told
    (small_disk / "ballast").unlink()
    stdout, stderr = process.communicate(timeout=600)
    assert process.returncode == 3, stdout + stderr
    assert "继续" in stderr
    is_the_same(small_disk / "out", undisturbed[0])


def test_a_disk_that_stays_full_ends_the_run_resumable(
    server: SpecimenServer, undisturbed: tuple[Path, int], small_disk: Path, tmp_path: Path
) -> None:
    args = arguments(tmp_path, server, small_disk / "out")
    ran = start([*args, "--min-free-mb", "0", "--wait-for-space", "0.2"])
    _, stderr = ran.communicate(timeout=600)
    assert ran.returncode == 130, stderr
    assert "--resume" in stderr
    assert "Traceback" not in stderr
    (small_disk / "ballast").unlink()
    assert finish([*args, "--resume", "--min-free-mb", "0"]) == 3
    is_the_same(small_disk / "out", undisturbed[0])


def test_a_size_limit_ends_the_run_resumable(
    server: SpecimenServer, undisturbed: tuple[Path, int], tmp_path: Path
) -> None:
    args = arguments(tmp_path, server, tmp_path / "out")
    limited = "import resource, sys, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, -1)); "
    limited += "sys.argv[0] = 'xuncha'; runpy.run_module('xuncha', run_name='__main__')"
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", limited, *args],
        env=env,
        text=True,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert (ran.returncode, "Traceback" in ran.stderr) == (130, False), ran.stderr
    assert "大小" in ran.stderr
    assert finish([*args, "--resume"]) == 3
    is_the_same(tmp_path / "out", undisturbed[0])
