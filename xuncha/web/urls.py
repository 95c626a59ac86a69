"""Every address. An app with a ``urls`` module is included by itself."""

from __future__ import annotations

from django.urls import include, path

from xuncha.web.apps_found import with_addresses
from xuncha.web.views.health import healthz, metrics
from xuncha.web.views.home import export, home

handler400 = "xuncha.web.views.errors.bad_request"
handler403 = "xuncha.web.views.errors.forbidden"
handler404 = "xuncha.web.views.errors.not_found"
handler500 = "xuncha.web.views.errors.broken"

urlpatterns = [
    path("", home, name="home"),
    path("charts/<int:pk>/<str:name>", export, name="export"),
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("", include("xuncha.web.users.urls")),
    *(path("", include(f"{name}.urls")) for name in with_addresses()),
]
