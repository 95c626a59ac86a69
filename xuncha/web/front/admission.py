"""How long a body may be, asked before it is taken in: who is nobody to us does not fill our disk."""

from __future__ import annotations

import io
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import Http404, HttpResponse
from django.urls import resolve

from xuncha.apps.api.tokens import is_known
from xuncha.apps.casework.access import is_by_token
from xuncha.apps.casework.uploads import OF_A_STRANGER, most_from

_sessions = SessionMiddleware(lambda request: HttpResponse())
_logger = logging.getLogger(__name__)


def bound_for(environ: dict[str, Any]) -> int:
    """Bytes taken of the body of this request. The same as the gates will say later, who then see it whole."""
    close_old_connections()
    try:
        return _bound(environ)
    except Http404:
        return OF_A_STRANGER
    except Exception:  # the view will meet the same and tell it
        _logger.warning("the bound of a request is not known", exc_info=True)
        return OF_A_STRANGER


def _bound(environ: dict[str, Any]) -> int:
    request = WSGIRequest({**environ, "wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"})
    view = resolve(request.path_info).func
    if is_by_token(view):
        known = is_known(request.headers.get("Authorization", ""))
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if known else OF_A_STRANGER
    _sessions.process_request(request)
    return most_from(get_user(request), view)
