"""How long a list may take to appear is the office's to say."""

from __future__ import annotations

from typing import Any

import pytest

from xuncha.gather.browser.settings import (
    PATIENCE_VARIABLE,
    USUAL_PATIENCE_S,
    BrowserMode,
    BrowserSettings,
    PatienceError,
    find_browser,
)


@pytest.mark.parametrize(("said", "seconds"), [("", USUAL_PATIENCE_S), ("2.5", 2.5), ("600", 600.0)])
def test_patience_as_said(chromium: Any, monkeypatch: pytest.MonkeyPatch, said: str, seconds: float) -> None:
    monkeypatch.setenv(PATIENCE_VARIABLE, said)
    found = find_browser(BrowserMode.ON)
    assert isinstance(found, BrowserSettings)
    assert found.patience_s == seconds


@pytest.mark.parametrize("said", ["soon", "0", "601", "nan"])
def test_no_number_of_seconds_is_refused(chromium: Any, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv(PATIENCE_VARIABLE, said)
    with pytest.raises(PatienceError, match=f"{PATIENCE_VARIABLE}={said}"):
        find_browser(BrowserMode.ON)
