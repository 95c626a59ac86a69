"""Addresses of the editors' page."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.manuscripts.views import checking, history

app_name = "manuscripts"
urlpatterns = [
    path("manuscripts", checking.check, name="check"),
    path("manuscripts/history", history.checks, name="history"),
    path("manuscripts/history/<int:pk>", history.one_check, name="one"),
    path("manuscripts/published", history.published, name="published"),
]
