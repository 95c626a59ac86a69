"""Progress counts on a terminal and is silent where nobody watches."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from xuncha.commands.progress import watch_sites
from xuncha.commands.progress_bar import progress_bar

_WATCH = (
    "import sys; from xuncha.commands.progress import watch_sites\n"
    "with watch_sites({total}, 1) as bar:\n"
    "    bar.page(); bar.site(); bar.say('网络中断，等待恢复')\n"
    "print('rich' in sys.modules)"
)


def test_the_bar_counts_sites_and_pages() -> None:
    screen = io.StringIO()
    with progress_bar(3, 1, Console(file=screen, force_terminal=True, width=100)) as bar:
        for _ in range(5):
            bar.page()
        bar.site()
    assert bar.pages == 5
    shown = screen.getvalue()
    assert "检查网站" in shown
    assert "2/3" in shown
    assert "5 页" in shown


def on_a_terminal(total: int) -> tuple[str, str]:
    """What a terminal shows of a watched run, and whether the bar was loaded."""
    ours, theirs = pty.openpty()
    program = [sys.executable, "-c", _WATCH.format(total=total)]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm"}
    with os.fdopen(theirs, "wb") as screen:
        done = subprocess.run(program, stdout=subprocess.PIPE, stderr=screen, text=True, check=True, env=env)
        shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    return shown, done.stdout.strip()


def test_a_terminal_sees_the_bar() -> None:
    shown, loaded = on_a_terminal(3)
    assert "检查网站" in shown
    assert "网络中断，等待恢复" in shown
    assert loaded == "True"


def test_no_bar_when_there_is_nothing_to_visit() -> None:
    assert on_a_terminal(0) == ("网络中断，等待恢复\r\n", "False")


def test_only_words_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with watch_sites(3, 1) as bar:
        bar.page()
        bar.site()
        assert capsys.readouterr() == ("", "")
        bar.say("网络中断，等待恢复")
    assert capsys.readouterr() == ("", "网络中断，等待恢复\n")
