"""Reading ``XUNCHA_*``: where data live, and values that are refused at the start when they make no sense."""

from __future__ import annotations

import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
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


def number(name: str, default: int, highest: int) -> int:
    """A whole number from 1 to ``highest``. Raises SettingError."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= highest:
        raise SettingError(f"环境变量 {name}=“{value}”不对，应为 1 至 {highest} 的整数")
    return int(value)


def hour(name: str) -> int | None:
    """An hour of the day, 0 to 23; empty is None. Raises SettingError."""
    value = os.environ.get(name, "").strip()
    if value and (not value.isdecimal() or int(value) > 23):
        raise SettingError(f"环境变量 {name}=“{value}”不对，应为 0 至 23 的整数，留空为不运行")
    return int(value) if value else None


def one_of(name: str, values: tuple[str, ...]) -> str:
    """One of several words, the first where nothing is set. Raises SettingError."""
    value = os.environ.get(name, "").strip().lower() or values[0]
    if value not in values:
        raise SettingError(f"环境变量 {name}=“{value}”不对，应为 {'、'.join(values)} 之一")
    return value


def several_of(name: str, values: tuple[str, ...]) -> frozenset[str]:
    """Any of several words, none where nothing is set. Raises SettingError."""
    given = frozenset(words(name, ""))
    if unknown := sorted(given - set(values)):
        raise SettingError(f"环境变量 {name} 不认识“{'、'.join(unknown)}”，可用：{'、'.join(values)}")
    return given


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks such as 10.0.0.0/8, separated by spaces or commas. Raises SettingError."""
    try:
        return tuple(ip_network(word) for word in words(name, ""))
    except ValueError as error:
        raise SettingError(f"环境变量 {name} 不对，应为 10.0.0.0/8 这样的网段（{error}）") from None


def address(name: str) -> tuple[str, int] | None:
    """An address such as 127.0.0.1:8901, None where nothing is set. Raises SettingError."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise SettingError(f"环境变量 {name}=“{value}”不对，应为 127.0.0.1:8901 这样的地址")
    return host, int(port)


def signing_secret(name: str, needed_by: str) -> str:
    """A secret of 16 characters or more where ``needed_by`` is set. Raises SettingError."""
    value = os.environ.get(name, "")
    if os.environ.get(needed_by) and len(value) < 16:
        raise SettingError(f"设了 {needed_by} 就须把 {name} 设为 16 个字符以上的密钥，对方据此核对签名")
    return value


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
