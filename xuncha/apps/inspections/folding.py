"""The queue as people read it: what one cause left open at one target is one row, with every indicator in it.

A fold holds findings that nobody could look at, of one target, with the same words and in the same state of the
review. It is made when it is looked at: whatever is decided about one of them alone, none is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from xuncha.apps.casework.access import Right, may
from xuncha.apps.inspections.causes import told_once
from xuncha.apps.inspections.models import FindingCase


def leading(user: Any, rows: Any, **narrowed: Any) -> Any:
    """``rows`` without those that stand inside the fold of an earlier one.

    Outside the office there are no folds: only what is confirmed is seen there, and nobody confirms what nobody saw.
    ``narrowed``: conditions of ``rows`` that can hold for a part of a fold only, such as the indicator.
    """
    if not may(user, Right.SEE_ALL):
        return rows
    same = {name: OuterRef(name) for name in ("verdict", "cause", "state")}
    before = Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lt=OuterRef("pk"))
    return rows.filter(Q(cause=None) | ~Exists(FindingCase.objects.filter(before, **same, **narrowed)))


def folded(user: Any, leaders: Iterable[FindingCase], rows: Any) -> None:
    """Give each of ``leaders``, as :func:`leading` left them, its ``fold``: all of ``rows`` that it stands for, itself
    the first."""
    leaders = list(leaders)
    causes = {case.cause for case in leaders if case.cause is not None} if may(user, Right.SEE_ALL) else set()
    inside: dict[str, list[FindingCase]] = {}
    if causes:
        verdicts = {case.verdict_id for case in leaders}
        found = (
            rows.select_related(None)
            .filter(verdict__in=verdicts, cause__in=causes)
            .order_by("rank", "place", "pk")
        )
        inside = told_once((_key(case), case) for case in found.only(*_SHOWN))
    for case in leaders:
        case.fold = inside.get(_key(case), [case])  # type: ignore[attr-defined]


#: What is shown of a finding inside a fold.
_SHOWN = ("code", "title", "tier", "state", "cause", "verdict", "rank", "place")


def _key(case: FindingCase) -> str:
    return f"{case.verdict_id} {case.cause} {case.state}"


def others_of(case: FindingCase, **narrowed: Any) -> Sequence[FindingCase]:
    """What the cause of ``case`` left open besides, in the same state."""
    if case.cause is None:
        return ()
    rows = FindingCase.objects.filter(verdict=case.verdict_id, cause=case.cause, state=case.state, **narrowed)
    return tuple(rows.exclude(pk=case.pk).select_related("verdict").order_by("rank", "place", "pk"))
