"""The end of a task, good or bad, told to whoever asked for it: in the inbox, and by a mark on the task."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.news import Piece, Sort, known, tell
from xuncha.apps.casework.tasks.model import Task

_MOST_WORDS = 200


class Asked:
    """The request by which a task was asked for, as far as it still counts: who, from where, with which words."""

    def __init__(self, task: Task) -> None:
        self.user: Any = task.made_by
        self.META = {"REMOTE_ADDR": task.address}
        self.GET = QueryDict(str(task.asked.get("query", "")))


def tell_the_end(task: Task, how: str, words: str) -> None:
    """Mark the task as ended and not looked at, and say so to whoever asked for it: ``how`` in a few words.

    Joins the transaction in which it ends, after the record of that: told exactly once, or not ended.
    """
    Task.objects.filter(pk=task.pk).update(unseen=True)
    said = words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}……"
    text = f"{task.label}“{task.subject}”{how}：{said}"
    tell([Piece(Sort.WORK, text, reverse("inspections:task", args=[task.pk]), person=task.made_by_id)])


def ended_badly(task: Task, why: str) -> None:
    """Record and tell that nothing more comes of the task. Joins the transaction in which it ends."""
    record(Asked(task), "后台任务未完成", on=task.subject, 事项=task.label, 任务=task.pk, 原因=why[:500])
    tell_the_end(task, "没有办成", why)


def look_at(user: Any, tasks: Any) -> None:
    """The user knows how these ended; where that was all there is to know, the messages about it are read, too."""
    if tasks.unseen_by(user).update(unseen=False) and not Task.objects.unseen_by(user).exists():
        known.send(sender=None, person=user.pk, sort=Sort.WORK)
