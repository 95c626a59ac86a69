"""The week of probes that W201 was judged by, drawn beside the finding."""

from __future__ import annotations

from typing import Any

from xuncha.apps.inspections.facts_store import FactsError, FactsStore
from xuncha.apps.inspections.models import FindingCase
from xuncha.apps.reminders.availability import OPEN, drawn, gaps, within
from xuncha.standards.overdue import limits_of
from xuncha.standards.standard import StandardError, load_standard

_CODE, _DAYS = "W201", 7
#: Samples that did not open, named one by one; the chart has all.
_NAMED = 30


def week_of(case: FindingCase) -> dict[str, Any] | None:
    """What is drawn; None for another indicator, and where nothing of the week is kept."""
    if case.code != _CODE or case.kind != "site":
        return None
    try:
        samples = FactsStore(case.round.result).probes(case.target)
        limits = limits_of(_CODE, load_standard(case.round.standard))
    except (FactsError, StandardError):
        return None
    rows = within(sorted(samples, key=lambda one: one.at), case.round.asof, _DAYS, limits["over_ms"])
    if not rows:
        return None
    troubles = [row for row in rows if row.result != OPEN]
    return {
        "case": case,
        "charts": {"probes": drawn(rows, gaps(rows, limits["samples_per_day"]), limits["over_ms"])},
        "count": len(rows),
        "troubles": troubles[:_NAMED],
        "more": max(len(troubles) - _NAMED, 0),
    }
