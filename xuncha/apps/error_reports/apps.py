"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig

from xuncha.apps.casework.menu import FOLLOWING, Entry


class ErrorReportsConfig(AppConfig):
    """找错。"""

    name = "xuncha.apps.error_reports"
    label = "error_reports"
    verbose_name = "找错"
    menu = (Entry("找错", "error_reports:reports", 57, group=FOLLOWING),)

    def ready(self) -> None:
        """Large lists are exported by workers."""
        from xuncha.apps.casework.tasks.sheets import register_sheet

        register_sheet("error_reports", "xuncha.apps.error_reports.views.reports.exported")

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.error_reports.models import ReportCase

        states = ReportCase.State
        waiting = ReportCase.objects.exclude(state__in=(states.PUBLISHED, states.REFUSED)).count()
        yield "error_reports_open", "Public error reports that are not closed", waiting
