"""Memory of pages let go does not stay with the process."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from xuncha.gather.freed_memory import give_back_freed_memory

_PIECES, _SIZE = 20_000, 4096


def _resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives memory back on demand")
def test_holes_between_what_is_kept_are_given_back() -> None:
    pieces = [bytes([n % 255 + 1]) * _SIZE for n in range(_PIECES)]
    kept = pieces[::50]
    del pieces
    before = _resident_pages()
    give_back_freed_memory()
    assert before - _resident_pages() > _PIECES // 2
    assert len(kept) == _PIECES // 50
