"""预警 as kept: what lies ahead of the targets of the latest inspection, and what was sent about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from xuncha.apps.casework.news import Sort
from xuncha.apps.directory.models import Unit
from xuncha.apps.directory.ownership import HeldRow, held_by
from xuncha.apps.inspections.models import Round
from xuncha.apps.reminders.outlook import FRESH, NEAR_COUNT


class OutlookRows(models.QuerySet[Any]):
    """Things that may become a fault."""

    def visible_to(self, user: Any) -> OutlookRows:
        """Those of the user's units. Rows are made of finished rounds alone."""
        return self.filter(held_by(user))

    def soon(self, reference: date, days: int) -> OutlookRows:
        """Columns, home pages and accounts that become a fault within ``days`` of ``reference``; soonest first."""
        return self.filter(state=FRESH, breach_on__lte=reference + timedelta(days=days)).order_by(
            "breach_on", "pk"
        )

    def near(self) -> OutlookRows:
        """Counts and failures of the week that are near a veto; those that lack least first."""
        counts = Q(what="count", lacking__lte=NEAR_COUNT) | Q(what="availability")
        return self.filter(counts, state=FRESH).order_by("lacking", "pk")


class OutlookEntry(HeldRow):
    """One column, count or indicator of one target, as the latest inspection saw it."""

    class What(models.TextChoices):
        """What may become a fault."""

        COLUMN = "column", "栏目"
        TARGET = "target", "首页或账号"
        COUNT = "count", "累计个数"
        AVAILABILITY = "availability", "可用性"

    class State(models.TextChoices):
        """What it was when it was seen."""

        FRESH = "fresh", "正常"
        STALE = "stale", "已逾期"
        UNSEEN = "unseen", "未能看清"

    round = models.ForeignKey(Round, models.CASCADE, related_name="outlooks")
    kind = models.CharField("类别", max_length=10)
    key = models.CharField("标识", max_length=200)
    name = models.CharField("名称", max_length=200)
    region_name = models.CharField("地区", max_length=100)
    sponsor_name = models.CharField("主办单位", max_length=200)
    sponsor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    supervisor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    what = models.CharField("对象", max_length=12, choices=What)
    code = models.CharField("指标", max_length=10)
    subject = models.CharField("栏目或内容", max_length=300)
    state = models.CharField("状态", max_length=8, choices=State)
    url = models.CharField("网址", max_length=1000, blank=True)
    last = models.DateField("最近更新", null=True)
    breach_on = models.DateField("到期日", null=True)
    have = models.PositiveIntegerField("已有", null=True)
    limit = models.PositiveIntegerField("限值", null=True)
    lacking = models.IntegerField("还差", null=True)
    detail = models.TextField("情况", blank=True)
    #: [day, how many] of what was published, as far as the list goes back.
    days = models.JSONField(default=list)
    #: The same for the same state of the same thing: what was sent once is not sent again.
    cause = models.CharField(max_length=64)

    objects = OutlookRows.as_manager()

    class Meta:
        verbose_name = "预警"
        ordering = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "breach_on", "id"], name="outlooks_ahead"),
            models.Index(fields=["what", "breach_on", "id"], name="outlooks_by_day"),
            models.Index(fields=["what", "state", "lacking", "id"], name="outlooks_near"),
            models.Index(
                fields=["ownership", "state", "breach_on", "id"],
                include=["what"],
                name="outlooks_of_an_owner",
            ),
            models.Index(fields=["kind", "key"], name="outlooks_of_a_target"),
        ]

    def days_left(self, reference: date) -> int | None:
        """Whole days from ``reference`` to the breach; negative when it is past."""
        return None if self.breach_on is None else (self.breach_on - reference).days

    def said(self, reference: date) -> str:
        """The warning in one sentence."""
        left = self.days_left(reference)
        if self.breach_on is None or left is None:
            return f"{self.name} {self.subject}：{self.detail}，还差 {self.lacking} {self.measure}"
        when = "今天" if left == 0 else f"{left} 天后" if left > 0 else f"已过 {-left} 天"
        return f"{self.name}“{self.subject}”将于 {self.breach_on.isoformat()}（{when}）逾期：{self.detail}"

    @property
    def measure(self) -> str:
        """What ``lacking`` counts."""
        return "次" if self.what == self.What.AVAILABILITY else "个"


class DayAhead(models.Model):
    """How many columns, or home pages and accounts, of the whole province fall due on a day; counted with the rows."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    breach_on = models.DateField("到期日")
    what = models.CharField("对象", max_length=12, choices=OutlookEntry.What)
    count = models.PositiveIntegerField("个数")

    class Meta:
        verbose_name = "到期日"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["breach_on", "what"], name="day_ahead_once"),
        ]


class Message(models.Model):
    """站内信 to one person: a warning, told once; or the news of one sort and day, which grows while the day lasts."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    sort = models.CharField("类别", max_length=12, choices=Sort, default=Sort.WARNING)
    cause = models.CharField(max_length=64)
    body = models.TextField("内容")
    #: [text, address] of the latest things it tells of; ``count`` of how many altogether.
    items = models.JSONField(default=list)
    count = models.PositiveIntegerField("件数", default=0)
    made_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读", null=True)
    mailed_at = models.DateTimeField("已发邮件", null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "消息"
        ordering = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["to", "cause"], name="told_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to", "read_at"], name="unread_messages"),
            models.Index(fields=["to", "-made_at", "-id"], name="messages_of_a_person"),
        ]


class MailChoice(models.Model):
    """邮件提醒: the sorts of messages a person wants in the inbox alone. No row: all are mailed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    without = models.JSONField(default=list)


class Delivery(models.Model):
    """One cause handed to the webhook, or waiting for it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        GIVEN_UP = "given_up", "已放弃"

    cause = models.CharField(max_length=64, unique=True)
    content = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING, db_index=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    trouble = models.CharField("未成原因", max_length=300, blank=True)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)
    sent_at = models.DateTimeField("发出时间", null=True)

    class Meta:
        verbose_name = "推送"
        ordering = ["pk"]
