"""Addresses of manual checks."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.sitework.views import checks, making

app_name = "sitework"
urlpatterns = [
    path("checks", checks.check_list, name="checks"),
    path("checks/new", making.make, name="make"),
    path("checks/assign", making.assign, name="assign"),
    path("checks/export", checks.export, name="export"),
    path("checks/<int:pk>", checks.check_detail, name="check"),
    path("checks/<int:pk>/photos", checks.add, name="add"),
    path("checks/<int:pk>/result", checks.result, name="result"),
    path("checks/<int:pk>/again", checks.again, name="again"),
    path("photos/<int:pk>", checks.photo, name="photo"),
]
