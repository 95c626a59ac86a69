"""评分 of portals as kept: every form that was handed in for a round, and the score of each portal by the last one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from xuncha.apps.casework.access import Right, may


class ScoreForm(models.Model):
    """评分表 as somebody handed it in. The last of a round that was not taken back counts; all are kept."""

    round = models.ForeignKey("inspections.Round", models.CASCADE, related_name="score_forms")
    number = models.PositiveIntegerField("第几份")
    #: As the file was called by whoever handed it in; and its name in the folder of the forms.
    name = models.CharField("文件名", max_length=150)
    kept_as = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: Handed in by mistake: the one before it counts again.
    taken_back_at = models.DateTimeField("撤下时间", null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: What its table comes to: groups with their points, figures still missing, items not verified.
    table = models.JSONField(default=dict)

    class Meta:
        verbose_name = "评分表"
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="score_form_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 份 {self.name}"

    @property
    def path(self) -> Path:
        """The file as it was handed in."""
        return forms_folder(self.round) / self.kept_as


class ScoreRows(models.QuerySet[Any]):
    """Scores of portals."""

    def visible_to(self, user: Any) -> ScoreRows:
        """Those of the verdicts the user may see."""
        from xuncha.apps.inspections.models import VerdictEntry

        if may(user, Right.SEE_ALL):
            return self
        return self.filter(verdict__in=VerdictEntry.objects.visible_to(user).order_by().values("pk"))


class PortalScore(models.Model):
    """得分 of one portal in one round as its findings stand after review, or why it has none."""

    round = models.ForeignKey("inspections.Round", models.CASCADE, related_name="portal_scores")
    verdict = models.OneToOneField("inspections.VerdictEntry", models.CASCADE, related_name="portal_score")
    #: A ``ScoreRow`` with its items.
    row = models.JSONField(default=dict)

    objects = ScoreRows.as_manager()

    class Meta:
        verbose_name = "门户网站得分"


def form_that_counts(round_: Any) -> ScoreForm | None:
    """The form by which the portals of a round are scored; None where there is none."""
    found: ScoreForm | None = (
        round_.score_forms.filter(taken_back_at=None).select_related("round", "by__unit").first()
    )
    return found


def forms_folder(round_: Any) -> Path:
    """Where the forms of a round lie: beside its lists."""
    result: Path = round_.result
    return result.with_name(f"{result.name}.inputs") / "score-forms"
