"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig

from xuncha.apps.casework.menu import FOLLOWING, Entry


class NoticesConfig(AppConfig):
    """通报。"""

    name = "xuncha.apps.notices"
    label = "notices"
    verbose_name = "通报"
    menu = (Entry("通报", "notices:notices", 60, group=FOLLOWING),)
