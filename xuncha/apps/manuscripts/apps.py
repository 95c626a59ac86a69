"""Registers the app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig

from xuncha.apps.casework.menu import Entry


class ManuscriptsConfig(AppConfig):
    """稿件。"""

    name = "xuncha.apps.manuscripts"
    label = "manuscripts"
    verbose_name = "稿件"
    menu = (Entry("稿件检查", "manuscripts:check", 70),)

    def beside_finding(self, request: Any, case: Any) -> str:
        """The check of a manuscript that had warned of the finding before it was published."""
        from django.template.loader import render_to_string

        from xuncha.apps.manuscripts.joining import warned_before

        joined = warned_before(request.user, case)
        return render_to_string("manuscripts/panel.html", {"one": joined}, request) if joined else ""
