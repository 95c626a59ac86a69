"""/healthz for the load balancer, /metrics for the monitoring of the computer room."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from xuncha.apps.casework.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, else 503. Says nothing about the version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "down", "database": False}, status=503)
    return JsonResponse({"status": "ok", "database": True})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of every app in the text format of Prometheus; for this machine, or with the token."""
    if not _may_read(request):
        return HttpResponse(
            "需要令牌（XUNCHA_METRICS_TOKEN）\n", status=403, content_type="text/plain; charset=utf-8"
        )
    lines: list[str] = []
    for config in apps.get_app_configs():
        figures = getattr(config, "metrics", None)
        for name, meaning, value in figures() if figures else ():
            lines += [
                f"# HELP xuncha_{name} {meaning}",
                f"# TYPE xuncha_{name} gauge",
                f"xuncha_{name} {value}",
            ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", ""), f"Bearer {token}")
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    return not forwarded and ip_address(request.META.get("REMOTE_ADDR") or "::").is_loopback
