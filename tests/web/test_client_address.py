"""Behind a proxy: the person's address, and nobody can make one up."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from xuncha.web.client_address import behind_proxies, client_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "told"),
    [
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first is what a stranger wrote
        ("10.0.0.2", "203.0.113.9, 10.0.0.3", "203.0.113.9"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours
        ("10.0.0.2", "unknown", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_nearest_address_that_is_no_proxy(peer: str, forwarded: str, told: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == told


@pytest.mark.parametrize(("trusted", "told"), [(PROXIES, "203.0.113.9"), ((), "10.0.0.2")])
def test_views_see_it_where_proxies_are_named(trusted: Any, told: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", headers={"X-Forwarded-For": "203.0.113.9"})
    with override_settings(TRUSTED_PROXIES=trusted):
        response = behind_proxies(lambda asked: HttpResponse(asked.META["REMOTE_ADDR"]))(request)
    assert response.content.decode() == told


def test_it_stands_before_everything_that_counts_by_address() -> None:
    assert settings.MIDDLEWARE[0] == "xuncha.web.client_address.behind_proxies"
