"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig

from xuncha.apps.casework.menu import INSPECTION, Entry


class ObjectionsConfig(AppConfig):
    """申诉。"""

    name = "xuncha.apps.objections"
    label = "objections"
    verbose_name = "申诉"
    menu = (Entry("申诉", "objections:objections", 44, group=INSPECTION),)

    def ready(self) -> None:
        """Large lists are exported by workers."""
        from xuncha.apps.casework.tasks.sheets import register_sheet

        register_sheet("objections", "xuncha.apps.objections.views.objections.exported")

    def beside_finding(self, request: Any, case: Any) -> str:
        """Objections to a finding, and where its owner may object."""
        from django.template.loader import render_to_string

        from xuncha.apps.objections.objecting import due_of, may_object

        may = may_object(request.user, case)
        rows = list(case.objections.visible_to(request.user))
        if not rows and not may:
            return ""
        context = {"case": case, "rows": rows, "may": may, "due": due_of(case)}
        return render_to_string("objections/panel.html", context, request)

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.objections.models import Objection

        waiting = Objection.objects.filter(state__in=Objection.OPEN).count()
        yield "objections_open", "Objections that wait for an answer", waiting
