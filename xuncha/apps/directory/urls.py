"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.directory.views import accounts, sites, units

app_name = "directory"
urlpatterns = [
    path("sites", sites.site_list, name="sites"),
    path("sites/<str:site_code>", sites.site_detail, name="site"),
    path("accounts", accounts.account_list, name="accounts"),
    path("accounts/<int:pk>", accounts.account_detail, name="account"),
    path("units", units.unit_list, name="units"),
]
