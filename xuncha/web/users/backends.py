"""The second step as Django's own way to authenticate: wrong codes are counted with wrong passwords."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from xuncha.web.users.models import User
from xuncha.web.users.second_step import accepts_code, accepts_recovery_code


class SecondStepBackend(ModelBackend):
    """Somebody whose password was right shows a code. ``request.recovered`` tells that it was a recovery code."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest, username: str = "", token: str | None = None, **other: Any
    ) -> User | None:
        """The person, or None."""
        if token is None:
            return None
        user = User.objects.filter(username=username).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        request.recovered = False  # type: ignore[attr-defined]
        if accepts_code(user, token):
            return user
        request.recovered = accepts_recovery_code(user, token)  # type: ignore[attr-defined]
        return user if request.recovered else None  # type: ignore[attr-defined]
