"""Options of the command line: what they accept, and a Chinese sentence for what they do not."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_network
from pathlib import Path

import click
import pytest

from xuncha.commands.options import ADDRESS, FILE, NETWORK, PREFIXES, RESULT, TIMEPOINT
from xuncha.facts.seen import BEIJING

TEN = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)


def fails(kind: click.ParamType, value: str) -> str:
    with pytest.raises(click.BadParameter) as caught:
        kind.convert(value, None, None)
    return caught.value.message


@pytest.mark.parametrize(
    "text", ["2025-06-25T10:00", "2025-06-25T02:00Z", "2025-06-25 10:00", "2025-06-25T03:00+01:00"]
)
def test_times_are_beijing_time_unless_they_say_otherwise(text: str) -> None:
    converted = TIMEPOINT.convert(text, None, None)
    assert (converted, converted.utcoffset()) == (TEN, TEN.utcoffset())
    assert TIMEPOINT.convert(TEN, None, None) is TEN


@pytest.mark.parametrize("text", ["昨天", "2025-02-30", "25/06/2025", ""])
def test_what_is_no_time(text: str) -> None:
    assert "不是时间" in fails(TIMEPOINT, text)


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("10.1.2.3/16", "10.1.0.0/16"),
        ("fd00::/8", "fd00::/8"),
        ("127.0.0.1", "127.0.0.1/32"),
    ],
)
def test_networks(text: str, network: str) -> None:
    assert NETWORK.convert(text, None, None) == ip_network(network)


@pytest.mark.parametrize("text", ["10.0.0.0/33", "内网", "10.0.0"])
def test_what_is_no_network(text: str) -> None:
    assert "不是网段" in fails(NETWORK, text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("localhost:8080", ("127.0.0.1", 8080)),
        ("[::1]:443", ("::1", 443)),
    ],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    assert ADDRESS.convert(text, None, None) == address
    assert ADDRESS.convert(address, None, None) is address


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "a.example:80", "127.0.0.1:http", ":80"]
)
def test_what_is_no_address(text: str) -> None:
    assert "IP:端口" in fails(ADDRESS, text)


def test_prefixes() -> None:
    assert PREFIXES.convert(" w2,W301，n1、a201,, ", None, None) == ("W2", "W301", "N1", "A201")
    assert PREFIXES.convert("", None, None) == ()
    assert PREFIXES.convert(("W2",), None, None) == ("W2",)


def test_files_and_folders(tmp_path: Path) -> None:
    there = tmp_path / "sites.csv"
    there.write_text("")
    assert FILE.convert(str(there), None, None) == there
    assert RESULT.convert(str(tmp_path), None, None) == tmp_path
    assert fails(FILE, str(tmp_path / "none.csv")).endswith("不存在")
    assert "不是文件" in fails(FILE, str(tmp_path))
    assert "不是目录" in fails(RESULT, str(there))
