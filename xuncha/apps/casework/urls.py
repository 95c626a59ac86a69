"""Addresses of casework."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.casework.views.audit import audit_list

app_name = "casework"
urlpatterns = [path("audit", audit_list, name="audit")]
