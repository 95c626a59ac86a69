"""How much of a round could be looked at: so many sites were to be visited, so many showed any page at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from xuncha.apps.casework.access import Right, may
from xuncha.apps.inspections.models import Round, RoundTarget, VerdictEntry


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sites of which any page was read, of those that were to be visited; the same of their pages."""

    sites: int
    reached: int
    pages: int
    pages_read: int


def coverage_of(round_: Round, user: Any) -> Coverage | None:
    """Of all sites, or outside the office of those whose verdicts the user sees; None where no site was visited."""
    targets = RoundTarget.objects.filter(round=round_, kind="site").order_by()
    if not may(user, Right.SEE_ALL):
        own = VerdictEntry.objects.visible_to(user).filter(round=round_, kind="site")
        targets = targets.filter(key__in=own.order_by().values("key"))
    seen = targets.aggregate(
        sites=Count("pk"),
        some=Count("pk", filter=Q(state=RoundTarget.State.DONE, reached__gt=0)),
        asked=Sum("pages"),
        read=Sum("reached"),
    )
    if not seen["sites"]:
        return None
    return Coverage(seen["sites"], seen["some"], seen["asked"] or 0, seen["read"] or 0)
