"""The record of acts, and the shape of everything that moves from state to state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models, transaction

from xuncha.apps.casework.tasks.model import Task as Task


def _in_words(value: Any) -> str:
    """What JSON holds, in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "，".join(f"{name} {_in_words(one)}" for name, one in _in_order(value))
    if isinstance(value, list):
        return "、".join(map(_in_words, value))
    return "无" if value in (None, "") else str(value)


def _in_order(parts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The parts of an object of JSON as PostgreSQL keeps them, the short names first: in every database the same."""
    return sorted(parts.items(), key=lambda part: (len(part[0].encode()), part[0].encode()))


class AuditEntry(models.Model):
    """One act (操作记录). Appended, never changed: the database itself refuses it."""

    number = models.PositiveBigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间", db_index=True)
    actor_name = models.CharField("操作人", max_length=150, blank=True, db_index=True)
    actor_role = models.CharField("角色", max_length=20, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    act = models.CharField("操作", max_length=100, db_index=True)
    on = models.CharField("对象", max_length=300, blank=True)
    detail = models.JSONField("详情", default=dict)
    previous = models.CharField("前一条摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "操作记录"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    @property
    def told(self) -> str:
        """The detail as people read it."""
        return "；".join(f"{name}：{_in_words(value)}" for name, value in _in_order(self.detail))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert. Raises TypeError for anything else."""
        if not kwargs.get("force_insert"):
            raise TypeError("an audit entry is only ever inserted")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises TypeError."""
        raise TypeError("an audit entry is never deleted")


class ChainEnd(models.Model):
    """The last entry of the record: one row, locked while an entry is appended."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)


class Rate(models.Model):
    """How many times something was asked in one minute, as :mod:`xuncha.apps.casework.rates` counts."""

    what = models.CharField(max_length=64, primary_key=True)
    minute = models.PositiveBigIntegerField(db_index=True)
    times = models.PositiveIntegerField()


#: Cases moved by one statement.
_BATCH = 1000
OVERTAKEN = "已被他人处理，请刷新后再看"


class IllegalMoveError(Exception):
    """The case cannot go from its state to that one; the message is Chinese."""


class OvertakenError(Exception):
    """Somebody else moved the case first; the message is Chinese."""


class Case(models.Model):
    """Something with a state that changes only by :meth:`move`.

    A subclass sets ``MOVES`` (from → to) and has a ``steps`` relation to its own :class:`Step`.
    """

    MOVES: ClassVar[Mapping[str, Iterable[str]]] = {}
    state: models.CharField[Any, Any]
    steps: Any

    class Meta:
        abstract = True

    def require_way(self, to: str) -> None:
        """Raises IllegalMoveError where there is no way from the present state to ``to``."""
        if to not in self.MOVES.get(self.state, ()):
            names = dict(self._meta.get_field("state").choices or ())
            if to == self.state:
                raise IllegalMoveError(f"已经是“{names.get(to, to)}”，不用重复提交。")
            raise IllegalMoveError(f"“{names.get(self.state, self.state)}”不能改为“{names.get(to, to)}”")

    def move(
        self, to: str, *, by: Any, note: str = "", only_if: models.Q | None = None, **fields: Any
    ) -> None:
        """Change the state by conditional UPDATE and leave a step behind. ``fields`` are set along with it.

        ``only_if`` is a further condition the row must meet at that moment.

        Raises:
            IllegalMoveError: there is no way from the present state to ``to``.
            OvertakenError: the state in the database is no longer the one this object was read with.
        """
        was = self.state
        self.require_way(to)
        with transaction.atomic():
            rows = type(self)._default_manager.filter(only_if or models.Q(), pk=self.pk, state=was)
            if not rows.update(state=to, **fields):
                raise OvertakenError(OVERTAKEN)
            self.steps.create(was=was, now=to, by=by, by_name=by.get_username() if by else "", note=note)
        self.state = to
        for name, value in fields.items():
            setattr(self, name, value)


def move_together(
    cases: Sequence[Any], to: str, *, by: Any, note: str = "", only_if: models.Q | None = None, **fields: Any
) -> set[int]:
    """Move cases of one model that are in one state, as :meth:`Case.move` moves each; keys of those moved.

    The others were moved by somebody else meanwhile, and stay as they are.

    Raises:
        IllegalMoveError: there is no way from that state to ``to``; none is moved.
    """
    was = cases[0].state
    cases[0].require_way(to)
    moved: set[int] = set()
    with transaction.atomic():
        for start in range(0, len(cases), _BATCH):
            rows = _locked(cases[start : start + _BATCH], was, only_if)
            keys = list(rows.values_list("pk", flat=True))
            rows.model._default_manager.filter(pk__in=keys).update(state=to, **fields)
            step, who = rows.model.steps.rel.related_model, by.get_username() if by else ""
            step._default_manager.bulk_create(
                [step(case_id=key, was=was, now=to, by=by, by_name=who, note=note) for key in keys]
            )
            moved.update(keys)
    for case in cases:
        if case.pk in moved:
            case.state = to
            for name, value in fields.items():
                setattr(case, name, value)
    return moved


def _locked(cases: Sequence[Any], was: str, only_if: models.Q | None) -> Any:
    """Those that are still in that state, in the order in which everybody locks them."""
    rows = type(cases[0])._default_manager.filter(only_if or models.Q(), state=was)
    return rows.filter(pk__in=[case.pk for case in cases]).order_by("pk").select_for_update(of=("self",))


class StoredFile(models.Model):
    """A file somebody handed in, as :mod:`xuncha.apps.casework.taking_files` keeps it under ``$XUNCHA_HOME/files``."""

    file_name = models.CharField("文件名", max_length=100)
    stored_as = models.CharField(max_length=60, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节")
    added_at = models.DateTimeField("上传时间", auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(settings.HOME) / "files" / self.stored_as


class StepRows(models.Manager[Any]):
    """Steps with the people who took them."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Every step; the person and the unit come along."""
        return super().get_queryset().select_related("by__unit")


class Step(models.Model):
    """One move of a case: who, when, from which state to which, and why."""

    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("经办人", max_length=150, blank=True)
    was = models.CharField("原状态", max_length=20)
    now = models.CharField("新状态", max_length=20)
    note = models.TextField("说明", blank=True)

    objects = StepRows()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    @property
    def who(self) -> str:
        """The person's name and unit, the login name where no name is known; empty: the program itself."""
        return self.by.signed_name if self.by else self.by_name
