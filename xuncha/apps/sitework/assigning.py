"""Manual checks made for the targets of a round, shared out among people, due by working days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from xuncha.apps.casework.access import Role
from xuncha.apps.casework.news import Piece, Sort, tell
from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.inspections.models import Round
from xuncha.apps.sitework.guides import Guide, guides_in
from xuncha.apps.sitework.models import ManualCheck
from xuncha.standards.standard import load_standard

_BATCH = 1000
#: Who may be given a check: those who may also confirm what was found.
_LOOKERS = (Role.INSPECTOR, Role.REVIEWER)


def lookers() -> QuerySet[Any]:
    """The people a check may be given to."""
    return get_user_model().objects.filter(is_active=True, role__in=_LOOKERS).order_by("username")


def guides_of(round_: Round) -> list[Guide]:
    """The guides that count in a round."""
    return guides_in(load_standard(round_.standard), tuple(round_.indicators))


def make_checks(
    round_: Round, chosen: Iterable[Guide], targets: QuerySet[Any], people: Sequence[Any], working_days: int
) -> int:
    """A check for every guide and target it is for, shared out in turn; how many are new.

    One that there is already is left as it is. Joins the transaction that is open.
    """
    due = add_working_days(timezone.localdate(), working_days)
    turn = cycle(people) if people else cycle([None])
    before = ManualCheck.objects.filter(round=round_).count()
    wanted = tuple(chosen)
    made = [
        ManualCheck(
            round=round_,
            **{name: getattr(row, name) for name in _COPIED},
            guide_key=guide.key,
            code=guide.code,
            assignee=next(turn),
            due_on=due.on,
            due_is_provisional=due.provisional,
        )
        for row in targets.iterator(_BATCH)
        for guide in wanted
        if guide.is_for(row.kind, row.platform)
    ]
    ManualCheck.objects.bulk_create(made, ignore_conflicts=True, batch_size=_BATCH)
    return ManualCheck.objects.filter(round=round_).count() - before


def tell_assignees(checks: QuerySet[Any], round_title: str, by: Any) -> None:
    """Let people know how many checks they were given, and until when."""
    given = checks.filter(state=ManualCheck.State.WAITING, assignee__isnull=False).order_by()
    mine = reverse("sitework:checks") + "?who=me"
    tell(
        Piece(
            Sort.TASK,
            f"{round_title}：{n} 项人工核查交给你，期限 {due.isoformat()}",
            mine,
            person=pk,
            but=by.pk,
        )
        for pk, due, n in given.values_list("assignee", "due_on").annotate(n=Count("pk"))
    )


_COPIED = ("kind", "key", "name", "region_name", "sponsor_name", "platform")
