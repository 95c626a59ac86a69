"""后台任务 as kept: who asked for what, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from xuncha.apps.casework.access import Right, Role, may
from xuncha.apps.casework.jobs import Job

#: The file of a task is kept for so long.
KEPT_FOR = timedelta(days=7)
_GIVEN_UP = "工作进程在办理时多次中途退出，已停止重试；没有留下只做了一半的内容。请把记录交给系统管理员，或缩小范围后重新提交"


class TaskRows(models.QuerySet[Any]):
    """Tasks, seen by whoever may see what the people who asked for them see."""

    def visible_to(self, user: Any) -> TaskRows:
        """All tasks, those of people in the own subtree, or those of people of the own unit."""
        if may(user, Right.SEE_ALL):
            return self
        own, unit = Q(made_by=user), getattr(user, "unit", None)
        if unit is not None:
            of = (
                {"made_by__unit__in": unit.below} if user.role == Role.SUPERVISOR else {"made_by__unit": unit}
            )
            own |= Q(**of) & ~Q(made_by__unit=None)
        return self.filter(own)

    def under_way(self) -> TaskRows:
        """Those that wait or are being done."""
        return self.filter(state__in=Task.OPEN)

    def unseen_by(self, user: Any) -> TaskRows:
        """Those the user asked for that are over, and at whose end the user has not looked."""
        return self.filter(made_by=user, unseen=True)


class Task(Job):
    """One piece of work. ``kind`` and ``key`` say what it is done to: once at a time."""

    OPEN: ClassVar = (Job.State.QUEUED, Job.State.RUNNING)
    GIVEN_UP: ClassVar[dict[str, Any]] = {"reason": _GIVEN_UP}

    kind = models.CharField("事项", max_length=20)
    key = models.CharField(max_length=100)
    subject = models.CharField("对象", max_length=300)
    asked = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("提交时间", auto_now_add=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    #: The page that shows what it was done to.
    back = models.CharField(max_length=300, blank=True)
    #: What is being done now, since when, and how much of it; ``total`` 0: nobody knows.
    phase = models.CharField(max_length=50, blank=True)
    phase_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    #: What a worker that takes over needs to know of what is done already.
    kept = models.JSONField(default=dict)
    #: What could not be done: place and reason of each, and how many there are altogether.
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=120, blank=True)
    stored_as = models.CharField(max_length=60, blank=True)
    #: It is over, and whoever asked for it has not looked at how it ended.
    unseen = models.BooleanField(default=False)

    objects = TaskRows.as_manager()

    class Meta:
        verbose_name = "后台任务"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=("queued", "running")),
                name="task_once_at_a_time",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "id"], name="tasks_to_do"),
            models.Index(fields=["made_by", "-id"], name="tasks_of_a_person"),
            models.Index(fields=["made_by"], condition=Q(unseen=True), name="tasks_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.subject}"

    @property
    def label(self) -> str:
        """What is done, in words."""
        from xuncha.apps.casework.tasks.ordering import label_of

        return label_of(self.kind)

    @property
    def is_whole(self) -> bool:
        """True where all of it counts at once, or nothing does."""
        from xuncha.apps.casework.tasks.ordering import is_whole

        return is_whole(self.kind)

    @property
    def found_bad(self) -> bool:
        """True where it was done and what it found is as bad as if it had failed."""
        from xuncha.apps.casework.tasks.ordering import is_grave

        return self.state == self.State.DONE and bool(self.fault_count) and is_grave(self.kind)

    @property
    def state_words(self) -> str:
        """How far it is, in words."""
        if self.found_bad:
            return "有问题"
        words = {"queued": "等待", "running": "办理中", "done": "已完成", "failed": "未完成"}
        return words[self.state]

    @property
    def is_open(self) -> bool:
        """True while it waits or is being done."""
        return self.state in self.OPEN

    def before_giving_up(self) -> None:
        """Whoever asked for it is told that its workers died."""
        from xuncha.apps.casework.tasks.ending import ended_badly

        ended_badly(self, _GIVEN_UP)

    @property
    def path(self) -> Path | None:
        """Where the file that it made lies; None where there is none, or not any more."""
        path = folder() / self.stored_as if self.stored_as else None
        return path if path is not None and path.is_file() else None

    @property
    def kept_until(self) -> Any:
        """When its file goes."""
        return self.finished_at + KEPT_FOR if self.finished_at else None


def folder() -> Path:
    """Where the files of tasks lie."""
    return Path(settings.HOME) / "tasks"


def clear_old_files() -> None:
    """Take away the files of tasks that are kept no longer, and what killed workers had written of others."""
    if not folder().is_dir():
        return
    oldest = (timezone.now() - KEPT_FOR).timestamp()
    for path in folder().iterdir():
        with suppress(FileNotFoundError):  # another worker clears as well
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()
    clear_half_files(list(folder().glob("*-*")))


def new_file_of(task: Task, ending: str) -> Path:
    """Where a task may write a file; what was written of it before, by a worker that was killed, is taken away."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    for half in folder().glob(f"{task.pk}-*"):
        half.unlink(missing_ok=True)
    return folder() / f"{task.pk}-{uuid4().hex}.{ending}"


def clear_half_files(files: Iterable[Path]) -> None:
    """Take away those of the ``files``, listed before this call, that their task neither writes nor has ended with."""
    found = [path for path in files if path.name.partition("-")[0].isdecimal()]
    keys = {int(path.name.partition("-")[0]) for path in found}
    if not keys:
        return
    rows = {
        pk: (state, name)
        for pk, state, name in Task.objects.filter(pk__in=keys).values_list("pk", "state", "stored_as")
    }
    for path in found:
        state, name = rows.get(int(path.name.partition("-")[0]), ("", ""))
        if state != Task.State.RUNNING and name != path.name:
            path.unlink(missing_ok=True)
