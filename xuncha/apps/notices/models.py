"""通报 as kept: drafted from the ledger, issued by another person, and from then on frozen."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.models import Case, Step
from xuncha.apps.inspections.models import Round


class NoticeRows(models.QuerySet[Any]):
    """Notices. Those outside the office see the issued ones."""

    def visible_to(self, user: Any) -> NoticeRows:
        """The notices the user may see."""
        return self if may(user, Right.SEE_ALL) else self.filter(state__in=Notice.OUT)


class Notice(Case):
    """通报 of one round. Its figures were computed once, when it was drafted; its files are those of the draft."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "待签发"
        ISSUED = "issued", "已签发"
        WITHDRAWN = "withdrawn", "已退回"
        CORRECTING = "correcting", "正在更正"
        CORRECTED = "corrected", "已更正"
        REVOKED = "revoked", "已撤回"

    MOVES: ClassVar = {
        State.DRAFT: {State.ISSUED, State.WITHDRAWN},
        State.ISSUED: {State.CORRECTING, State.REVOKED},
        #: Back to issued where the correction is abandoned.
        State.CORRECTING: {State.CORRECTED, State.ISSUED},
    }
    #: What was issued once is seen by everybody from then on, with its mark.
    OUT: ClassVar = (State.ISSUED, State.CORRECTING, State.CORRECTED, State.REVOKED)

    round = models.ForeignKey(Round, models.PROTECT, related_name="notices", verbose_name="检查")
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=100)
    document_number = models.CharField("发文字号", max_length=60)
    addressees = models.CharField("主送机关", max_length=300)
    issued_on = models.DateField("印发日期")
    due_on = models.DateField("整改期限")
    due_is_provisional = models.BooleanField(default=False)
    #: The office vouches that the limits were compared with the official text; that it judged only some of them.
    limits_vouched = models.BooleanField("限值已核对", default=False)
    scope_accepted = models.BooleanField("按所列范围印发", default=False)
    #: A correction is a version of its own; the one it takes the place of stays as it was issued.
    version = models.PositiveIntegerField("版次", default=1)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")
    #: Digest of everything the notice says, and the words as they are shown on screen.
    data_digest = models.CharField(max_length=64)
    words = models.JSONField(default=dict)
    trouble = models.TextField("未能生成的文件", blank=True)
    folder = models.CharField(max_length=40, unique=True)
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("签发时间", null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = NoticeRows.as_manager()

    class Meta:
        verbose_name = "通报"
        ordering = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "state"],
                condition=Q(state__in=("draft", "issued", "correcting")),
                name="one_draft_and_one_issue_of_a_round",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> Path:
        """The folder of its files."""
        return Path(settings.HOME) / "notices" / self.folder


class NoticeStep(Step):
    """One step of a notice."""

    case = models.ForeignKey(Notice, models.CASCADE, related_name="steps")

    @property
    def now_words(self) -> str:
        """The state after, on screen."""
        return str(Notice.State(self.now).label)


class Amendment(Case):
    """更正或撤回 of an issued notice, proposed by one person and decided by another."""

    class Kind(models.TextChoices):
        """What is proposed."""

        CORRECT = "correct", "更正"
        REVOKE = "revoke", "撤回"

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", "待另一人同意"
        AGREED = "agreed", "已同意"
        REFUSED = "refused", "未同意"
        ABANDONED = "abandoned", "已放弃"

    MOVES: ClassVar = {
        State.PROPOSED: {State.AGREED, State.REFUSED},
        State.AGREED: {State.ABANDONED},
    }

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="amendments", verbose_name="通报")
    kind = models.CharField("事项", max_length=10, choices=Kind)
    state = models.CharField("状态", max_length=12, choices=State, default=State.PROPOSED)
    reason = models.TextField("原因")
    made_at = models.DateTimeField("提出时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("意见", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("决定时间", null=True)
    #: Digest of the ledger when a correction was agreed to: only with the same can it be abandoned.
    ledger_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "通报更正"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(state="proposed"), name="one_amendment_proposed_of_a_notice"
            ),
        ]


class AmendmentStep(Step):
    """One step of an amendment."""

    case = models.ForeignKey(Amendment, models.CASCADE, related_name="steps")


class NoticeFile(models.Model):
    """One file of a notice, with the digest it had when it was drafted."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="files")
    name = models.CharField("文件", max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节")

    class Meta:
        verbose_name = "通报文件"
        ordering = ["pk"]
