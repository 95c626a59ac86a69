"""A command of the warm process is the command: same words, same end, its own folder, environment and death."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import REPOSITORY, xuncha
from warm_command import WarmCommand

WARM = WarmCommand()


@pytest.mark.parametrize(
    "args",
    [("--version",), ("inspect", "--out", "out"), ("rules", "--nonsense"), ("evidence", "verify", "none")],
)
def test_it_says_and_ends_as_the_command_does(tmp_path: Path, args: tuple[str, ...]) -> None:
    env = os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1", "COLUMNS": "400"}
    command = [sys.executable, "-m", "xuncha", *args]
    real = subprocess.run(command, env=env, cwd=tmp_path, text=True, capture_output=True, check=False)
    ran = xuncha(*args, out=tmp_path / "out", home=tmp_path)
    assert (ran.code, ran.stdout) == (real.returncode, real.stdout)
    assert ran.stderr == real.stderr.replace("python -m xuncha", "xuncha")


def test_each_has_its_own_environment_and_folder(tmp_path: Path) -> None:
    for number in ("1", "2"):
        home = tmp_path / number
        home.mkdir()
        (home / "sites.csv").write_text(f"坏表头{number}\n", encoding="utf-8")
        ran = xuncha("inspect", "--sites", "sites.csv", "--out", "out", out=home / "out", home=home)
        assert ran.code == 2, ran.told()
        assert "sites.csv" in ran.stderr, ran.told()
        assert not (home / "out").exists()


def test_a_command_that_takes_too_long_is_ended_and_the_next_one_runs(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "LANGUAGE": "zh_CN"}
    os.mkfifo(tmp_path / "sites.csv")  # nobody ever writes
    with pytest.raises(subprocess.TimeoutExpired):
        WARM.run(("inspect", "--sites", "sites.csv", "--out", "out"), env, tmp_path, tmp_path, 1)
    code, told, _ = WARM.run(("--version",), env, tmp_path, tmp_path, 600)
    assert (code, "xuncha" in told) == (0, True)
