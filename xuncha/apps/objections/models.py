"""申诉 as kept: what an owner says against a finding, and what the office answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xuncha.apps.casework.models import Case, Step, StoredFile
from xuncha.apps.directory.models import owned_by
from xuncha.apps.inspections.models import FindingCase


class ObjectionRows(models.QuerySet[Any]):
    """Objections."""

    def visible_to(self, user: Any) -> ObjectionRows:
        """All, or those about targets of the user's units."""
        return self.filter(owned_by(user, "finding__verdict__"))


class Objection(Case):
    """申诉: against one confirmed finding. One upheld about a veto takes two people, as confirming it did."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", "待答复"
        FIRST = "first", "拟予采纳，待另一人复核"
        UPHELD = "upheld", "成立"
        REJECTED = "rejected", "不成立"
        WITHDRAWN = "withdrawn", "已撤回"

    MOVES: ClassVar = {
        State.OPEN: {State.FIRST, State.UPHELD, State.REJECTED, State.WITHDRAWN},
        State.FIRST: {State.UPHELD, State.OPEN},
    }
    #: States in which the notice of the round must wait.
    OPEN: ClassVar = (State.OPEN, State.FIRST)

    finding = models.ForeignKey(FindingCase, models.PROTECT, related_name="objections", verbose_name="问题")
    state = models.CharField("状态", max_length=12, choices=State, default=State.OPEN)
    reason = models.TextField("申诉理由")
    made_at = models.DateTimeField("提出时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = ObjectionRows.as_manager()

    class Meta:
        verbose_name = "申诉"
        ordering = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(state__in=("open", "first")),
                name="one_open_objection_to_a_finding",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="objections_by_state")]

    def __str__(self) -> str:
        return f"对 {self.finding} 的申诉"

    @property
    def is_open(self) -> bool:
        """True while it waits for an answer."""
        return self.state in self.OPEN


class ObjectionStep(Step):
    """One step of an objection."""

    case = models.ForeignKey(Objection, models.CASCADE, related_name="steps")

    @property
    def now_words(self) -> str:
        """The state after, on screen."""
        return str(Objection.State(self.now).label)


class ObjectionFile(StoredFile):
    """材料 handed in with an objection."""

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="files")

    class Meta(StoredFile.Meta):
        verbose_name = "申诉材料"
