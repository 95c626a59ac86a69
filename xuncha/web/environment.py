"""Reading ``XUNCHA_*``: where data live, and values that are refused at the start when they make no sense."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs

from xuncha.told import BadInputError


class SettingError(BadInputError):
    """A setting that cannot be used; the message names it, in Chinese."""


def home() -> Path:
    """``$XUNCHA_HOME``, or the platform's folder for a user's data."""
    return Path(os.environ.get("XUNCHA_HOME") or platformdirs.user_data_dir("xuncha", appauthor=False))


def flag(name: str) -> bool:
    """A switch: 1 or 0, empty is 0. Raises SettingError."""
    value = os.environ.get(name, "").strip().lower()
    if value not in {"", "0", "1", "false", "true", "no", "yes"}:
        raise SettingError(f"环境变量 {name}=“{value}”不对，应为 1 或 0")
    return value in {"1", "true", "yes"}


def words(name: str, default: str) -> list[str]:
    """Several values, separated by spaces or commas."""
    return os.environ.get(name, default).replace(",", " ").split()


def secret_key(folder: Path) -> str:
    """``$XUNCHA_SECRET_KEY``, or one drawn once and kept where only its owner can read it."""
    given = os.environ.get("XUNCHA_SECRET_KEY")
    if given:
        return given
    path = folder / "secret.key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
