"""What workers hold and do beside the targets of rounds, and the sign of life they give."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from xuncha.apps.casework.jobs import Job as Job


class AddressHold(models.Model):
    """A network address that one worker visits now: the others leave every site behind it alone.

    A worker counts its requests to an address whatever the host name; two workers could not.
    """

    address = models.CharField(max_length=255, primary_key=True)
    worker = models.CharField(max_length=100, db_index=True)
    until = models.DateTimeField()


class Chore(Job):
    """Something the program does by itself, once: ``kind`` says what, ``key`` for which round or day."""

    kind = models.CharField("事项", max_length=20)
    key = models.CharField("何事", max_length=50)
    made_at = models.DateTimeField("提交时间", auto_now_add=True)

    class Meta:
        verbose_name = "自动事项"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="chore_once")]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="chores_to_do")]


class WorkerBeat(models.Model):
    """A worker that is alive, or was."""

    name = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()
