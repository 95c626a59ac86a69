"""找错 figures at the limit, over it, and still inside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from xuncha.apps.notices.error_report_figures import error_report_figures
from xuncha.documents.notice_data import ErrorReportFigures
from xuncha.documents.rounding import Rounding
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.seen import BEIJING

ASOF = datetime(2025, 6, 25, 10, tzinfo=BEIJING)
MONDAY = datetime(2025, 6, 9, 9, tzinfo=BEIJING)


def report(
    received: datetime = MONDAY,
    closed: datetime | None = None,
    result: str = "",
    forwarded: datetime | None = None,
) -> ErrorReport:
    return ErrorReport("1", "9900000001", received, "错别字", "", "", forwarded, closed, result, "")


def figures(*reports: ErrorReport, asof: datetime = ASOF, limit: int = 3) -> ErrorReportFigures:
    return error_report_figures(reports, asof, limit)


@pytest.mark.parametrize(
    ("closed", "on_time"),
    [
        (datetime(2025, 6, 12, 0, 0, tzinfo=BEIJING), 1),
        (datetime(2025, 6, 12, 23, 59, 59, tzinfo=BEIJING), 1),  # the third working day counts to its end
        (datetime(2025, 6, 13, 0, 0, tzinfo=BEIJING), 0),
        (datetime(2025, 6, 12, 16, 30, tzinfo=UTC), 0),  # past midnight in Beijing
        (datetime(2025, 6, 12, 18, 0), 1),  # noqa: DTZ001 - no offset means Beijing time
    ],
)
def test_the_limit_after_receipt(closed: datetime, on_time: int) -> None:
    found = figures(report(closed=closed, result="属实"))
    assert (found.closed, found.on_time) == (1, on_time)


def test_the_limit_runs_from_forwarding() -> None:
    late = datetime(2025, 6, 16, 9, tzinfo=BEIJING)
    assert figures(report(closed=late, result="属实")).on_time == 0
    assert figures(report(forwarded=late - timedelta(days=4), closed=late, result="属实")).on_time == 1


def test_weekends_and_holidays_do_not_count() -> None:
    friday = datetime(2025, 9, 30, 17, tzinfo=BEIJING)
    closed = datetime(2025, 10, 11, 9, tzinfo=BEIJING)  # a worked Saturday: the third working day
    found = figures(report(friday, closed, "属实"), asof=datetime(2025, 12, 1, tzinfo=BEIJING))
    assert found.on_time == 1


@pytest.mark.parametrize(
    ("asof", "overdue"),
    [
        (datetime(2025, 6, 12, 23, 59, tzinfo=BEIJING), 0),
        (datetime(2025, 6, 13, 0, 0, tzinfo=BEIJING), 1),
    ],
)
def test_an_open_report_is_late_only_after_its_last_day(asof: datetime, overdue: int) -> None:
    found = figures(report(), asof=asof)
    assert (found.received, found.closed, found.overdue, found.pending) == (1, 0, overdue, 1 - overdue)
    assert found.completion_rate == "0.00"
    assert found.on_time_rate == ("0.00" if overdue else None)


def test_pending_reports_do_not_lower_the_on_time_rate() -> None:
    closed = report(closed=MONDAY + timedelta(days=1), result="不属实")
    fresh = report(received=ASOF - timedelta(hours=1))
    found = figures(closed, fresh)
    assert (found.completion_rate, found.on_time_rate, found.pending) == ("50.00", "100.00", 1)


def test_what_happened_after_the_timepoint_is_not_counted() -> None:
    later = ASOF + timedelta(minutes=1)
    found = figures(report(received=later), report(closed=later, result="属实"))
    assert (found.received, found.closed, found.upheld, found.overdue) == (1, 0, 0, 1)


def test_sent_back_is_open_again() -> None:
    found = figures(report(closed=MONDAY + timedelta(hours=1), result="驳回重办"))
    assert (found.received, found.closed, found.overdue) == (1, 0, 1)


def test_only_upheld_is_upheld() -> None:
    closed = MONDAY + timedelta(hours=1)
    found = figures(report(closed=closed, result="属实"), report(closed=closed, result="不属实"))
    assert (found.closed, found.upheld, found.completion_rate) == (2, 1, "100.00")


def test_no_reports() -> None:
    assert figures() == ErrorReportFigures(0, 0, 0, 0, 0, 0, None, None, 3)


def test_a_limit_over_an_unpublished_year_is_provisional() -> None:
    received = datetime(2026, 12, 30, 9, tzinfo=BEIJING)
    found = figures(report(received), asof=datetime(2026, 12, 31, tzinfo=BEIJING))
    assert (found.provisional, found.pending) == (True, 1)
    assert not figures(report()).provisional


def test_rounding_of_the_standard_applies() -> None:
    closed = MONDAY + timedelta(hours=1)
    reports = [report(closed=closed, result="属实")] * 2 + [report()]
    assert error_report_figures(reports, ASOF).completion_rate == "66.67"
    assert error_report_figures(reports, ASOF, rounding=Rounding("truncate", 1)).completion_rate == "66.6"
