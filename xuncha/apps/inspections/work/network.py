"""How a round may use the network: what it keeps, and what that means to a fetcher and a browser."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

from django.conf import settings

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser
from xuncha.gather.http.settings import FetchSettings
from xuncha.told import BadInputError

_PLAIN = ("rate", "connections", "contact", "retries", "deadline_s", "host_pause_s")


class NoBrowserError(BadInputError):
    """A browser was asked for and this machine has none; the message says how to get one, in Chinese."""


def staged(network: dict[str, Any]) -> dict[str, Any]:
    """The same, led to the staging address of this installation where there is one (demonstration, drill)."""
    to = settings.CONNECT_TO
    return network if to is None or "connect_to" in network else {**network, "connect_to": list(to)}


def settings_of(network: dict[str, Any]) -> FetchSettings:
    """How the network may be used, as the round keeps it."""
    given = {key: network[key] for key in _PLAIN if key in network}
    allowed = tuple(ip_network(net) for net in network.get("allow_net", ()))
    made = FetchSettings(**given, allow_net=allowed)
    to = network.get("connect_to")
    return replace(made, connect_to=(to[0], int(to[1]))) if to else made


def browser_of(network: dict[str, Any]) -> BrowserMode:
    """Whether pages are shown in a browser, as the round keeps it; rounds of old used none."""
    return BrowserMode(network.get("browser", BrowserMode.OFF.value))


def checked_browser(network: dict[str, Any]) -> BrowserMode:
    """As :func:`browser_of`. Raises NoBrowserError where one must be used and this machine has none."""
    mode = browser_of(network)
    found = find_browser(mode)
    if mode is BrowserMode.ON and isinstance(found, NoBrowser):
        raise NoBrowserError(f"不能使用浏览器：{found.reason}")
    return mode


def in_words(network: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of what a round keeps about the network, for people and for its summary."""
    browser = {"auto": "本机有浏览器时使用", "on": "必须使用", "off": "不使用"}
    said = [
        ("每个主机每秒请求数", f"{network.get('rate', FetchSettings().rate):g}"),
        ("每个主机同时连接数", str(network.get("connections", FetchSettings().connections))),
        ("每个网站最多打开的页面数", str(network.get("max_pages", 300))),
        ("全站链接", "逐页检查全站" if network.get("whole_site") else "规定的栏目"),
        ("浏览器", browser[network.get("browser", "off")]),
    ]
    if network.get("contact"):
        said.append(("联系方式", network["contact"]))
    if network.get("connect_to"):
        said.append(("演练", "所有域名改连 {}:{}".format(*network["connect_to"])))
    return said
