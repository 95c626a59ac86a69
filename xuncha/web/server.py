"""The web server and its workers, in one command; what dies is started again, what stops stops together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from functools import partial
from types import TracebackType

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from xuncha.web.front.serving import load

_RESTART_AFTER_S = 3.0
#: Milliseconds for the headers of a request, the wait for the next one on a connection included.
_HEADER_MS = 15_000
#: Connections at once; more wait to be accepted.
_CONNECTIONS = 4096


class Workers:
    """Worker processes that run while the block runs."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Workers:
        for _ in range(self._count):
            thread = threading.Thread(target=self._keep_one, daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=20)

    def _keep_one(self) -> None:
        while not self._stopping.is_set():
            process = subprocess.Popen([sys.executable, "-m", "xuncha", "worker"], stdin=subprocess.DEVNULL)
            while process.poll() is None and not self._stopping.wait(0.2):
                pass
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    process.kill()
            self._stopping.wait(_RESTART_AFTER_S)


def serve_until_stopped(host: str, port: int, threads: int, workers: int) -> None:
    """Serve on ``host:port`` until the process is told to end."""
    with Workers(workers):
        Granian(
            "xuncha.web.front.serving:Front",
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            workers=1,
            # Version 2 has no limit on the time between two requests of a connection.
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MS),
            backlog=_CONNECTIONS,
            log_access=False,
            log_level="error",
            websockets=False,
        ).serve(target_loader=partial(load, threads))
