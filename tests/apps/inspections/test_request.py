"""A request names its files by what is in them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xuncha.apps.directory.inputs import InputPaths
from xuncha.apps.inspections.request import digests_of, files_of


def test_digests_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("p", "s"):
        (tmp_path / name).write_bytes(name.encode())
    paths = InputPaths(probes=tmp_path / "p", sites=tmp_path / "s")
    assert [role for role, _ in files_of(paths)] == ["sites", "probes"]
    assert digests_of(paths) == (
        ("sites", hashlib.sha256(b"s").hexdigest()),
        ("probes", hashlib.sha256(b"p").hexdigest()),
    )


def test_a_changed_byte_is_another_request_and_another_name_is_not(tmp_path: Path) -> None:
    first, moved, changed = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    first.write_bytes(b"1,2")
    moved.write_bytes(b"1,2")
    changed.write_bytes(b"1,3")
    digests = [digests_of(InputPaths(sites=path)) for path in (first, moved, changed)]
    assert digests[0] == digests[1] != digests[2]


def test_no_files_no_digests() -> None:
    assert digests_of(InputPaths()) == ()
