"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig

from xuncha.apps.casework.access import Right
from xuncha.apps.casework.menu import INSPECTION, Entry


class SiteworkConfig(AppConfig):
    """人工核查。"""

    name = "xuncha.apps.sitework"
    label = "sitework"
    verbose_name = "人工核查"
    menu = (Entry("人工核查", "sitework:checks", 42, Right.SEE_ALL, group=INSPECTION),)

    def ready(self) -> None:
        """Large lists are exported by workers."""
        from xuncha.apps.casework.tasks.sheets import register_sheet

        register_sheet("checks", "xuncha.apps.sitework.views.checks.exported", Right.SEE_ALL)

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.sitework.models import ManualCheck

        waiting = ManualCheck.objects.filter(state=ManualCheck.State.WAITING).count()
        yield "manual_checks_waiting", "Manual checks that wait for a person", waiting
