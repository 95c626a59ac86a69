"""The gate before every view: nothing is open that does not say to whom, nothing too large is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from xuncha.apps.casework.access import allows, is_by_token, is_public
from xuncha.apps.casework.uploads import most_from
from xuncha.web.users.second_step import is_on, is_required_of
from xuncha.web.views.errors import in_words, too_large

_SEEN, _SINCE = "seen_at", "since"
#: Not every request writes the session: this often, in seconds, is enough to know who is idle.
_NOTED_EVERY = 60
#: Pages a person with a one-time password may still open.
_BEFORE_NEW_PASSWORD = frozenset({"users:password", "users:logout"})
#: Pages a person may open who must set up the second step and has not.
_BEFORE_SECOND_STEP = _BEFORE_NEW_PASSWORD | {"users:second-step"}


class _Gate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = in_words(request, self._get_response(request))
        if request.user.is_authenticated:
            # What one person was shown must not be shown to the next from a cache.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_by_token(view):
            return None
        # A character no text has; databases refuse it in their own words.
        if any(
            "\x00" in word
            for sent in (request.GET, request.POST)
            for _, words in sent.lists()
            for word in words
        ):
            raise BadRequest
        if is_public(view):
            return None
        if not request.user.is_authenticated or self._has_ended(request):
            return self._to_login(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.must_change_password and name not in _BEFORE_NEW_PASSWORD:
            return redirect("users:password")
        if name not in _BEFORE_SECOND_STEP and is_required_of(request.user) and not is_on(request.user):
            return redirect("users:second-step")
        if not allows(view, request.user):
            raise PermissionDenied
        return None

    def _has_ended(self, request: HttpRequest) -> bool:
        """True when nobody worked with the session for long, or it is of yesterday however busy."""
        now = time.time()
        seen = request.session.get(_SEEN)
        since = request.session.setdefault(_SINCE, now)
        idle = seen is not None and now - seen > settings.IDLE_SECONDS
        if idle or now - since > settings.SESSION_COOKIE_AGE:
            logout(request)
            return True
        # A page that refreshes itself is not somebody working.
        polling = request.headers.get("X-Xuncha-Poll") == "1"
        if seen is None or (now - seen > _NOTED_EVERY and not polling):
            request.session[_SEEN] = now
        return False

    def _to_login(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(_page_of(request)).url})
        return redirect_to_login(request.get_full_path())


def _page_of(request: HttpRequest) -> str:
    """The page of ours on which a part was to be refreshed; the first one where that is not said."""
    page = request.headers.get("HX-Current-URL", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return "/"
    found = urlsplit(page)
    return f"{found.path}?{found.query}" if found.query else found.path or "/"


class _Bound:
    """Refuses what is too large before a byte of it is read: the CSRF check already parses a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_by_token(
            view
        ):  # answers in its own words, and reads nothing before it has looked at the length
            return None
        length = request.META.get("CONTENT_LENGTH") or "0"
        bound = most_from(request.user, view)
        if length.isdecimal() and int(length) <= bound:
            return None
        return too_large(request, bound)


gate, bound = _Gate, _Bound
