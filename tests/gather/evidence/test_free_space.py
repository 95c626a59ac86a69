"""A real disk that is full: nothing is written by halves, and waiting ends when there is room."""

from __future__ import annotations

import asyncio
import errno
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.free_space import FreeSpace, NoSpaceError
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.verify import verify, verify_cited
from xuncha.gather.evidence.warc_file import EvidenceWriteError


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a file system cannot be mounted here")
    yield tmp_path
    subprocess.run(["umount", "-l", tmp_path], check=True)


def exchange(size: int) -> Exchange:
    body = b"".join(number.to_bytes(4) * 3 for number in range(size // 12))
    return Exchange("http://a.test/", "GET", datetime.now(UTC), None, b"HTTP/1.1 200 OK", (), body)


def test_a_full_disk_leaves_a_whole_file_and_recording_goes_on_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(3 << 20))
    recorder = WarcRecorder(small_disk / "evidence", "site")
    cited = [recorder.record(exchange(1000))]
    with pytest.raises(EvidenceWriteError, match="写入失败") as full:
        cited.extend(recorder.record(exchange(200_000)) for _ in range(100))
    assert full.value.errno == errno.ENOSPC
    ballast.unlink()
    cited.append(recorder.record(exchange(2000)))
    recorder.close()
    assert verify(small_disk / "evidence").problems == ()
    assert verify_cited(small_disk / "evidence", cited) == ()


async def test_waiting_ends_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(3 << 20))
    told: list[str] = []
    space = FreeSpace(small_disk, 2, 600, told.append)
    waiting = [asyncio.ensure_future(space.wait()) for _ in range(3)]
    waiting.append(asyncio.ensure_future(space.wait_after(OSError(errno.ENOSPC, "full"))))
    await asyncio.sleep(0.2)
    assert not any(one.done() for one in waiting)
    ballast.unlink()
    await asyncio.gather(*waiting)
    assert [("已暂停" in text, "已恢复" in text) for text in told] == [(True, False), (False, True)]
    assert list(small_disk.iterdir()) == []


async def test_patience_ends(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(3 << 20))
    space = FreeSpace(small_disk, 2, 0.1)
    for _ in range(2):
        with pytest.raises(NoSpaceError, match="--resume"):
            await space.wait()
    with pytest.raises(NoSpaceError, match="允许的大小"):
        await FreeSpace(small_disk, 0, 0.1).wait_after(OSError(errno.EFBIG, "too big"))
