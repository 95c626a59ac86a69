"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig

from xuncha.apps.casework.access import Right
from xuncha.apps.casework.menu import OFFICE, Entry


class ApiConfig(AppConfig):
    """接口。"""

    name = "xuncha.apps.api"
    label = "api"
    verbose_name = "接口"
    menu = (Entry("接口", "api-tokens:list", 95, Right.USERS, group=OFFICE),)
