"""A person who logs in. Never called an account: that word is for new media."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from xuncha.apps.casework.access import Role


class User(AbstractUser):
    """用户. ``unit`` bounds what a supervisor or an owner sees; other roles have none."""

    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, blank=True, verbose_name="单位")
    full_name = models.CharField("姓名", max_length=50, blank=True)
    must_change_password = models.BooleanField("须修改密码", default=False)

    class Meta:
        verbose_name = "用户"
        ordering = ["username"]

    @property
    def shown_name(self) -> str:
        """Name as shown to others."""
        return self.full_name or self.get_username()
