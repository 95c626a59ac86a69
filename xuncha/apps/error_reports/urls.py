"""Addresses of error reports: ``/report…`` is for everybody, ``/reports…`` for those who handle them."""

from __future__ import annotations

from django.urls import path

from xuncha.apps.error_reports.views import public, reports

app_name = "error_reports"
urlpatterns = [
    path("report", public.new_report, name="new"),
    path("report/state", public.report_state, name="state"),
    path("report/answers", public.answers, name="answers"),
    path("reports", reports.report_list, name="reports"),
    path("reports/export", reports.export, name="export"),
    path("reports/<int:pk>", reports.report_detail, name="report"),
    path("reports/<int:pk>/handle", reports.handle, name="handle"),
    path("reports/<int:pk>/answer", reports.answer_one, name="answer"),
    path("reports/<int:pk>/contact", reports.contact, name="contact"),
    path("reports/files/<int:pk>", reports.file, name="file"),
]
