"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from xuncha.apps.casework.menu import menu_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """The menu of the person logged in, with the entry of the present page marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {"menu": [], "province": settings.PROVINCE}
    return {"menu": menu_for(user, request.path), "province": settings.PROVINCE}
