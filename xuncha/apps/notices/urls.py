"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.notices.views.notices import download, notice_list

app_name = "notices"
urlpatterns = [
    path("notices", notice_list, name="notices"),
    path("notices/<int:pk>/<str:name>", download, name="download"),
]
