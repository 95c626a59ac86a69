from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from xuncha.gather.http.addresses import BadHostError, is_permitted, literal_address


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fc00::1", "fd12::1",
        "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2001:0:7f00:1::", "100::1",
    ],
)  # fmt: skip
def test_closed_addresses(text: str) -> None:
    assert not is_permitted(ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "114.114.114.114", "100.63.0.1", "172.32.0.1", "2400:3200::1"])
def test_public_addresses(text: str) -> None:
    assert is_permitted(ip_address(text))


@pytest.mark.parametrize("text", ["::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"])
def test_wrapped_public_addresses_count_as_what_they_wrap(text: str) -> None:
    assert is_permitted(ip_address(text))


def test_a_teredo_address_needs_both_its_ends_open() -> None:
    # server 8.8.8.8; client 127.0.0.1 stands with its bits turned over
    assert not is_permitted(ip_address("2001:0:808:808:0:0:80ff:fffe"))


def test_an_opened_network_opens_nothing_else() -> None:
    opened = (ip_network("10.2.0.0/16"),)
    assert is_permitted(ip_address("10.2.3.4"), opened)
    assert is_permitted(ip_address("::ffff:10.2.3.4"), opened)
    assert not is_permitted(ip_address("10.3.3.4"), opened)
    assert not is_permitted(ip_address("127.0.0.1"), opened)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("2130706433", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0X7F000001", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("10.0.258", "10.0.1.2"),
        ("127.0.0.1.", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
    ],
)
def test_every_notation_of_an_address_is_read(host: str, expected: str) -> None:
    assert literal_address(host) == ip_address(expected)


@pytest.mark.parametrize("host", ["www.gov.cn", "1.2.3.4.com", "12306.cn", "0x.cn", "x0x1"])
def test_names_are_no_addresses(host: str) -> None:
    assert literal_address(host) is None


@pytest.mark.parametrize(
    "host", ["1.2.3.4.5", "256.1.1.1", "1.2.3.256", "09.1.1.1", "4294967296", "a.b.1", "[::g]"]
)
def test_what_only_looks_like_an_address_is_refused(host: str) -> None:
    with pytest.raises(BadHostError):
        literal_address(host)
