"""找错 figures: received, closed, on time and upheld, counted at the monitoring timepoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from xuncha.apps.casework.working_days import DueDay, add_working_days
from xuncha.documents.notice_data import ErrorReportFigures
from xuncha.documents.rounding import NATIONAL, Rounding, percentage
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.seen import BEIJING

#: 处理结果 of a report whose answer was refused and is being redone: it is open again.
SENT_BACK = "驳回重办"
UPHELD = "属实"


def error_report_figures(
    reports: Iterable[ErrorReport],
    asof: datetime,
    working_days_limit: int = 3,
    rounding: Rounding = NATIONAL,
) -> ErrorReportFigures:
    """Count the reports received by ``asof``; what happened later is not counted.

    A report is closed when it has a 办结时间 by ``asof`` and was not sent back. It is on time when closed
    within ``working_days_limit`` working days after its 转办时间, or after its 收到时间 where it was never
    forwarded; the day of forwarding is not counted and the last day counts to its end. An open report is
    overdue only when that day has passed.
    """
    counts: Counter[str] = Counter()
    provisional = False
    for report in reports:
        if _instant(report.received_at) > _instant(asof):
            continue
        due = _due(report, working_days_limit)
        provisional = provisional or due.provisional
        counts["received"] += 1
        counts["upheld"] += _is_upheld(report, asof)
        counts[_state(report, asof, due)] += 1
    closed = counts["on_time"] + counts["late"]
    return ErrorReportFigures(
        received=counts["received"],
        closed=closed,
        on_time=counts["on_time"],
        upheld=counts["upheld"],
        overdue=counts["overdue"],
        pending=counts["pending"],
        completion_rate=percentage(closed, counts["received"], rounding),
        on_time_rate=percentage(counts["on_time"], closed + counts["overdue"], rounding),
        working_days_limit=working_days_limit,
        provisional=provisional,
    )


def _state(report: ErrorReport, asof: datetime, due: DueDay) -> str:
    closed_at = report.closed_at
    if closed_at is None or _instant(closed_at) > _instant(asof) or report.result == SENT_BACK:
        return "overdue" if _instant(asof).date() > due.on else "pending"
    return "on_time" if _instant(closed_at).date() <= due.on else "late"


def _is_upheld(report: ErrorReport, asof: datetime) -> bool:
    """A result written after ``asof`` was not known at ``asof``."""
    known = report.closed_at is None or _instant(report.closed_at) <= _instant(asof)
    return known and report.result == UPHELD


def _due(report: ErrorReport, limit: int) -> DueDay:
    return add_working_days(_instant(report.forwarded_at or report.received_at).date(), limit)


def _instant(at: datetime) -> datetime:
    """``at`` on the Beijing clock; a time without an offset is Beijing time."""
    return at.replace(tzinfo=BEIJING) if at.tzinfo is None else at.astimezone(BEIJING)
