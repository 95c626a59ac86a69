"""Work that waits for a worker, whatever it is: claimed by one at a time, under a token that grows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """A row of work: whoever holds the lease with the latest token may write.

    ``GIVEN_UP``: what a row says besides when its workers died too often.
    """

    GIVEN_UP: ClassVar[dict[str, Any]] = {}

    class State(models.TextChoices):
        """How far the work is."""

        QUEUED = "queued", "等待"
        RUNNING = "running", "检查中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    state = models.CharField("状态", max_length=10, choices=State, default=State.QUEUED)
    token = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField("工作进程", max_length=100, blank=True)
    started_at = models.DateTimeField("开始时间", null=True)
    reason = models.TextField("原因", blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        abstract = True

    def before_giving_up(self) -> None:
        """Called in the transaction in which the work is given up: its workers died too often."""

    @property
    def took(self) -> timedelta | None:
        """How long it took, or has taken so far; None where it was not begun."""
        if self.started_at is None:
            return None
        end = self.finished_at if self.finished_at and self.finished_at > self.started_at else timezone.now()
        return end - self.started_at
