"""Types of command-line options, with errors in Chinese."""

from __future__ import annotations

from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any

import click

from xuncha.facts.seen import BEIJING
from xuncha.gather.http.urls import BadUrlError, prepare


class Timepoint(click.ParamType[datetime]):
    """An ISO 8601 time; without an offset it is Beijing time."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse ``value``; fails with exit code 2."""
        if isinstance(value, datetime):
            return value
        try:
            parsed = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是时间，应如 2025-06-25T10:00", param, ctx)
        return parsed.replace(tzinfo=BEIJING) if parsed.tzinfo is None else parsed.astimezone(BEIJING)


class Network(click.ParamType[IPv4Network | IPv6Network]):
    """A network in CIDR form."""

    name = "网段"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> IPv4Network | IPv6Network:
        """Parse ``value``; fails with exit code 2."""
        try:
            return ip_network(value, strict=False)
        except ValueError:
            self.fail(f"“{value}”不是网段，应如 10.1.0.0/16", param, ctx)


class Address(click.ParamType[tuple[str, int]]):
    """ADDR:PORT, the address an IP."""

    name = "地址:端口"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Parse ``value``; fails with exit code 2."""
        if isinstance(value, tuple):
            return value
        host, _, port = str(value).rpartition(":")
        host = host.strip("[]").replace("localhost", "127.0.0.1")
        try:
            return str(ip_address(host)), _port(port)
        except ValueError:
            self.fail(f"“{value}”应为 IP:端口，如 127.0.0.1:8080", param, ctx)


class WebAddress(click.ParamType[str]):
    """An http or https address."""

    name = "网址"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check ``value``; fails with exit code 2."""
        try:
            return prepare(str(value)).url
        except BadUrlError as error:
            self.fail(f"“{value}”不能用作网址：{error}", param, ctx)


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port


class Prefixes(click.ParamType[tuple[str, ...]]):
    """Codes or prefixes of codes, separated by commas."""

    name = "代码"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split ``value``; whether the codes exist is the standard's to say."""
        if isinstance(value, tuple):
            return value
        words = str(value).replace("，", ",").replace("、", ",").split(",")
        return tuple(word.strip().upper() for word in words if word.strip())


class Place(click.Path):
    """A file or folder, with the reason in Chinese when it cannot be used."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; fails with exit code 2."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            wanted = "文件" if self.file_okay else "目录"
            given = Path(value)
            reason = "不存在" if not given.exists() else f"不是{wanted}，或无权读取"
            self.fail(f"{wanted}“{value}”{reason}", param, ctx)


FILE = Place(exists=True, dir_okay=False, path_type=Path)
FOLDER = Place(file_okay=False, path_type=Path)
RESULT = Place(exists=True, file_okay=False, path_type=Path)
TIMEPOINT, NETWORK, ADDRESS, PREFIXES = Timepoint(), Network(), Address(), Prefixes()
WEB_ADDRESS = WebAddress()
