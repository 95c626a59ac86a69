"""Serves a benchmark site on loopback: by nginx where it is installed, else by a small server of our own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xuncha.benchmark.truth import HOST, OTHER_HOST, Truth

_TEMPLATE = Path(__file__).with_name("nginx.conf.in")
_PATIENCE_S = 20.0


class ServingError(Exception):
    """The site could not be served; the message says why, in Chinese."""


def nginx_path() -> str | None:
    """Where nginx is; administrators' programs are not on everyone's path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """A port free on loopback at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, truth: Truth, more_hosts: Sequence[str] = ()) -> Iterator[str]:
    """Serve the site in ``folder`` until the block ends; gives the name of the server.

    ``more_hosts`` are further loopback addresses under which nginx serves the same site.

    Raises:
        ServingError: the server does not answer.
    """
    nginx = nginx_path()
    if nginx:
        (folder / "tmp").mkdir(exist_ok=True)
        text = _TEMPLATE.read_text(encoding="utf-8")
        more = " ".join(f"listen {host}:{truth.port} backlog=4096;" for host in more_hosts)
        text = text.replace("@MORE@", more)
        for word, value in (("FOLDER", folder), ("PORT", truth.port), ("HOST", HOST), ("OTHER", OTHER_HOST)):
            text = text.replace(f"@{word}@", str(value))
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        command = [
            nginx,
            "-p",
            str(folder),
            "-c",
            str(folder / "nginx.conf"),
            "-e",
            str(folder / "error.log"),
        ]
    else:
        command = [sys.executable, "-m", "xuncha.benchmark.plain_server", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_for(server, truth.port)
        yield "nginx" if nginx else "aiohttp"
    finally:
        server.terminate()
        server.wait()


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a server started by us answers. Raises ServingError where it does not."""
    give_up = time.monotonic() + _PATIENCE_S
    while time.monotonic() < give_up:
        if server.poll() is not None:
            said = server.stderr.read().decode("utf-8", "replace").strip() if server.stderr else ""
            raise ServingError(f"基准网站的服务器没有启动：{said[-300:]}")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise ServingError(f"基准网站的服务器在 {_PATIENCE_S:g} 秒内没有应答")
