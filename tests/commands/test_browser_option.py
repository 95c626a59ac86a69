"""What the option --browser does, and what is said where there is no browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from xuncha.commands.browser import checked_browser
from xuncha.commands.ending import Stop
from xuncha.gather.browser.settings import (
    EXECUTABLE_VARIABLE,
    BrowserMode,
    BrowserSettings,
    NoBrowser,
    find_browser,
)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine on which no browser is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(EXECUTABLE_VARIABLE, raising=False)


@pytest.mark.usefixtures("bare")
def test_auto_says_how_to_install_and_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked_browser("auto") is BrowserMode.AUTO
    said = capsys.readouterr().err
    assert "安装办法" in said
    assert "待核" in said


@pytest.mark.usefixtures("bare")
def test_nothing_is_said_where_no_page_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    checked_browser("auto", needed=False)
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("bare")
def test_on_does_not_start_without_one() -> None:
    with pytest.raises(Stop) as stop:
        checked_browser("on")
    assert stop.value.exit_code == 2
    assert "安装办法" in stop.value.message


def test_off_is_never_a_browser() -> None:
    found = find_browser(BrowserMode.OFF)
    assert isinstance(found, NoBrowser)
    assert "--browser off" in found.reason


def test_the_variable_names_another_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "llq"
    other.touch(0o755)
    monkeypatch.setenv(EXECUTABLE_VARIABLE, str(other))
    found = find_browser(BrowserMode.AUTO)
    assert isinstance(found, BrowserSettings)
    assert found.executable == other


def test_a_variable_that_leads_nowhere_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(EXECUTABLE_VARIABLE, str(tmp_path / "none"))
    assert isinstance(find_browser(BrowserMode.AUTO), NoBrowser)
