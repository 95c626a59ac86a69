"""Addresses of rectification."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.rectification.views import cases, extensions

app_name = "rectification"
urlpatterns = [
    path("cases", cases.case_list, name="cases"),
    path("cases/export", cases.export, name="export"),
    path("cases/<int:pk>", cases.case_detail, name="case"),
    path("cases/<int:pk>/reply", cases.reply_to, name="reply"),
    path("cases/<int:pk>/recheck", cases.recheck, name="recheck"),
    path("cases/<int:pk>/extension", extensions.ask_for, name="ask_extension"),
    path("cases/extensions/<int:pk>/answer", extensions.answer_one, name="answer_extension"),
    path("cases/extensions/<int:pk>/withdraw", extensions.withdraw_one, name="withdraw_extension"),
    path("cases/files/<int:pk>", cases.file, name="file"),
]
