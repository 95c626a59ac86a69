"""Tokens. Only a digest of one is kept: whoever reads the database cannot use it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from xuncha.apps.casework.access import Role
from xuncha.apps.directory.models import Unit


class Scope(models.TextChoices):
    """What a token may do. Whatever it does not name is refused."""

    READ = "read", "读取名录、检查和问题"
    PROBES = "probes", "报送拨测记录"
    POSTS = "posts", "报送发布记录"
    CHECK = "check", "检查稿件"
    CASES = "cases", "读取整改、通报、申诉和找错留言"
    REPORTS = "reports", "报送找错留言"


#: A program never acts as an administrator.
ROLES = [(role.value, role.label) for role in Role if role != Role.ADMINISTRATOR]


class ApiToken(models.Model):
    """令牌: acts with the rights of a role, for a unit where the role has one, within its scopes."""

    name = models.CharField("用途", max_length=100)
    role = models.CharField("角色", max_length=20, choices=ROLES)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    scopes = models.JSONField("范围", default=list)
    digest = models.CharField(max_length=64, unique=True)
    #: The first characters, by which people recognise it.
    beginning = models.CharField("开头", max_length=12)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateField("有效期至")
    used_at = models.DateTimeField("最近使用", null=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "令牌"
        ordering = ["-pk"]

    #: What the rows and the record of acts ask of whoever acts.
    is_authenticated = True
    must_change_password = False

    def get_username(self) -> str:
        """The actor in the record of acts."""
        return f"令牌 {self.pk}（{self.name}）"

    @property
    def is_good(self) -> bool:
        """True while it may be used."""
        return self.revoked_at is None and self.until >= timezone.localdate()

    @property
    def over_words(self) -> str:
        """Why it may not be used any more, and what to do."""
        why = "已被撤销" if self.revoked_at else f"已过期（有效期至 {self.until.isoformat()}）"
        return f"令牌{why}，请系统管理员在“接口”页面重新建立"

    @property
    def scope_words(self) -> str:
        """Scopes on screen."""
        return "、".join(Scope(scope).label for scope in self.scopes)

    def carries(self, scope: Any) -> bool:
        """True when it may do so."""
        return str(scope) in self.scopes
