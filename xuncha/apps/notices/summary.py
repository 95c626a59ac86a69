"""summary.json: the figures of the notice for programs."""

from __future__ import annotations

from typing import Any

from xuncha.documents.notice_data import Correction, Coverage, ErrorReportFigures, NoticeData, Tally, TallyRow
from xuncha.documents.reconcile import reconcile
from xuncha.documents.rounding import Rounding
from xuncha.documents.score_figures import ScoreFigures
from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import RobotsRule


def build_summary(data: NoticeData) -> dict[str, Any]:
    """The dictionary that is saved as ``summary.json``; rates are text in per cent or None.

    Raises:
        NoticeDoesNotReconcile: when the figures contradict each other.
    """
    reconcile(data)
    rounding = data.standard.rounding
    site_regions, account_regions = (
        {row.name: row.tally for row in totals.by_region} for totals in (data.sites, data.accounts)
    )
    platforms = _named(data.accounts.by_platform, rounding)
    return {
        "asof": data.asof.isoformat(),
        "standard": data.standard.name,
        "sites": {
            **_tally(data.sites.tally, rounding),
            "by_region": _named(data.sites.by_region, rounding),
        },
        "accounts": {
            **_tally(data.accounts.tally, rounding),
            "by_region": _named(data.accounts.by_region, rounding),
            "by_platform": platforms,
        },
        "by_region": {
            region: {
                "sites": _tally(site_regions.get(region, Tally()), rounding),
                "accounts": _tally(account_regions.get(region, Tally()), rounding),
            }
            for region in (*site_regions, *(name for name in account_regions if name not in site_regions))
        },
        "by_platform": platforms,
        "error_reports": _error_reports(data.error_reports),
        "scope": {"codes": list(data.scope.codes), "limited": data.scope.limited, "text": data.scope.text},
        "coverage": _coverage(data.coverage),
        "score": _score(data.scores),
        "by_person": list(data.by_person),
        "evidence": {"manifest_sha256": data.evidence_digest or None},
        "correction": _correction(data.correction),
        "draft": {"mark": data.draft_mark, "reasons": list(data.draft_reasons)},
    }


def _correction(correction: Correction | None) -> dict[str, Any] | None:
    if correction is None:
        return None
    return {
        "version": correction.version,
        "corrects": correction.corrects,
        "corrected_on": correction.corrected_on.isoformat(),
        "reason": correction.reason,
        "changes": [change.sentence for change in correction.changes],
    }


def _score(scores: ScoreFigures | None) -> dict[str, Any] | None:
    """How many portals were scored and how many not, by reason; the scores themselves stand in scores.csv."""
    if scores is None:
        return None
    return {
        "portals": len(scores.rows),
        "scored": len(scores.scored),
        "below_pass_mark": scores.failed,
        "unscored": dict(scores.unscored),
        "missing": list(scores.missing),
        "unverified": list(scores.unverified),
        "form": scores.form,
        "form_sha256": scores.form_sha256,
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    """N of M, and for the rest: how many by which cause, in words, and what to do about it."""
    causes = {
        status: {"pages": pages, "label": FetchStatus(status).label, "advice": FetchStatus(status).advice}
        for status, pages in coverage.causes
    }
    return {
        "pages": coverage.pages,
        "reached": coverage.reached,
        "causes": causes,
        "targets_incomplete": coverage.incomplete,
        "robots": {
            rule: {"sites": sites, "label": RobotsRule(rule).label} for rule, sites in coverage.robots
        },
    }


def _named(rows: tuple[TallyRow, ...], rounding: Rounding) -> dict[str, Any]:
    return {row.name: _tally(row.tally, rounding) for row in rows}


def _tally(tally: Tally, rounding: Rounding) -> dict[str, Any]:
    return {
        "total": tally.total,
        "passed": tally.passed,
        "failed": tally.failed,
        "unknown": tally.unknown,
        "pass_rate": tally.pass_rate(rounding),
    }


def _error_reports(figures: ErrorReportFigures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {
        "received": figures.received,
        "closed": figures.closed,
        "on_time": figures.on_time,
        "upheld": figures.upheld,
        "completion_rate": figures.completion_rate,
        "on_time_rate": figures.on_time_rate,
        "overdue": figures.overdue,
        "pending": figures.pending,
        "working_days_limit": figures.working_days_limit,
        "provisional": figures.provisional,
    }
