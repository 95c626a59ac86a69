"""复查 as kept: what was to be looked at again, how it went, and what proves it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models

from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.jobs import Job
from xuncha.facts.seen import Evidence


class Recheck(Job):
    """One look at a site, a column, a page or a link, ordered by a person. A round's verdict stays as it is."""

    class What(models.TextChoices):
        """What is looked at."""

        SITE = "site", "整个网站"
        COLUMN = "column", "栏目"
        PAGE = "page", "网页"
        LINK = "link", "链接"

    class Outcome(models.TextChoices):
        """What was seen. Could not look is neither of the others."""

        THERE = "there", "仍然存在"
        GONE = "gone", "已经消除"
        UNSEEN = "unseen", "没有看成"

    GIVEN_UP: ClassVar = {"outcome": Outcome.UNSEEN, "said": "工作进程多次中途退出，没有看成"}

    what = models.CharField("对象", max_length=10, choices=What)
    #: The finding it was ordered for, whose fault is looked for; None for a look at large.
    finding = models.ForeignKey(
        "inspections.FindingCase", models.SET_NULL, null=True, related_name="rechecks", verbose_name="问题"
    )
    round = models.ForeignKey("inspections.Round", models.SET_NULL, null=True, related_name="rechecks")
    site = models.ForeignKey(SiteEntry, models.CASCADE, related_name="+", verbose_name="网站")
    name = models.CharField("名称", max_length=300, blank=True)
    urls = models.JSONField("网址", default=list)
    codes = models.JSONField("指标", default=list)
    standard = models.CharField("标准", max_length=200)
    network = models.JSONField(default=dict)
    #: Name of the folder under ``$XUNCHA_HOME/rechecks`` that holds the evidence.
    folder = models.CharField(max_length=40, unique=True)
    ordered_at = models.DateTimeField("提交时间", auto_now_add=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asof = models.DateTimeField("复查时间", null=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True, db_index=True)
    said = models.TextField("说明", blank=True)
    #: Of each fault: code, title, outcome, detail, finding (its number, or None).
    results = models.JSONField(default=list)
    evidence = models.JSONField(default=list)

    class Meta:
        verbose_name = "复查"
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="rechecks_to_do")]

    @property
    def result(self) -> Path:
        """Where facts and evidence lie."""
        return Path(settings.HOME) / "rechecks" / self.folder

    @property
    def is_open(self) -> bool:
        """True while a worker has yet to finish it."""
        return self.state in (Job.State.QUEUED, Job.State.RUNNING)

    @property
    def shown(self) -> str:
        """The outcome, or how far it is, on screen. A look without a finding at hand has nothing to clear."""
        if not self.outcome:
            return self.get_state_display()
        if self.finding_id is None:
            return {"there": "发现问题", "gone": "未见问题"}.get(self.outcome, self.get_outcome_display())
        return self.get_outcome_display()

    def records(self) -> tuple[Evidence, ...]:
        """The records that prove it."""
        return tuple(Evidence(**record) for record in self.evidence)

    def __str__(self) -> str:
        return f"复查 {self.pk} {self.name}"
