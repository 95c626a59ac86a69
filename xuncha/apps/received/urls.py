"""Addresses of what was received."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.received.views import consolidation

app_name = "received"
urlpatterns = [path("consolidation", consolidation.consolidation, name="consolidation")]
