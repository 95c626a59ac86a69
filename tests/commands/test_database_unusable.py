"""28: a command whose database cannot be used ends with a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_serve import environment


@pytest.mark.parametrize("command", [["remind"], ["reset-login", "admin"], ["worker", "--once"]])
def test_a_database_that_cannot_be_opened(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_text("no database, but longer than the head of one\n" * 9, encoding="utf-8")
    env = environment(tmp_path / "new") | {"XUNCHA_DATABASE_URL": f"sqlite:///{tmp_path / 'file'}"}
    args = [sys.executable, "-m", "xuncha", *command]
    done = subprocess.run(args, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("数据库正忙、连不上或不能使用（file is not a database）"), done.stderr
    assert "Traceback" not in done.stderr
