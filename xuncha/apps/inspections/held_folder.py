"""One inspection at a time writes into a result folder: two would tear each other's evidence."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xuncha.told import BadInputError

#: Processes of a run that was killed end of themselves within this time (seconds).
_PATIENCE_S = 15.0
_PAUSE_S = 0.1


class FolderInUseError(BadInputError):
    """Another inspection writes into the folder; the message says so, in Chinese."""


class HeldFolder:
    """A folder that no other process can take until this one lets go of it, or ends however it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None

    def take(self) -> None:
        """Make the folder where it is missing, and hold it. Raises FolderInUseError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        patience_ends = time.monotonic() + _PATIENCE_S
        while not self._is_had(self._lock):
            if time.monotonic() > patience_ends:
                raise FolderInUseError(
                    f"{self._folder}：另一个检查正在写这个目录；请等它结束，或先停止它再加 --resume 继续"
                )
            time.sleep(_PAUSE_S)

    def let_go(self) -> None:
        """Let others have it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @staticmethod
    def _is_had(lock: int) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system that knows no locks
        return True


@contextmanager
def held(folder: Path) -> Iterator[HeldFolder]:
    """A folder that is let go of in the end, once it was taken."""
    one = HeldFolder(folder)
    try:
        yield one
    finally:
        one.let_go()
