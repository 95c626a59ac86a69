"""Samples and posts as rows, each once however often it is handed in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry, owned_by


class ProbeRows(models.QuerySet[Any]):
    """Samples, seen by whoever may see their site."""

    def visible_to(self, user: Any) -> ProbeRows:
        """The samples of sites the user may see."""
        return self.filter(owned_by(user, "site__"))


class PostRows(models.QuerySet[Any]):
    """Posts, seen by whoever may see their account."""

    def visible_to(self, user: Any) -> PostRows:
        """The posts of accounts the user may see."""
        return self.filter(owned_by(user, "account__"))


class ReceivedProbe(models.Model):
    """拨测: one availability sample of a site. ``elapsed_ms`` None where no answer came."""

    site = models.ForeignKey(SiteEntry, models.CASCADE, related_name="received_probes")
    at = models.DateTimeField("时间", db_index=True)
    elapsed_ms = models.PositiveIntegerField("耗时毫秒", null=True)
    outcome = models.CharField("状态", max_length=10)
    valid = models.BooleanField("有效")
    #: What came in place of the home page, as a FetchStatus.
    page = models.CharField("网页", max_length=20, default="ok")
    #: Digest of the whole row: NULL equals no NULL, so the columns alone would let a row in twice.
    digest = models.CharField(max_length=32, unique=True)
    received_at = models.DateTimeField("接收时间", auto_now_add=True)

    objects = ProbeRows.as_manager()

    class Meta:
        verbose_name = "拨测记录"
        ordering = ["at", "pk"]


class ReceivedPost(models.Model):
    """发布记录: one post of an account. When it was first handed in is kept; a later version replaces its words."""

    account = models.ForeignKey(MediaAccountEntry, models.CASCADE, related_name="received_posts")
    post_id = models.CharField("发布标识", max_length=300)
    published_at = models.DateTimeField("发布时间", db_index=True)
    title = models.TextField("标题", blank=True)
    text = models.TextField("正文", blank=True)
    url = models.TextField("网址", blank=True)
    #: Names of 合集 or 栏目; NULL where nobody said.
    collections = models.JSONField("所属栏目", null=True)
    #: As it was last handed in; NULL where nobody said.
    reads = models.PositiveIntegerField("阅读数", null=True)
    received_at = models.DateTimeField("首次接收时间", auto_now_add=True)
    changed_at = models.DateTimeField("内容变更时间", null=True)

    objects = PostRows.as_manager()

    class Meta:
        verbose_name = "发布记录"
        ordering = ["published_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "post_id"], name="post_once_in_an_account"),
        ]


class AccountUse(models.Model):
    """使用情况: how much an account published in the days before the latest inspection that saw its posts."""

    account = models.OneToOneField(MediaAccountEntry, models.CASCADE, related_name="use")
    asof = models.DateTimeField("截至")
    days = models.PositiveSmallIntegerField("天数")
    posts = models.PositiveIntegerField("发布数", db_index=True)
    newest_on = models.DateField("最近发布", null=True)
    #: Of the posts in these days: how often they were read altogether, and of how many that was said.
    reads = models.PositiveBigIntegerField("阅读数", null=True)
    reads_of = models.PositiveIntegerField("有阅读数的发布", default=0)

    @property
    def reads_each(self) -> int | None:
        """Reads of a post on the average, to a whole number; None where none were told."""
        return None if self.reads is None or not self.reads_of else round(self.reads / self.reads_of)

    class Meta:
        verbose_name = "账号使用情况"
