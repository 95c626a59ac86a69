"""What was checked and what was warned of. The text is not kept, and no personal detail in the clear."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xuncha.apps.casework.access import Right, Role, may
from xuncha.apps.directory.models import Unit


class CheckRows(models.QuerySet[Any]):
    """Checks of manuscripts."""

    def visible_to(self, user: Any) -> CheckRows:
        """Everyone's own; a supervisor's subtree; for the office all."""
        if may(user, Right.SEE_ALL):
            return self
        own = Q(by=user) if getattr(user, "pk", None) else Q(pk__in=[])
        unit = getattr(user, "unit", None)
        if unit is not None and user.role == Role.SUPERVISOR:
            own |= Q(unit__path__startswith=unit.path)
        if unit is not None and user.role == Role.OWNER:
            own |= Q(unit=unit, by=None)
        return self.filter(own)


class ManuscriptCheck(models.Model):
    """检查稿件: once, by a person or through the interface."""

    class Way(models.TextChoices):
        """How the text came."""

        PASTED = "pasted", "粘贴"
        UPLOADED = "uploaded", "上传文件"
        INTERFACE = "interface", "接口"

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("检查人", max_length=150)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    way = models.CharField("方式", max_length=10, choices=Way)
    #: First line of the text, personal details masked.
    title = models.CharField("标题", max_length=100)
    #: Keyed digests: the words of an unpublished text cannot be guessed from them.
    title_digest = models.CharField(max_length=64)
    text_digest = models.CharField(max_length=64)
    length = models.PositiveIntegerField("字数")
    alerts = models.PositiveIntegerField("提示", default=0)
    doubts = models.PositiveIntegerField("请核对", default=0)

    objects = CheckRows.as_manager()

    class Meta:
        verbose_name = "稿件检查"
        ordering = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "at"], name="checks_of_a_unit")]

    @property
    def who(self) -> str:
        """The person's name; the name of the token where a program asked."""
        return self.by.shown_name if self.by else self.by_name


class Remarked(models.Model):
    """提示: what a check remarked on, to be compared with what is found later."""

    check_of = models.ForeignKey(ManuscriptCheck, models.CASCADE, related_name="remarked")
    code = models.CharField("指标", max_length=10)
    line = models.PositiveIntegerField("行")
    column = models.PositiveIntegerField("字")
    quote = models.TextField("原文")
    suggestion = models.TextField("建议")
    reason = models.TextField("理由")
    alert = models.BooleanField("提示")
    #: Keyed digest of code, wrong form and the words next to it.
    fingerprint = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = "稿件提示"
        ordering = ["pk"]

    @property
    def level(self) -> str:
        """提示 or 请核对."""
        return "提示" if self.alert else "请核对"
