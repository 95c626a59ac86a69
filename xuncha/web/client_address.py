"""Whose request it is behind a reverse proxy: limits, lock-outs and the record of acts go by the person's address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def client_address(peer: str, forwarded_for: str, trusted: Iterable[IPv4Network | IPv6Network]) -> str:
    """The address nearest to us that is no proxy of ours.

    ``peer``: who opened the connection. ``forwarded_for``: X-Forwarded-For, of which anybody may have written
    the beginning: it is read from its end, and only as far as our own proxies wrote it.
    """
    networks = tuple(trusted)
    found = peer
    for given in reversed(forwarded_for.split(",")):
        if not _is_within(found, networks) or not _is_address(given.strip()):
            break
        found = given.strip()
    return found


def behind_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: REMOTE_ADDR becomes the person's, where XUNCHA_TRUSTED_PROXIES names our proxies."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = client_address(
                request.META.get("REMOTE_ADDR", ""),
                request.headers.get("X-Forwarded-For", ""),
                settings.TRUSTED_PROXIES,
            )
        return get_response(request)

    return answer


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True


def _is_within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)
