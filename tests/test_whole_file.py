"""Files that are there whole or not at all."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from xuncha.whole_file import clear_parts, write_whole


@pytest.fixture
def no_file_over_4_kib() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_files_appear_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert (path.read_bytes(), [p.name for p in tmp_path.iterdir()]) == (b"two", ["a.json"])


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path, no_file_over_4_kib: None) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"one")
    with pytest.raises(OSError, match="large"):
        write_whole(path, bytes(5000))
    assert (path.read_bytes(), [p.name for p in tmp_path.iterdir()]) == (b"one", ["a.json"])


def test_what_a_killed_program_was_writing_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name in ("a.json", "b.json.part", "below/c.json.part"):
        (tmp_path / name).write_bytes(b"1")
    clear_parts(tmp_path, tmp_path / "missing")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.json", "below", "c.json.part"]
