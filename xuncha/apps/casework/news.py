"""消息: what people are to know of, said where it happens and delivered by whoever listens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.dispatch import Signal

#: Sent with ``pieces``, a list, in the transaction of the act and after its record.
news = Signal()
#: Sent with ``person``, a key, and ``sort``: whoever it is has looked at everything that messages of the sort told of.
known = Signal()


class Sort(TextChoices):
    """What a message is about; one person gets one message a sort and day."""

    WARNING = "warning", "预警"
    NOTICE = "notice", "通报"
    CASE = "case", "整改通知"
    DEADLINE = "deadline", "整改期限"
    REPLY = "reply", "整改反馈"
    EXTENSION = "extension", "延期"
    RECHECK = "recheck", "复查结果"
    OBJECTION = "objection", "申诉"
    TASK = "task", "人工核查"
    WORK = "work", "后台任务"


#: Who is told: people of the owner unit, those who supervise it, inspectors and reviewers, every supervisor and leader.
OWNER, ABOVE, OFFICE, ALL_ABOVE = "owner", "above", "office", "all above"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that happened, in a sentence, with the address of its page.

    ``to`` names audiences; ``units`` the sponsor and the supervisor whose people OWNER and ABOVE are. ``person``
    is told as well, ``but`` is not: who did it knows.
    """

    sort: Sort
    text: str
    address: str
    to: tuple[str, ...] = ()
    units: tuple[int | None, int | None] = (None, None)
    person: int | None = None
    but: int | None = None


def tell(pieces: Iterable[Piece]) -> None:
    """Let everybody concerned know. Joins the open transaction; call it after :func:`audit.record`."""
    given = list(pieces)
    if given:
        news.send(sender=None, pieces=given)
