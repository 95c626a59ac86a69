"""What a command costs from start to end: CPU of all its processes, wall time, memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """``cpu_s`` is user and system time of the process and of all children it waited for; ``peak_mib`` the
    largest resident size of any one of them; ``code`` the exit status."""

    cpu_s: float
    wall_s: float
    peak_mib: float
    code: int


def measure(
    command: Sequence[str], output: Path, timeout_s: float, env: Mapping[str, str] | None = None
) -> Cost:
    """Run a command to its end, its words into ``output``, its complaints into a file beside it; past ``timeout_s`` it is killed (code 124)."""
    # A child that compiles its own source again at each start would be measured for that.
    environment = {**os.environ, **(env or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.monotonic()
    with output.open("wb") as words, output.with_suffix(".err").open("wb") as complaints:
        process = subprocess.Popen(command, stdout=words, stderr=complaints, env=environment)
    late = False
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if not late and time.monotonic() - began > timeout_s:
            process.kill()
            late = True
        time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        cpu_s=usage.ru_utime + usage.ru_stime,
        wall_s=time.monotonic() - began,
        peak_mib=usage.ru_maxrss / 1024,
        code=124 if late else process.returncode,
    )
