"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.directory.views import accounts, changes, exports, imports, sites, units

app_name = "directory"
urlpatterns = [
    path("sites", sites.site_list, name="sites"),
    path("sites/<str:site_code>", sites.site_detail, name="site"),
    path("accounts", accounts.account_list, name="accounts"),
    path("accounts/<int:pk>", accounts.account_detail, name="account"),
    path("sites/<str:site_code>/change", changes.change_site, name="change_site"),
    path("accounts/<int:pk>/change", changes.change_account, name="change_account"),
    path("directory/<str:kind>/export", exports.export, name="export"),
    path("imports", imports.import_list, name="imports"),
    path("imports/blank/<str:kind>", imports.blank, name="blank_list"),
    path("imports/<int:pk>", imports.import_detail, name="import"),
    path("units", units.unit_list, name="units"),
    path("units/choices", units.unit_choices, name="unit_choices"),
    path("units/<int:pk>", units.unit_detail, name="unit"),
    path("directory/<str:kind>/open", changes.open_entry, name="open"),
]
