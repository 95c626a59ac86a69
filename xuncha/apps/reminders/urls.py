"""Addresses of reminders."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.reminders.views import availability, calendar, messages, warnings

app_name = "reminders"
urlpatterns = [
    path("warnings", warnings.warning_list, name="warnings"),
    path("warnings/columns", warnings.column_list, name="columns"),
    path("warnings/export/<str:name>", warnings.export, name="export"),
    path("warnings/near", warnings.near_list, name="near"),
    path("warnings/calendar", calendar.due_calendar, name="calendar"),
    path("warnings/calendar/export", calendar.export, name="calendar_export"),
    path("warnings/sites/<str:site_code>", calendar.site_columns, name="site"),
    path("availability/<str:site_code>", availability.availability, name="availability"),
    path("availability/<str:site_code>/export", availability.export, name="availability_export"),
    path("warnings/tell", warnings.tell_now, name="tell"),
    path("messages", messages.inbox, name="messages"),
    path("messages/mail", messages.mail_choice, name="mail_choice"),
]
