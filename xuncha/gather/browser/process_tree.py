"""All processes of a browser, found and ended together, whatever they are doing."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class _Stat:
    """What /proc/PID/stat says of a process. ``began`` in clock ticks since the machine started."""

    parent: int
    session: int
    began: int


def began(pid: int) -> int:
    """When a process began, to know it again; 0 where that cannot be told."""
    stat = _stats().get(pid)
    return stat.began if stat else 0


def kill_tree(root: int, root_began: int) -> None:
    """Kill a process, everything below it, and what shares its session: children of dead parents too.

    Nothing happens where the number has passed to another process since.
    """
    stats = _stats()
    if root in stats and root_began and stats[root].began != root_began:
        return
    for pid in _tree(root, stats):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def tree(root: int) -> frozenset[int]:
    """Living processes: ``root``, those below it and those of its session; empty where /proc is not there."""
    return frozenset(_tree(root, _stats()))


def _tree(root: int, stats: dict[int, _Stat]) -> set[int]:
    own = stats.get(os.getpid())
    session = stats[root].session if root in stats else root
    found = {root} & stats.keys()
    if own is None or session != own.session:
        found |= {pid for pid, stat in stats.items() if stat.session == session}
    while below := {pid for pid, stat in stats.items() if stat.parent in found} - found:
        found |= below
    return found


def _stats() -> dict[int, _Stat]:
    """Every process that is not a zombie."""
    found = {}
    for entry in _PROC.iterdir() if _PROC.is_dir() else ():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
                if fields[0] != "Z":
                    found[int(entry.name)] = _Stat(int(fields[1]), int(fields[3]), int(fields[19]))
    return found
