"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig

from xuncha.apps.casework.menu import FOLLOWING, Entry


class RectificationConfig(AppConfig):
    """整改。"""

    name = "xuncha.apps.rectification"
    label = "rectification"
    verbose_name = "整改"
    menu = (Entry("整改", "rectification:cases", 55, group=FOLLOWING),)

    def ready(self) -> None:
        """Rechecks tell of their outcome; limits are looked at every day; large lists are exported by workers."""
        from xuncha.apps.casework.tasks.sheets import register_sheet
        from xuncha.apps.inspections.work.chores import at_times, register
        from xuncha.apps.inspections.work.rechecking import rechecked
        from xuncha.apps.rectification.telling import (
            DEADLINES,
            remind_of_deadlines,
            tell_of_recheck,
            turn_of_deadlines,
        )

        rechecked.connect(tell_of_recheck, dispatch_uid="recheck told")
        register(DEADLINES, remind_of_deadlines)
        at_times(DEADLINES, turn_of_deadlines)
        register_sheet("cases", "xuncha.apps.rectification.views.cases.exported")

    def beside_finding(self, request: Any, case: Any) -> str:
        """The case that follows a finding."""
        from django.template.loader import render_to_string

        from xuncha.apps.rectification.models import Rectification

        one = Rectification.objects.visible_to(request.user).filter(finding=case).first()
        return render_to_string("rectification/panel.html", {"one": one}, request) if one else ""

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.rectification.models import Rectification

        yield "cases_overdue", "Cases not answered in time", Rectification.objects.overdue().count()
