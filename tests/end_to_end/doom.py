"""What befalls a command on its way: killed at one exact moment, or allowed no larger file than so many bytes."""

from __future__ import annotations

import os
import resource
import signal
import sys

_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir"})


def impend(*, under: str, dies_at: int = 0, largest: int = 0) -> None:
    """Have this process kill itself just before its change number ``dies_at`` of what is under the folder ``under``.

    Changes are files opened to be written, renamed or removed, and folders made or removed. ``largest``: no file
    may be longer (bytes).
    """
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    passed = 0

    def watch(event: str, given: tuple[object, ...]) -> None:
        nonlocal passed
        if not (_opens_to_write(given) if event == "open" else event in _CHANGES):
            return
        if not str(given[0]).startswith(under):
            return
        passed += 1
        if passed == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def _opens_to_write(given: tuple[object, ...]) -> bool:
    flags = given[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
