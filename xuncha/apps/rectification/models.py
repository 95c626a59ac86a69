"""整改 as kept: one case for one confirmed finding, handed to the sponsor that must put it right."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from xuncha.apps.casework.models import Case, Step, StoredFile
from xuncha.apps.directory.models import owned_by
from xuncha.apps.inspections.models import FindingCase


class RectificationRows(models.QuerySet[Any]):
    """Cases."""

    def visible_to(self, user: Any) -> RectificationRows:
        """All, those of the subtree, or those of the own unit."""
        return self.filter(owned_by(user, "finding__verdict__"))

    def overdue(self) -> RectificationRows:
        """Those that wait for their owner though their day is past."""
        return self.filter(state=Rectification.State.ASSIGNED, due_on__lt=timezone.localdate())


class Rectification(Case):
    """整改: due, replied, looked at again, closed; or sent back."""

    class State(models.TextChoices):
        """How far it is."""

        ASSIGNED = "assigned", "待整改"
        REPLIED = "replied", "待复查"
        CLOSED = "closed", "已办结"
        VOID = "void", "已撤销"

    MOVES: ClassVar = {
        State.ASSIGNED: {State.REPLIED, State.VOID},
        State.REPLIED: {State.ASSIGNED, State.CLOSED, State.VOID},
        State.VOID: {State.ASSIGNED},
    }

    finding = models.OneToOneField(
        FindingCase, models.PROTECT, related_name="rectification", verbose_name="问题"
    )
    state = models.CharField("状态", max_length=12, choices=State, default=State.ASSIGNED)
    opened_at = models.DateTimeField("交办时间", auto_now_add=True)
    due_on = models.DateField("整改期限")
    #: The limit of the notice, where it was put off since.
    first_due_on = models.DateField("原定期限", null=True)
    #: The official calendar of that year is not out yet.
    due_is_provisional = models.BooleanField(default=False)
    #: The limits of which the owner was reminded, before and after.
    reminded_of = models.DateField(null=True)
    overdue_told_of = models.DateField(null=True)
    replied_at = models.DateTimeField("反馈时间", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    times_back = models.PositiveIntegerField("退回次数", default=0)

    objects = RectificationRows.as_manager()

    class Meta:
        verbose_name = "整改"
        ordering = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on", "id"], name="cases_to_do")]

    def __str__(self) -> str:
        return f"{self.finding} 的整改"

    def is_overdue(self, today: date | None = None) -> bool:
        """True when it waits for its owner and its day is past."""
        return self.state == self.State.ASSIGNED and self.due_on < (today or timezone.localdate())

    @property
    def was_late(self) -> bool:
        """True when the latest reply came after the day."""
        return self.replied_at is not None and timezone.localdate(self.replied_at) > self.due_on

    @property
    def days_left(self) -> int:
        """Days until the end of the limit, negative when it is past."""
        return (self.due_on - timezone.localdate()).days


class RectificationStep(Step):
    """One step of a case: a reply, or what looking again showed."""

    case = models.ForeignKey(Rectification, models.CASCADE, related_name="steps")

    @property
    def words(self) -> str:
        """What the step was, on screen."""
        states = Rectification.State
        said = {
            states.REPLIED: "反馈整改情况",
            states.CLOSED: "复查通过，办结",
            states.ASSIGNED: "重新交办" if self.was == states.VOID else "复查未通过，退回",
            states.VOID: "通报撤回或更正，整改撤销",
        }
        return said[states(self.now)]


class Extension(Case):
    """延期: an owner asks for a later day; granted, it is the limit from then on."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", "待答复"
        GRANTED = "granted", "已同意"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"

    MOVES: ClassVar = {State.ASKED: {State.GRANTED, State.REFUSED, State.WITHDRAWN}}

    case = models.ForeignKey(Rectification, models.CASCADE, related_name="extensions", verbose_name="整改")
    #: The same for cases of which it was asked at once.
    batch = models.CharField(max_length=32, db_index=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.ASKED)
    reason = models.TextField("延期理由")
    was_due = models.DateField("原期限")
    wanted_on = models.DateField("申请延至")
    granted_on = models.DateField("同意延至", null=True)
    made_at = models.DateTimeField("申请时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "延期"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="asked"), name="one_extension_asked_of_a_case"
            ),
        ]


class ExtensionStep(Step):
    """One step of an extension."""

    case = models.ForeignKey(Extension, models.CASCADE, related_name="steps")


class RectificationFile(StoredFile):
    """材料 handed in with a reply or with what looking again showed."""

    step = models.ForeignKey(RectificationStep, models.CASCADE, related_name="files")

    class Meta(StoredFile.Meta):
        verbose_name = "整改材料"
