"""Whether a fault is new, still there or came back: held against the rounds before that looked for it."""

from __future__ import annotations

from typing import Any

from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.settling import CLEARED, NOT_SEEN

#: Found before, and said by a person not to be there: it was no fault then.
_NONE_THEN = ("dismissed", CLEARED)


def recurrence(case: FindingCase, user: Any) -> str:
    """In Chinese, what earlier rounds that this person may see say of the same fault; empty where none looked for it.

    A round whose range leaves the indicator out says nothing, and one that could not look does not say it was gone.
    """
    looked = _last_look(case, user)
    if looked is None:
        return ""
    same = FindingCase.objects.visible_to(user).filter(fingerprint=case.fingerprint)
    same = same.filter(round__asof__lt=case.round.asof).exclude(state__in=_NONE_THEN)
    before = same.select_related("round").order_by("-round__asof", "-round_id", "pk").first()
    if before is None:
        return f"首次发现：此前的检查（最近一次是“{looked.round.title}”）没有这一处。"
    if before.round_id == looked.round_id:
        return f"仍未消除：上一次检查（“{looked.round.title}”）已有这一处。"
    if dict(looked.machine_verdict().states).get(case.code) in NOT_SEEN:
        return f"此前发现过（“{before.round.title}”）；上一次检查（“{looked.round.title}”）没有看成，是否消除过不清楚。"
    return f"再次出现：“{before.round.title}”发现过，上一次检查（“{looked.round.title}”）没有这一处。"


def _last_look(case: FindingCase, user: Any) -> VerdictEntry | None:
    """The verdict of the latest earlier round that looked at the target for this indicator."""
    rows = VerdictEntry.objects.visible_to(user).filter(kind=case.kind, key=case.target)
    rows = rows.filter(round__asof__lt=case.round.asof, round__state=Round.State.FINISHED)
    for row in rows.select_related("round").order_by("-round__asof", "-round_id")[:12]:
        scope = row.round.indicators
        if not scope or case.code.startswith(tuple(scope)):
            return row
    return None
