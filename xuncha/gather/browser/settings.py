"""Whether pages may be rendered, with what, and how long a page may take."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from xuncha.told import BadInputError

#: Names under which distributions install Chromium or a browser built on it.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
#: Where to look first.
EXECUTABLE_VARIABLE = "XUNCHA_CHROMIUM"
#: Seconds a list may take to appear, on a slow machine or line more than usual.
PATIENCE_VARIABLE = "XUNCHA_BROWSER_PATIENCE"
USUAL_PATIENCE_S = 8.0
_MODULES = ("playwright", "PIL", "cryptography")
_HOW_TO_EXTRA = "未安装浏览器组件，安装办法：pip install 'xuncha[browser]'"
_HOW_TO_CHROMIUM = (
    f"未找到 Chromium，安装办法：apt-get install chromium，或用环境变量 {EXECUTABLE_VARIABLE} 指定其路径"
)


class BrowserMode(StrEnum):
    """Whether pages are rendered: where the machine can, always (or the run does not start), or never."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class NoBrowser:
    """Why pages are not rendered, in Chinese, with how to change that."""

    reason: str


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """Limits of rendering. Times in seconds, pictures in CSS pixels.

    ``pages_at_once`` contexts of one browser, which is replaced after ``pages_per_browser`` pages.
    ``page_deadline_s`` is the end of a page that does not answer any more. ``patience_s``: how long a list
    may take to appear; waiting for our own politeness does not count, up to ``longest_wait_s`` in all.
    ``request_deadline_s`` bounds one request of a page. ``fontconfig`` replaces our own file (tests).
    """

    executable: Path
    pages_at_once: int = 3
    pages_per_browser: int = 200
    page_deadline_s: float = 150.0
    answer_s: float = 15.0
    patience_s: float = USUAL_PATIENCE_S
    settle_s: float = 0.6
    longest_wait_s: float = 100.0
    request_deadline_s: float = 15.0
    images_s: float = 4.0
    width: int = 1280
    height: int = 900
    tallest_picture: int = 8000
    fontconfig: Path | None = None


def find_browser(mode: BrowserMode) -> BrowserSettings | NoBrowser:
    """Settings for the Chromium of this machine, or why there is none to use.

    Raises:
        PatienceError: XUNCHA_BROWSER_PATIENCE is no number of seconds.
    """
    if mode is BrowserMode.OFF:
        return NoBrowser("已按 --browser off 不使用浏览器")
    if any(find_spec(module) is None for module in _MODULES):
        return NoBrowser(_HOW_TO_EXTRA)
    named = os.environ.get(EXECUTABLE_VARIABLE)
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None or not os.access(found, os.X_OK):
        return NoBrowser(_HOW_TO_CHROMIUM)
    return BrowserSettings(Path(found), patience_s=_patience())


class PatienceError(BadInputError):
    """XUNCHA_BROWSER_PATIENCE is no number of seconds."""


def _patience() -> float:
    said = os.environ.get(PATIENCE_VARIABLE, "").strip()
    try:
        seconds = float(said or USUAL_PATIENCE_S)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 600:
        raise PatienceError(f"{PATIENCE_VARIABLE}={said}：应为 1 到 600 的秒数")
    return seconds
