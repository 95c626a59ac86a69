"""找错 as kept. Of the person who reports nothing is kept but what they wrote; how to reach them is forgotten again."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.models import Case, Step, StoredFile
from xuncha.apps.casework.working_days import DueDay, add_working_days
from xuncha.apps.directory.models import SiteEntry, owned_by
from xuncha.facts.error_report import ErrorReport
from xuncha.standards.standard import load_standard

#: Time limits that stand in no standard yet: a report is handed on within so many working days.
FORWARD_WORKING_DAYS = 1
_STANDARD = "national-2019"
#: Letters and digits that are not taken for one another.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CONTACT_KEPT = timedelta(days=30)


def new_number() -> str:
    """A receipt number nobody can guess: the day and eight signs drawn by chance."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{timezone.localdate():%Y%m%d}-{drawn}"


def answer_working_days() -> int:
    """Working days for answering, counted from the day after it was handed on."""
    return load_standard(_STANDARD).deadlines.error_report_working_days


class ReportRows(models.QuerySet[Any]):
    """Reports. A unit sees those that were handed on to it."""

    def visible_to(self, user: Any) -> ReportRows:
        """All, or those handed on about sites of the user's units."""
        if may(user, Right.SEE_ALL):
            return self
        handed_on = (ReportCase.State.ASSIGNED, ReportCase.State.ANSWERED, ReportCase.State.PUBLISHED)
        return self.filter(owned_by(user, "site__"), state__in=handed_on)

    def forget_contacts(self) -> None:
        """Drop how to reach people whose reports were closed some time ago."""
        self.filter(closed_at__lt=timezone.now() - _CONTACT_KEPT).exclude(contact="").update(contact="")


class ReportCase(Case):
    """找错留言: received, handed on, answered by the unit, checked and published to the one who reported."""

    class State(models.TextChoices):
        """How far it is."""

        RECEIVED = "received", "待转办"
        ASSIGNED = "assigned", "办理中"
        ANSWERED = "answered", "待审核"
        PUBLISHED = "published", "已办结"
        REFUSED = "refused", "不予受理"

    class Kind(models.TextChoices):
        """What is wrong."""

        DEAD = "网站打不开", "网站打不开"
        LINK = "链接失效", "链接失效"
        STALE = "信息不更新", "信息不更新"
        WRONG = "内容不准确", "内容不准确"
        TYPO = "错别字", "错别字"
        SERVICE = "办事服务问题", "办事服务问题"
        PRIVACY = "泄露个人信息", "泄露个人信息"
        OTHER = "其他", "其他"

    class Result(models.TextChoices):
        """Whether the report was right."""

        UPHELD = "属实", "属实"
        UNFOUNDED = "不属实", "不属实"

    MOVES: ClassVar = {
        State.RECEIVED: {State.ASSIGNED, State.REFUSED},
        State.ASSIGNED: {State.ANSWERED, State.RECEIVED},
        State.ANSWERED: {State.PUBLISHED, State.ASSIGNED},
    }

    number = models.CharField("编号", max_length=20, unique=True, default=new_number)
    state = models.CharField("状态", max_length=12, choices=State, default=State.RECEIVED)
    site = models.ForeignKey(SiteEntry, models.PROTECT, null=True, related_name="+", verbose_name="网站")
    url = models.CharField("网址", max_length=500)
    kind = models.CharField("问题类型", max_length=20, choices=Kind)
    description = models.TextField("描述")
    contact = models.CharField("联系方式", max_length=100, blank=True)
    received_at = models.DateTimeField("收到时间", auto_now_add=True, db_index=True)
    forwarded_at = models.DateTimeField("转办时间", null=True)
    due_on = models.DateField("办理期限", null=True)
    due_is_provisional = models.BooleanField(default=False)
    result = models.CharField("处理结果", max_length=10, choices=Result, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    #: Shown among the answers anybody can read; the words of the one who reported never are.
    is_public = models.BooleanField("公开办理情况", default=False)
    times_back = models.PositiveIntegerField("退回次数", default=0)

    objects = ReportRows.as_manager()

    class Meta:
        verbose_name = "找错留言"
        ordering = ["-received_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="reports_to_do")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """True while the one who reported has no answer."""
        return self.closed_at is None

    @property
    def due(self) -> DueDay:
        """The last day of the limit that runs now: for handing on, then for answering."""
        if self.due_on is not None:
            return DueDay(self.due_on, self.due_is_provisional)
        return add_working_days(timezone.localdate(self.received_at), FORWARD_WORKING_DAYS)

    @property
    def is_overdue(self) -> bool:
        """True when it is open and its day is past."""
        return self.is_open and self.due.on < timezone.localdate()

    def as_fact(self) -> ErrorReport:
        """A row of the contract's list. What is refused counts as answered and unfounded: nothing vanishes."""
        refused = self.state == self.State.REFUSED
        closed = self.closed_at is not None
        return ErrorReport(
            report_id=self.number,
            site_code=self.site.site_code if self.site else "",
            received_at=self.received_at,
            kind=self.kind,
            description=self.description,
            url=self.url,
            forwarded_at=self.forwarded_at,
            closed_at=self.closed_at,
            result=self.Result.UNFOUNDED.value if refused else self.result if closed else "",
            answer=self.answer if closed else "",
        )


class ReportStep(Step):
    """One step of a report."""

    case = models.ForeignKey(ReportCase, models.CASCADE, related_name="steps")

    @property
    def now_words(self) -> str:
        """The state after, on screen."""
        return str(ReportCase.State(self.now).label)


class ReportFile(StoredFile):
    """截图 sent with a report."""

    report = models.ForeignKey(ReportCase, models.CASCADE, related_name="files")

    class Meta(StoredFile.Meta):
        verbose_name = "找错截图"
