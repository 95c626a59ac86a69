"""Folders for what is needed for a while only, which are gone in the end also when the program was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

_PREFIX = "xuncha-scratch-"


class Scratch:
    """A new empty folder for temporary files until it is cleared; ``kind`` is part of its name.

    As long as the process lives it holds a lock on the folder, which ends with it however it ends. Whoever makes
    the next one takes away those of the same user that nobody holds any more.
    """

    def __init__(self, kind: str) -> None:
        _sweep()
        self.path, self._lock = _made(kind)

    def clear(self) -> None:
        """Remove the folder with all that is in it. Clearing twice is harmless."""
        if self._lock is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()


def _made(kind: str) -> tuple[Path, int | None]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}-"))
        lock = _locked(path, fcntl.LOCK_SH)
        if lock is not None and path.exists():  # not swept away by somebody before the lock was had
            return path, lock
        if lock is not None:
            os.close(lock)


def _sweep() -> None:
    for path in _left():
        lock = _locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _left() -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)


def _locked(path: Path, how: int) -> int | None:
    """A descriptor of the folder that holds the lock; None where it is not ours to have."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if os.fstat(descriptor).st_uid != os.geteuid():
            raise PermissionError
        fcntl.flock(descriptor, how)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
