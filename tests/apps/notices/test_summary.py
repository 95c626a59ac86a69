"""summary.json says what the contract promises, and what the notice says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.notices.summary import build_summary
from xuncha.documents.notice_data import NoticeData, Scope
from xuncha.documents.reconcile import NoticeDoesNotReconcile
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.seen import BEIJING

Roll = Callable[..., NoticeData]


def test_the_promised_names(roll: Roll, quarter: tuple[list[Verdict], list[Finding]]) -> None:
    received = datetime(2025, 6, 9, 9, tzinfo=BEIJING)
    report = ErrorReport("1", "s", received, "", "", "", None, received + timedelta(hours=1), "属实", "")
    summary = build_summary(roll(*quarter, [report], scope=Scope(("W401",), True, "仅判定W401")))
    assert {
        name: summary["sites"][name] for name in ("total", "passed", "failed", "unknown", "pass_rate")
    } == {"total": 510, "passed": 509, "failed": 1, "unknown": 0, "pass_rate": "99.80"}
    assert summary["accounts"]["pass_rate"] == "99.89"
    city = summary["by_region"]["甲溪市"]
    assert city["sites"] == summary["sites"]["by_region"]["甲溪市"]
    assert city["accounts"] == summary["accounts"]["by_region"]["甲溪市"]
    assert summary["by_platform"] == summary["accounts"]["by_platform"]
    assert set(summary["by_platform"]) == {"微信公众号", "新浪微博", "抖音"}
    for name in ("sites", "accounts"):
        rows = summary[name]["by_region"].values()
        for figure in ("total", "passed", "failed", "unknown"):
            assert sum(row[figure] for row in rows) == summary[name][figure]
    reports = summary["error_reports"]
    assert [reports[name] for name in ("received", "closed", "on_time", "upheld")] == [1, 1, 1, 1]
    assert (reports["completion_rate"], reports["on_time_rate"]) == ("100.00", "100.00")
    assert summary["scope"] == {"codes": ["W401"], "limited": True, "text": "仅判定W401"}
    assert summary["coverage"] == {
        "pages": 5100,
        "reached": 4590,
        "causes": {},
        "targets_incomplete": 510,
        "robots": {},
    }
    assert summary["evidence"] == {"manifest_sha256": None}
    assert json.loads(json.dumps(summary, ensure_ascii=False)) == summary


def test_nothing_judged_is_null(roll: Roll, verdict: Callable[..., Verdict]) -> None:
    summary = build_summary(roll([verdict("site", 1, outcome="unknown", note="超时")]))
    assert summary["sites"]["pass_rate"] is None
    assert summary["sites"]["unknown"] == 1
    assert summary["accounts"]["total"] == 0
    assert summary["error_reports"] is None


def test_a_region_with_accounts_only(roll: Roll, verdict: Callable[..., Verdict]) -> None:
    summary = build_summary(roll([verdict("site", 1), verdict("account", 1, region="乙溪市")]))
    assert list(summary["by_region"]) == ["甲溪市", "乙溪市"]
    assert summary["by_region"]["乙溪市"]["sites"] == {
        "total": 0,
        "passed": 0,
        "failed": 0,
        "unknown": 0,
        "pass_rate": None,
    }


def test_figures_that_contradict_each_other_are_not_saved(
    roll: Roll, verdict: Callable[..., Verdict]
) -> None:
    with pytest.raises(NoticeDoesNotReconcile):
        build_summary(roll([verdict("site", 1), verdict("site", 2)], registered_sites=1))
