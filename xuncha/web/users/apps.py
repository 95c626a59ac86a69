"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig

from xuncha.apps.casework.access import Right
from xuncha.apps.casework.menu import OFFICE, Entry


class UsersConfig(AppConfig):
    """用户。"""

    name = "xuncha.web.users"
    label = "users"
    verbose_name = "用户"
    menu = (Entry("概况", "home", 10), Entry("用户", "users:people", 80, Right.USERS, group=OFFICE))
