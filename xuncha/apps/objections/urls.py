"""Addresses of objections."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.objections.views import objections

app_name = "objections"
urlpatterns = [
    path("objections", objections.objection_list, name="objections"),
    path("objections/export", objections.export, name="export"),
    path("objections/<int:pk>", objections.objection_detail, name="objection"),
    path("objections/<int:pk>/answer", objections.answer_one, name="answer"),
    path("objections/<int:pk>/withdraw", objections.withdraw_one, name="withdraw"),
    path("objections/files/<int:pk>", objections.file, name="file"),
    path("findings/<int:pk>/object", objections.new, name="new"),
]
