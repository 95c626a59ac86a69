"""A difference between the directory and the live web, as kept until a person has settled it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from xuncha.apps.directory.models import SiteEntry


class Difference(models.Model):
    """差异: what a home page says otherwise than the directory."""

    class What(models.TextChoices):
        """What differs."""

        ALIVE = "alive", "已关停仍可打开"
        CLOSING = "closing", "正常运行但首页称已关停"
        UNREGISTERED = "unregistered", "网站未登记"
        NAME = "name", "名称不同"
        ADDRESS = "address", "网址不同"
        CODE = "code", "标识码不同"
        SPONSOR = "sponsor", "主办单位不同"

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "待处理"
        ACCEPTED = "accepted", "已改名录"
        DISMISSED = "dismissed", "不作改动"
        GONE = "gone", "已一致"

    site = models.ForeignKey(SiteEntry, models.CASCADE, related_name="differences", verbose_name="网站")
    what = models.CharField("类别", max_length=15, choices=What)
    registered = models.CharField("名录登记", max_length=500, blank=True)
    stated = models.CharField("实际", max_length=500, blank=True)
    detail = models.TextField("情况")
    #: A sure difference; the others are for a person to look at.
    certain = models.BooleanField("确定", default=False)
    urls = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    #: The same for the same difference with the same words.
    fingerprint = models.CharField(max_length=32)
    round = models.ForeignKey("inspections.Round", models.SET_NULL, null=True, related_name="differences")
    first_seen = models.DateTimeField("首次发现")
    last_seen = models.DateTimeField("最近发现")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN, db_index=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("处理时间", null=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "名录差异"
        ordering: ClassVar = ["-certain", "site__site_code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "fingerprint"], name="difference_once_of_a_site"),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.get_what_display()}"
