"""The directory (名录) as kept: units in a tree, and the entries that belong to them.

An entry is what the office knows; the plain dataclass of the same noun in ``facts.targets`` is what an
inspection is handed. ``record()`` of every entry gives the row of the contract's file.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xuncha.apps.casework.access import Right, Role, may
from xuncha.apps.directory.headers import HEADERS
from xuncha.apps.directory.ownership import Ownership as Ownership
from xuncha.apps.directory.ownership import among
from xuncha.apps.directory.sites import SERVES, SERVES_WORDS
from xuncha.facts.targets import ColumnKind, Platform, RunState, SiteKind

#: Units that a query names one by one; of more it is told how to find them.
_MOST_NAMED = 5000


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Unit(models.Model):
    """单位 or 地区. ``path`` holds the keys from the root down, so that a subtree is a prefix."""

    class Kind(models.TextChoices):
        """What a unit is."""

        PROVINCE = "province", "省"
        REGION = "region", "地区"
        ORGAN = "organ", "单位"

    name = models.CharField("单位名称", max_length=200, db_index=True)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级"
    )
    region = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="地区")
    path = models.CharField(max_length=300, db_index=True)
    contact = models.CharField("联系人", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=50, blank=True)

    class Meta:
        verbose_name = "单位"
        ordering = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "region"], name="organ_once_in_a_region"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(region=None), name="region_once_in_the_province"
            ),
        ]

    @property
    def subtree(self) -> models.QuerySet[Unit]:
        """The unit and every unit under it. One that was not given its place in the tree has none under it: every path
        begins with an empty one."""
        return (
            Unit.objects.filter(path__startswith=self.path) if self.path else Unit.objects.filter(pk=self.pk)
        )

    @cached_property
    def below(self) -> Any:
        """The same: keys read once, so that the database looks rows up by them."""
        rows = self.subtree.order_by()
        keys = list(rows.values_list("pk", flat=True)[: _MOST_NAMED + 1])
        return among(keys) if len(keys) <= _MOST_NAMED else rows

    def __str__(self) -> str:
        place = self.region.name if self.kind == self.Kind.ORGAN and self.region else ""
        return f"{self.name}（{place}）" if place else self.name


class OwnedRows(models.QuerySet[Any]):
    """Rows that belong to a sponsor and a supervisor."""

    def visible_to(self, user: Any) -> OwnedRows:
        """The rows the user may see: all, those of the subtree, or those of the own unit."""
        return self.filter(owned_by(user))


def owned_by(user: Any, prefix: str = "") -> Q:
    """The condition under which a row with ``sponsor`` and ``supervisor`` is one the user may see.

    ``prefix`` leads to the row, such as ``site__``. A user without role or unit sees nothing.
    """
    if may(user, Right.SEE_ALL):
        return Q()
    unit = getattr(user, "unit", None)
    if unit is None:
        return Q(pk__in=[])
    if user.role == Role.OWNER:
        return Q(**{f"{prefix}sponsor": unit})
    if user.role == Role.SUPERVISOR:
        below = unit.below
        return Q(**{f"{prefix}sponsor__in": below}) | Q(**{f"{prefix}supervisor__in": below})
    return Q(pk__in=[])


class Entry(models.Model):
    """What a site and an account have alike."""

    name = models.CharField("名称", max_length=200)
    sponsor = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="主办单位")
    supervisor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="主管单位")
    region = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="地区")
    state = models.CharField("运行状态", max_length=10, choices=_choices(RunState), db_index=True)
    opened_on = models.DateField("开设日期", null=True)
    closed_on = models.DateField("关停日期", null=True)

    objects = OwnedRows.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class SiteEntry(Entry):
    """政府网站 in the directory."""

    site_code = models.CharField("网站标识码", max_length=10, unique=True)
    url = models.CharField("网址", max_length=500, blank=True)
    kind = models.CharField("网站类型", max_length=10, choices=_choices(SiteKind))
    #: Whether its sponsor serves the public, as the list last said; None where none ever did.
    serves_public = models.BooleanField(SERVES, null=True)

    class Meta:
        verbose_name = "政府网站"
        ordering = ["site_code"]

    @property
    def key(self) -> str:
        """What identifies the entry in files."""
        return self.site_code

    def record(self) -> dict[str, str]:
        """The row of the site list."""
        return {
            "网站标识码": self.site_code,
            "网站名称": self.name,
            "网址": self.url,
            "主办单位": self.sponsor.name,
            "主管单位": self.supervisor.name if self.supervisor else "",
            "地区": self.region.name,
            "网站类型": self.kind,
            "运行状态": self.state,
            SERVES: SERVES_WORDS[self.serves_public],
        }


class MediaAccountEntry(Entry):
    """政务新媒体账号 in the directory."""

    account_id = models.CharField("账号标识", max_length=200, unique=True)
    platform = models.CharField("平台", max_length=20, choices=_choices(Platform), db_index=True)
    #: How many follow it, as the list last said; None where none ever did.
    followers = models.PositiveIntegerField("关注数", null=True)
    #: The name without what does not tell accounts apart; see ``account_names.name_key``.
    name_key = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "政务新媒体"
        ordering = ["account_id"]
        indexes: ClassVar = [
            models.Index(fields=["sponsor", "platform", "state"], name="accounts_of_a_unit"),
            models.Index(fields=["name_key", "platform"], name="accounts_named_alike"),
        ]

    @property
    def key(self) -> str:
        """What identifies the entry in files."""
        return self.account_id

    def record(self) -> dict[str, str]:
        """The row of the account list."""
        return {
            "账号标识": self.account_id,
            "账号名称": self.name,
            "平台": self.platform,
            "主办单位": self.sponsor.name,
            "主管单位": self.supervisor.name if self.supervisor else "",
            "地区": self.region.name,
            "运行状态": self.state,
            "关注数": "" if self.followers is None else str(self.followers),
        }


class ColumnRows(models.QuerySet[Any]):
    """Columns, seen by whoever may see their site."""

    def visible_to(self, user: Any) -> ColumnRows:
        """The columns of sites the user may see."""
        return self.filter(owned_by(user, "site__"))


class ColumnEntry(models.Model):
    """栏目 in the directory."""

    site = models.ForeignKey(SiteEntry, models.CASCADE, related_name="columns", verbose_name="网站")
    name = models.CharField("栏目名称", max_length=200)
    kind = models.CharField("栏目类别", max_length=10, choices=_choices(ColumnKind))
    url = models.CharField("网址", max_length=500)
    period_days = models.PositiveIntegerField("更新期限天数", null=True)

    objects = ColumnRows.as_manager()

    class Meta:
        verbose_name = "栏目"
        ordering = ["site__site_code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "name", "url"], name="column_once_in_a_site"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What identifies the entry in files."""
        return "\n".join((self.site.site_code, self.name, self.url))

    def record(self) -> dict[str, str]:
        """The row of the column list."""
        return {
            "网站标识码": self.site.site_code,
            "栏目名称": self.name,
            "栏目类别": self.kind,
            "网址": self.url,
            "更新期限天数": "" if self.period_days is None else str(self.period_days),
        }


class Import(models.Model):
    """导入: a file handed in, what it would change, and what it did."""

    class State(models.TextChoices):
        """How far an import is."""

        CHECKING = "checking", "正在核对"
        PREVIEWED = "previewed", "待确认"
        DONE = "done", "已导入"
        UNDONE = "undone", "已撤销"
        DROPPED = "dropped", "已放弃"

    kind = models.CharField("内容", max_length=10)
    file_name = models.CharField("文件名", max_length=200)
    stored_as = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREVIEWED)
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: Digest of what the preview said would change: what is confirmed must be what was shown.
    shown = models.CharField(max_length=64, blank=True)
    added = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    unchanged = models.PositiveIntegerField("无变化", default=0)
    #: What the preview of a large file shows, made once; empty: small enough to be made for every look.
    preview = models.JSONField(default=dict)

    class Meta:
        verbose_name = "导入"
        ordering = ["-pk"]

    @property
    def shown_state(self) -> str:
        """The state in words. A list without faults has rows: one that would do nothing to any was refused."""
        if self.state == self.State.PREVIEWED and not self.added + self.changed + self.unchanged:
            return "有错误，未导入"
        return self.State(self.state).label


class Change(models.Model):
    """变更: one entry, before and after. ``before`` empty: opened; ``after`` empty: taken out again."""

    kind = models.CharField("内容", max_length=10)
    key = models.CharField("标识", max_length=800)
    on = models.DateField("日期")
    document = models.CharField("依据文件", max_length=200, blank=True)
    before = models.JSONField("变更前", default=dict)
    after = models.JSONField("变更后", default=dict)
    made_at = models.DateTimeField("记录时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_import = models.ForeignKey(Import, models.PROTECT, null=True, related_name="changes")

    class Meta:
        verbose_name = "变更"
        ordering = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="change_of_entry")]

    @property
    def what(self) -> str:
        """开设, 关停 (of accounts: 注销), 变更 or 撤回."""
        if not self.before:
            return "开设"
        if not self.after:
            return "撤回"
        old, new = self.before.get("运行状态"), self.after.get("运行状态")
        if old != new:
            closed = "注销" if self.kind == "accounts" else RunState.CLOSED.value
            return closed if new == RunState.CLOSED.value else f"改为{new}"
        return "变更"

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """(header, before, after) of every cell that differs, in the order of the list."""
        known = self.after or self.before  # as the database keeps them: PostgreSQL has an order of its own
        headers = (name for name in HEADERS[self.kind] if name in known)
        rows = [(name, self.before.get(name, ""), self.after.get(name, "")) for name in headers]
        return [row for row in rows if row[1] != row[2]]
