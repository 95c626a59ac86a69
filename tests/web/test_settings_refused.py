"""Settings that make no sense are refused at the start, by name."""

from __future__ import annotations

import pytest

from xuncha.web.environment import SettingError, address, networks, number, one_of, signing_secret


def test_values_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_T_PORT", "587")
    monkeypatch.setenv("XUNCHA_T_NET", "10.0.0.0/8, fd00::/8")
    monkeypatch.setenv("XUNCHA_T_WORD", "STARTTLS")
    assert number("XUNCHA_T_PORT", 465, 65535) == 587
    assert [str(net) for net in networks("XUNCHA_T_NET")] == ["10.0.0.0/8", "fd00::/8"]
    assert one_of("XUNCHA_T_WORD", ("tls", "starttls")) == "starttls"
    assert (number("XUNCHA_T_NONE", 465, 65535), one_of("XUNCHA_T_NONE", ("tls", "none"))) == (465, "tls")


@pytest.mark.parametrize("value", ["0", "65536", "-1", "smtp"])
def test_a_port_that_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("XUNCHA_T_PORT", value)
    with pytest.raises(SettingError, match="XUNCHA_T_PORT"):
        number("XUNCHA_T_PORT", 465, 65535)


@pytest.mark.parametrize("value", ["8901", "127.0.0.1:", "127.0.0.1:0", ":80", "127.0.0.1:http"])
def test_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert address("XUNCHA_T_NONE") is None
    monkeypatch.setenv("XUNCHA_T_TO", "127.0.0.1:8901")
    assert address("XUNCHA_T_TO") == ("127.0.0.1", 8901)
    monkeypatch.setenv("XUNCHA_T_TO", value)
    with pytest.raises(SettingError, match="XUNCHA_T_TO"):
        address("XUNCHA_T_TO")


def test_a_network_and_a_word_that_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_T", "10.0.0.1/8")
    with pytest.raises(SettingError, match="XUNCHA_T"):
        networks("XUNCHA_T")
    with pytest.raises(SettingError, match="tls、none"):
        one_of("XUNCHA_T", ("tls", "none"))


@pytest.mark.parametrize(("secret", "refused"), [("", True), ("short", True), ("sixteen or more!", False)])
def test_a_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch, secret: str, refused: bool) -> None:
    monkeypatch.setenv("XUNCHA_T_SECRET", secret)
    assert signing_secret("XUNCHA_T_SECRET", needed_by="XUNCHA_T_URL") == secret
    monkeypatch.setenv("XUNCHA_T_URL", "https://example.com/hook")
    if refused:
        with pytest.raises(SettingError, match="XUNCHA_T_SECRET"):
            signing_secret("XUNCHA_T_SECRET", needed_by="XUNCHA_T_URL")
    else:
        assert signing_secret("XUNCHA_T_SECRET", needed_by="XUNCHA_T_URL") == secret
