"""Two inspections never write into one folder at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xuncha.apps.inspections import held_folder
from xuncha.apps.inspections.held_folder import FolderInUseError, held

HOLDS = """
import sys
from pathlib import Path
from xuncha.apps.inspections.held_folder import held
with held(Path(sys.argv[1])) as folder:
    folder.take()
    print("had", flush=True)
    sys.stdin.read()
"""


def test_a_folder_is_had_by_one_process_until_that_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "result"
    command = [sys.executable, "-c", HOLDS, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "had\n"
        with monkeypatch.context() as hasty, held(folder) as ours:
            hasty.setattr(held_folder, "_PATIENCE_S", 0.2)
            with pytest.raises(FolderInUseError, match="另一个检查正在写这个目录"):
                ours.take()
        other.kill()
        with held(folder) as ours:
            ours.take()
    assert list(folder.iterdir()) == [], "nothing is left in it"


def test_a_folder_that_was_not_taken_is_not_made(tmp_path: Path) -> None:
    with held(tmp_path / "result"):
        pass
    assert not (tmp_path / "result").exists()
