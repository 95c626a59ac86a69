"""Makes tokens, finds the one a request shows, and counts what it does."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import HttpBearer

from xuncha.apps.api.models import ApiToken, Scope
from xuncha.apps.casework.rates import count

_PREFIX = "xuncha_"
#: Wrong tokens from one address in a minute, after which it is not listened to for the rest of it.
_WRONG = 30
_NOTED_EVERY = timedelta(minutes=1)


def issue(
    *, name: str, role: str, unit: Any, scopes: list[str], until: date, by: Any
) -> tuple[ApiToken, str]:
    """A new token and its words, which are not kept."""
    words = _PREFIX + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        name=name,
        role=role,
        unit=unit,
        scopes=scopes,
        until=until,
        made_by=by,
        digest=digest_of(words),
        beginning=words[:12],
    )
    return made, words


def digest_of(words: str) -> str:
    """SHA-256; the words are random, so that nothing is guessed from it."""
    return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()


def is_known(header: str) -> bool:
    """True when an ``Authorization`` header shows a token that is good."""
    kind, _, words = header.partition(" ")
    found = ApiToken.objects.filter(digest=digest_of(words)).first() if kind.lower() == "bearer" else None
    return found is not None and found.is_good


class Bearer(HttpBearer):
    """``Authorization: Bearer …`` with a token that carries ``scope``. Without a scope nobody is let in."""

    openapi_description = "系统管理员在“接口”页面建立的令牌"

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token, which from then on acts as the user of the request.

        Raises:
            AuthenticationError: there is no such token, or no longer; the message says which, in Chinese.
            AuthorizationError: it may not do this.
            TooManyError: it has asked too often.
        """
        address = request.META.get("REMOTE_ADDR", "")
        found = ApiToken.objects.select_related("unit").filter(digest=digest_of(token)).first()
        if found is None:
            count(f"wrong {address}", _WRONG)
            raise AuthenticationError
        if not found.is_good:  # no guess: it is told why, as long as it does not ask too often
            count(f"token {found.pk}", settings.API_PER_MINUTE)
            raise AuthenticationError(message=found.over_words)
        if self._scope is None or not found.carries(self._scope):
            raise AuthorizationError
        count(f"token {found.pk}", settings.API_PER_MINUTE)
        now = timezone.now()
        if found.used_at is None or now - found.used_at > _NOTED_EVERY:
            ApiToken.objects.filter(pk=found.pk).update(used_at=now)
        request.user = found  # type: ignore[assignment]
        return found
