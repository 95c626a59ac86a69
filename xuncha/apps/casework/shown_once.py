"""A secret that was just made is shown on a page of its own, once: a reload neither makes another nor shows it again.

Between the form and the page it lies in a sealed cookie of the browser that shows it; the server keeps nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_COOKIE = "xuncha-once"
#: Seconds within which the browser must ask for the page.
_WAITS_S = 120


def lead_to(request: HttpRequest, address: str, said: dict[str, Any]) -> HttpResponse:
    """Lead to the page by the name ``address``, which shows what is ``said`` to whoever made it."""
    path = reverse(address)
    sealed = _cipher().encrypt(json.dumps([path, request.user.pk, said]).encode()).decode()
    response = redirect(path)
    response.set_cookie(
        _COOKIE, sealed, _WAITS_S, path=path, secure=settings.HTTPS, httponly=True, samesite="Strict"
    )
    return response


def taken(request: HttpRequest) -> dict[str, Any] | None:
    """What is to be shown on this page; None where it has been shown, or was not made by this person a moment ago."""
    try:
        path, person, said = json.loads(_cipher().decrypt(request.COOKIES.get(_COOKIE, ""), ttl=_WAITS_S))
    except (InvalidToken, ValueError):
        return None
    return dict(said) if (path, person) == (request.path, request.user.pk) else None


def shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, after which the browser has the secret no more."""
    response.delete_cookie(_COOKIE, path=request.path, samesite="Strict")
    response["Cache-Control"] = "no-store"
    return response


def _cipher() -> Fernet:
    key = hashlib.sha256(b"xuncha.casework.shown_once" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
