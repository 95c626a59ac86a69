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

    @property
    def signed_name(self) -> str:
        """Name and unit, as under what the person did."""
        return f"{self.shown_name}（{self.unit.name}）" if self.unit else self.shown_name


class SecondStep(models.Model):
    """动态口令: this person shows a code after the password. No row: the password is enough."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_step")
    sealed = models.BinaryField()
    #: Step of time of the code used last: it and those before are refused.
    last_step = models.PositiveBigIntegerField()
    since = models.DateTimeField("启用时间", auto_now_add=True)


class RecoveryCode(models.Model):
    """恢复码: good once in place of the phone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)
