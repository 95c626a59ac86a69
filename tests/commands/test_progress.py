"""Progress counts on a terminal and is silent where nobody watches."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from xuncha.commands import progress


def watched(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, total: int = 3) -> str:
    screen = io.StringIO()
    monkeypatch.setattr(progress, "console", Console(file=screen, force_terminal=terminal, width=100))
    with progress.watch_sites(total, 1) as bar:
        for _ in range(5):
            bar.page()
        bar.site()
    assert bar.pages == 5
    return screen.getvalue()


def test_a_terminal_sees_sites_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watched(monkeypatch, terminal=True)
    assert "检查网站" in shown
    assert "2/3" in shown
    assert "5 页" in shown


def test_silence_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(monkeypatch, terminal=False).strip() == ""


def test_silence_when_there_is_nothing_to_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(monkeypatch, terminal=True, total=0).strip() == ""
