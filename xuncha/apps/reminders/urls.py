"""Addresses of reminders."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.reminders.views import messages, warnings

app_name = "reminders"
urlpatterns = [
    path("warnings", warnings.warning_list, name="warnings"),
    path("warnings/columns", warnings.column_list, name="columns"),
    path("warnings/export/<str:name>", warnings.export, name="export"),
    path("warnings/tell", warnings.tell_now, name="tell"),
    path("messages", messages.inbox, name="messages"),
]
