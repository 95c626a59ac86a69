"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig

from xuncha.apps.casework.menu import Entry


class ManuscriptsConfig(AppConfig):
    """稿件。"""

    name = "xuncha.apps.manuscripts"
    label = "manuscripts"
    verbose_name = "稿件"
    menu = (Entry("稿件检查", "manuscripts:check", 70),)
