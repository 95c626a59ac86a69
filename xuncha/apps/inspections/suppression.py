"""豁免 as kept."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from xuncha.apps.inspections.results import Finding


class Suppression(models.Model):
    """豁免: findings that are known and accepted, with a reason, a scope and an end. Nothing is deleted."""

    code = models.CharField("指标", max_length=10)
    kind = models.CharField(max_length=10)
    target = models.CharField("对象标识", max_length=200)
    fingerprint = models.CharField("只限这一处", max_length=32, blank=True)
    reason = models.TextField("理由")
    until = models.DateField("有效期至")
    made_at = models.DateTimeField("建立时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField("解除时间", null=True)

    class Meta:
        verbose_name = "豁免"
        ordering: ClassVar = ["-pk"]

    def covers(self, finding: Finding) -> bool:
        """True when the finding lies in its scope."""
        same = (self.code, self.kind, self.target) == (finding.code, finding.kind, finding.target)
        return same and self.fingerprint in ("", finding.fingerprint)
