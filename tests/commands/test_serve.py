"""``xuncha serve`` as a user starts it: a process of its own, an empty folder, a browser that logs in."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from ports import free_port, is_healthy
from waiting import PATIENCE_S, until

from xuncha.commands.ending import Stop
from xuncha.commands.serve import serve_now


def environment(home: Path) -> dict[str, str]:
    taken = {key: value for key, value in os.environ.items() if not key.startswith(("XUNCHA_", "DJANGO_"))}
    return taken | {"XUNCHA_HOME": str(home), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def test_it_starts_serves_and_stops(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "xuncha", "serve", "--port", str(port)]
    env = environment(tmp_path / "new")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            said = until_address(process)
            assert re.search(r"管理员 admin，一次性密码：\S{10,}", said), said
            with slow_forms(port, 40):
                answers(f"http://127.0.0.1:{port}")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=PATIENCE_S) == 0
            made = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
            assert made
            assert not [path for path in made if path.stat().st_mode & 0o077]
        finally:
            process.kill()


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=f"127.0.0.1:{port} 上监听：端口已被占用"):
            serve_now(port)


def until_address(process: subprocess.Popen[str]) -> str:
    """What it says until it names its address."""
    assert process.stdout is not None
    said = ""
    while "http://" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return said


@contextmanager
def slow_forms(port: int, many: int) -> Iterator[None]:
    """Log-in forms that never come to their end; they once held every thread for 40 seconds and more."""
    head = "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=" + "a" * 32
    head += "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\na="
    with ExitStack() as open_ones:
        until(lambda: is_healthy(f"http://127.0.0.1:{port}"), "it does not answer")
        for _ in range(many):
            one = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=120))
            one.sendall(head.encode())
        yield


def answers(address: str) -> None:
    """Healthy, sends to the login page, and every file the page names is there."""
    urllib.request.urlopen(f"{address}/healthz", timeout=120).close()
    with urllib.request.urlopen(f"{address}/", timeout=120) as answer:
        page = answer.read().decode()
    assert answer.url.endswith("/login?next=/")
    assert "登录" in page
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        with urllib.request.urlopen(address + path, timeout=120) as answer:
            assert answer.status == 200, path


def test_an_inspection_needs_no_django() -> None:
    """The command line works where the web system is not installed."""
    program = (
        "import sys, xuncha.cli, xuncha.commands.inspecting, xuncha.apps.inspections.running;"
        "bad = [m for m in sys.modules if m.split('.')[0] in {'django', 'granian', 'axes', 'csp'}];"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "granian.py").write_text("raise ImportError")
    env = environment(tmp_path) | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "xuncha", "serve"], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 2
    assert "xuncha[web]" in done.stderr
