"""人工核查 as kept: tasks for people, what they found, and their photos."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from xuncha.apps.casework.models import Case, Step
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.sitework.guides import Guide, guides


class ManualCheck(Case):
    """核查任务: one guide for one target of one round."""

    class State(models.TextChoices):
        """How it ended; "could not look" is neither a pass nor a fault."""

        WAITING = "waiting", "待核查"
        OK = "ok", "未见问题"
        FAULT = "fault", "发现问题"
        UNSEEN = "unseen", "未能查看"

    MOVES: ClassVar = {
        State.WAITING: {State.OK, State.FAULT, State.UNSEEN},
        State.OK: {State.WAITING},
        State.UNSEEN: {State.WAITING},
    }
    RESULTS: ClassVar = (State.OK, State.FAULT, State.UNSEEN)

    round = models.ForeignKey(Round, models.CASCADE, related_name="manual_checks", verbose_name="检查")
    kind = models.CharField("类别", max_length=10)
    key = models.CharField("标识", max_length=200)
    name = models.CharField("名称", max_length=200)
    region_name = models.CharField("地区", max_length=100)
    sponsor_name = models.CharField("主办单位", max_length=200)
    platform = models.CharField("平台", max_length=20, blank=True)
    guide_key = models.CharField("核查内容", max_length=40)
    code = models.CharField("指标", max_length=10)
    state = models.CharField("结果", max_length=10, choices=State, default=State.WAITING)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核查人"
    )
    due_on = models.DateField("期限")
    #: The official calendar of that year is not out yet.
    due_is_provisional = models.BooleanField(default=False)
    seen = models.TextField("说明", blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField("完成时间", null=True)
    finding = models.ForeignKey(FindingCase, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "人工核查"
        ordering = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "kind", "key", "guide_key"], name="check_once_in_a_round"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on", "id"], name="checks_to_do"),
            models.Index(fields=["assignee", "state", "due_on"], name="checks_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    @property
    def guide(self) -> Guide:
        """The steps."""
        return guides()[self.guide_key]

    def is_overdue(self, today: date | None = None) -> bool:
        """True when it still waits and its day is past."""
        return self.state == self.State.WAITING and self.due_on < (today or timezone.localdate())


class CheckStep(Step):
    """One step of a manual check."""

    case = models.ForeignKey(ManualCheck, models.CASCADE, related_name="steps")

    @property
    def now_words(self) -> str:
        """The state after, on screen."""
        return str(ManualCheck.State(self.now).label)


class Photo(models.Model):
    """照片 of a manual check, as re-encoded by us: nothing of the file that was sent is kept."""

    check_of = models.ForeignKey(ManualCheck, models.CASCADE, related_name="photos")
    stored_as = models.CharField(max_length=60, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField("上传时间", auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "照片"
        ordering = ["pk"]

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(settings.HOME) / "photos" / self.stored_as
