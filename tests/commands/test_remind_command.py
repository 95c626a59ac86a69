"""``xuncha remind`` as a user starts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from test_serve import environment


def test_before_the_first_inspection_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xuncha", "remind", "--no-send"]
    env = environment(tmp_path / "new")
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 2
    assert "还没有完成的检查" in done.stderr


def test_a_webhook_without_a_secret_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xuncha", "remind"]
    env = environment(tmp_path / "new") | {"XUNCHA_WEBHOOK_URL": "https://hook.example/"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 2
    assert "XUNCHA_WEBHOOK_SECRET" in done.stderr
