"""Reports that were handled here, as the notice counts them."""

from __future__ import annotations

from datetime import datetime, timedelta

from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.inspections.models import Round
from xuncha.facts.error_report import ErrorReport

#: How far back the first notice looks; later ones begin where the one before ended.
_FIRST_WINDOW = timedelta(days=92)


def since(round_: Round) -> datetime:
    """After this instant a report belongs to the notice of the round: windows follow one another without a gap."""
    before = Round.objects.filter(notice_issued_at__isnull=False, asof__lt=round_.asof).first()
    return before.asof if before is not None else round_.asof - _FIRST_WINDOW


def reports_for(round_: Round, given: tuple[ErrorReport, ...] | None) -> tuple[ErrorReport, ...] | None:
    """``given`` with the round, and those received here up to its timepoint; None where no report was ever taken in."""
    if not ReportCase.objects.exists():
        return given
    rows = ReportCase.objects.filter(received_at__gt=since(round_), received_at__lte=round_.asof)
    known = {one.report_id for one in given or ()}
    own = (row.as_fact() for row in rows.select_related("site").order_by("pk").iterator(1000))
    return (*(given or ()), *(one for one in own if one.report_id not in known))
