"""Temporary folders, also of processes that were killed."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest

from xuncha.scratch import Scratch


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def left_by_a_killed_process() -> None:
    child = os.fork()
    if child == 0:
        try:
            (Scratch("killed").path / "half").write_bytes(b"1")
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_folder_is_there_until_it_is_cleared(tmp_path: Path) -> None:
    with Scratch("one") as one:
        (one.path / "file").write_bytes(b"1")
        with Scratch("two") as two:
            assert {path.name for path in tmp_path.iterdir()} == {one.path.name, two.path.name}
            assert (one.path / "file").exists(), "another one in use is left alone"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_use(tmp_path: Path) -> None:
    left_by_a_killed_process()
    assert [path.name.split("-")[2] for path in tmp_path.iterdir()] == ["killed"]
    Scratch("next").clear()
    assert list(tmp_path.iterdir()) == []


def test_what_others_put_there_is_not_touched(tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    (tmp_path / "xuncha-scratch-link").symlink_to(kept)
    (tmp_path / "xuncha-scratch-file").write_bytes(b"1")
    (tmp_path / "xuncha-demo-kept").mkdir()
    Scratch("next").clear()
    names = {"elsewhere", "xuncha-scratch-link", "xuncha-scratch-file", "xuncha-demo-kept"}
    assert {path.name for path in tmp_path.iterdir()} == names
