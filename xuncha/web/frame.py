"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from xuncha.apps.casework.menu import entries_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """The menu of the person logged in, with the entry of the present page marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {"menu": [], "province": settings.PROVINCE}
    entries = entries_for(user)
    matching = [address for _, address in entries if _lies_under(request.path, address)]
    here = max(matching, key=len, default="")
    menu = [(label, address, address == here) for label, address in entries]
    return {"menu": menu, "province": settings.PROVINCE}


def _lies_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))
