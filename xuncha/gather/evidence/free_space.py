"""Waiting for room on the disk: evidence that cannot be kept is not worth gathering."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from xuncha.told import InterruptedRunError
from xuncha.whole_file import PART

MIB = 1 << 20
#: Seconds for which a look at the disk holds, and between two looks while waiting.
_LOOK_EVERY_S = 1.0
#: What must be written without complaint before a disk that was full counts as having room again (bytes).
_TRIAL = MIB
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoSpaceError(InterruptedRunError):
    """The disk is full and stayed so. What was finished is kept; the run can be resumed. The message is Chinese."""


def is_full(error: BaseException) -> bool:
    """True for an error that says that the disk, a quota or a size limit is used up."""
    return isinstance(error, OSError) and error.errno in _FULL


class FreeSpace:
    """Room on the disk of ``folder``: nothing is begun below ``floor_mib``; waits up to ``patience_s`` seconds.

    ``say`` is told in Chinese when waiting begins and ends.
    """

    def __init__(
        self, folder: Path, floor_mib: int, patience_s: float, say: Callable[[str], None] = lambda text: None
    ) -> None:
        self._folder = folder
        self._floor = floor_mib * MIB
        self._patience_s = patience_s
        self._say = say
        self._looked_at = float("-inf")
        self._pause: asyncio.Task[None] | None = None

    async def wait(self) -> None:
        """Return at once while there is room, else when there is again.

        Raises:
            NoSpaceError: there was none for as long as patience lasts.
        """
        if self._pause is None:
            if time.monotonic() - self._looked_at < _LOOK_EVERY_S:
                return
            if self._free() >= self._floor:
                self._looked_at = time.monotonic()
                return
        await self._paused(lambda: self._free() >= self._floor)

    async def wait_after(self, error: OSError) -> None:
        """Wait until a disk on which writing failed takes something again.

        Raises:
            NoSpaceError: it did not for as long as patience lasts, or no waiting helps (a size limit).
        """
        if error.errno == errno.EFBIG:
            raise NoSpaceError(f"文件超过系统允许的大小，证据无法写入：{error}") from error
        await self._paused(lambda: self._free() >= self._floor and self._takes_a_trial())

    async def _paused(self, has_room: Callable[[], bool]) -> None:
        """Wait together: whoever comes first looks at the disk for all."""
        if self._pause is None:
            self._pause = asyncio.ensure_future(self._until(has_room))
        pause = self._pause
        try:
            await asyncio.shield(pause)
        finally:
            if pause.done() and self._pause is pause:
                self._pause = None

    async def _until(self, has_room: Callable[[], bool]) -> None:
        if has_room():
            return
        self._say(
            f"磁盘空间不足：{self._folder} 所在磁盘剩余 {self._free() // MIB} MiB，低于下限 {self._floor // MIB} MiB"
            "或已写满。检查已暂停，腾出空间后自动继续；也可按 Ctrl-C 结束，以后加 --resume 继续。"
        )
        began = time.monotonic()
        while not has_room():
            if time.monotonic() - began >= self._patience_s:
                raise NoSpaceError(
                    f"磁盘空间不足：{self._folder} 所在磁盘剩余 {self._free() // MIB} MiB，"
                    f"等了 {round(self._patience_s)} 秒没有腾出空间，检查结束。"
                    "已检查完的网站都已保存；腾出空间后加 --resume 可以继续。"
                )
            await asyncio.sleep(min(_LOOK_EVERY_S, max(self._patience_s / 10, 0.01)))
        self._say("磁盘空间已恢复，检查继续。")

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free

    def _takes_a_trial(self) -> bool:
        path = self._folder / f"space-trial-{os.getpid()}{PART}"
        try:
            with path.open("wb") as file:
                file.write(bytes(_TRIAL))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            return False
        finally:
            path.unlink(missing_ok=True)
        return True
