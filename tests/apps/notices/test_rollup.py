"""Results of a round become the figures of a notice."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime

import docx
import pytest

from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.notices.rollup import quarter_text
from xuncha.documents.notice_data import NoticeData, StandardNote, Tally
from xuncha.documents.notice_docx import render_docx
from xuncha.documents.reconcile import NoticeDoesNotReconcile, reconcile
from xuncha.documents.rounding import Rounding
from xuncha.facts.seen import BEIJING, Evidence

Roll = Callable[..., NoticeData]
Quarter = tuple[list[Verdict], list[Finding]]


def test_it_counts_the_golden_quarter(roll: Roll, quarter: Quarter) -> None:
    data = roll(*quarter, registered_sites=510, registered_accounts=2705)
    assert (data.sites.tally, data.sites.pass_rate) == (Tally(510, 509, 1), "99.80")
    assert (data.accounts.tally, data.accounts.pass_rate) == (Tally(2705, 2702, 3), "99.89")
    assert data.cities_below_full == ("甲溪市",)
    assert [row.name for row in data.sites.by_region][-1] == "省直部门"
    assert [row.name for row in data.accounts.by_platform] == ["微信公众号", "新浪微博", "抖音"]
    assert (data.coverage.pages, data.coverage.reached) == (5100, 4590)
    reconcile(data)
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(render_docx(data))).paragraphs)
    for words in ("合格率为99.80%", "合格率为99.89%", "除甲溪市外，其他20个市网站合格率均为100%"):
        assert words in text


def test_departments_are_listed_by_sponsor(roll: Roll, verdict: Callable[..., Verdict]) -> None:
    verdicts = [
        verdict("site", 1, region="省直部门", sponsor="水样厅"),
        verdict("site", 2, region="省直部门", sponsor="水样厅"),
        verdict("site", 3, region="省直部门", sponsor=""),
        verdict("site", 4),
    ]
    data = roll(verdicts)
    assert [(row.name, row.tally.total) for row in data.sites.by_department] == [
        ("水样厅", 2),
        ("未填主办单位", 1),
    ]
    assert data.cities_below_full == ()
    reconcile(data)


def test_a_failing_department_is_no_city(
    roll: Roll, verdict: Callable[..., Verdict], finding: Callable[..., Finding]
) -> None:
    failed = verdict("site", 1, region="省直部门", outcome="fail", veto=("W401",))
    data = roll([failed], [finding(failed, "W401")])
    assert data.cities_below_full == ()
    reconcile(data)


def test_missing_region_and_platform_get_rows_of_their_own(
    roll: Roll, verdict: Callable[..., Verdict]
) -> None:
    data = roll([verdict("account", 1, region=" ", platform="")])
    assert data.accounts.by_region[0].name == "未填地区"
    assert data.accounts.by_platform[0].name == "其他"
    reconcile(data)


def test_failed_targets_carry_their_vetoes(
    roll: Roll, verdict: Callable[..., Verdict], finding: Callable[..., Finding]
) -> None:
    failed = verdict("site", 1, outcome="fail", veto=("W401", "W501"))
    findings = [
        finding(failed, "W401", detail="动态要闻"),
        finding(failed, "W401", detail="空白栏目"),
        finding(failed, "W501"),
        finding(failed, "W601", outcome="doubt", detail="疑点"),
    ]
    data = roll([failed], findings)
    faults = data.failed[0].faults
    assert [(fault.code, fault.title, fault.detail) for fault in faults] == [
        ("W401", "栏目不更新", "动态要闻；空白栏目"),
        ("W501", "W501所指问题", "样本1号的情况"),
    ]
    reconcile(data)


def test_doubts_and_hits_are_counted_apart_and_once(
    roll: Roll, verdict: Callable[..., Verdict], finding: Callable[..., Finding]
) -> None:
    first, second, third = (verdict("site", n) for n in (1, 2, 3))
    findings = [
        finding(first, "N109", tier="note"),
        finding(first, "N109", tier="note"),
        finding(first, "N109", tier="note", outcome="doubt"),
        finding(second, "N109", tier="note", outcome="doubt"),
        finding(third, "B101", tier="bonus"),
    ]
    data = roll([first, second, third], findings)
    assert [(p.code, p.targets, p.doubtful, p.examples) for p in data.problems] == [("N109", 1, 1, ())]
    assert [row.established for row in data.problem_rows] == [True, True, False, False]


def test_problems_stand_in_order(
    roll: Roll, verdict: Callable[..., Verdict], finding: Callable[..., Finding]
) -> None:
    account, site = verdict("account", 1), verdict("site", 1)
    findings = [
        finding(account, "N108", tier="note"),
        finding(site, "N109", tier="note"),
        finding(site, "D101", tier="deduct"),
        finding(site, "W501", outcome="doubt"),
    ]
    assert [p.code for p in roll([account, site], findings).problems] == ["W501", "D101", "N109", "N108"]


def test_unknown_targets_say_why(
    roll: Roll, verdict: Callable[..., Verdict], finding: Callable[..., Finding]
) -> None:
    doubtful = verdict("site", 1, outcome="unknown", note="W401待核：3个栏目打不开")
    unseen = verdict("site", 2, outcome="unknown", note="检查中断；其他")
    data = roll(
        [doubtful, unseen],
        [
            finding(doubtful, "N109", tier="note", outcome="doubt"),
            finding(doubtful, "W401", outcome="doubt"),
        ],
    )
    assert [(t.cause, t.reason) for t in data.unknown] == [
        ("栏目不更新指标待核", "W401待核：3个栏目打不开"),
        ("检查中断", "检查中断；其他"),
    ]
    assert data.sites.pass_rate is None
    reconcile(data)


def test_what_nobody_could_look_at_is_no_suspicion(
    roll: Roll, verdict: Callable[..., Verdict], finding: Callable[..., Finding]
) -> None:
    """A site that did not open is not said to be suspected of gambling links."""
    blocked, other = (verdict("site", n, outcome="unknown") for n in (1, 2))
    why = "首页未能打开：被防护设备拦截"
    unseen = [
        finding(blocked, code, outcome="doubt", state=state, detail=f"未能检查：{why}")
        for code, state in (("W103", "blocked"), ("W401", "not_assessed"))
    ]
    data = roll([blocked, other], [*unseen, finding(other, "W401", outcome="doubt", state="doubt")])
    assert [(p.code, p.targets, p.doubtful) for p in data.problems] == [("W401", 0, 1)]
    assert [row.seen for row in data.problem_rows] == [False, False, True]
    assert [target.cause for target in data.unknown] == [why, "栏目不更新指标待核"]
    reconcile(data)


def test_a_failure_without_a_finding_is_not_printed(roll: Roll, verdict: Callable[..., Verdict]) -> None:
    data = roll([verdict("site", 1, outcome="fail", veto=("W401",))])
    with pytest.raises(NoticeDoesNotReconcile, match="W401 没有列入存在的主要问题"):
        reconcile(data)


def test_an_outcome_nobody_knows_is_not_printed(roll: Roll, verdict: Callable[..., Verdict]) -> None:
    with pytest.raises(NoticeDoesNotReconcile, match="总数 1 不等于"):
        reconcile(roll([verdict("site", 1, outcome="skipped")]))


def test_deadline_runs_from_the_day_of_issue(roll: Roll) -> None:
    data = roll([], issued_on=date(2025, 7, 7))
    assert (data.deadline.on, data.deadline.provisional) == (date(2025, 7, 21), False)
    late = roll([], asof=datetime(2026, 12, 25, 10, tzinfo=BEIJING))
    assert (late.issued_on, late.deadline.on, late.deadline.provisional) == (
        date(2026, 12, 25),
        date(2027, 1, 11),
        True,
    )
    assert roll([], issued_on=date(2025, 7, 7), deadline_working_days=1).deadline.on == date(2025, 7, 8)


def test_no_list_of_error_reports_is_not_an_empty_one(roll: Roll) -> None:
    assert roll([]).error_reports is None
    empty = roll([], reports=[]).error_reports
    assert empty is not None
    assert empty.received == 0


@pytest.mark.parametrize(
    ("kinds", "subject"),
    [
        (["site", "account"], "政府网站与政务新媒体"),
        (["site"], "政府网站"),
        (["account"], "政务新媒体"),
        ([], "政府网站与政务新媒体"),
    ],
)
def test_the_title_names_what_was_checked(
    roll: Roll, verdict: Callable[..., Verdict], kinds: list[str], subject: str
) -> None:
    data = roll([verdict(kind, 1) for kind in kinds], issuer="云岭省政府办公厅", area="全省")
    assert data.title == f"云岭省政府办公厅关于2025年第二季度全省{subject}检查情况的通报"


def test_quarters() -> None:
    days = [date(2025, month, 1) for month in (1, 3, 4, 9, 12)]
    assert [quarter_text(day)[5:] for day in days] == [
        "第一季度",
        "第一季度",
        "第二季度",
        "第三季度",
        "第四季度",
    ]


def test_nothing_is_a_final_notice_before_a_person_has_confirmed(roll: Roll) -> None:
    assert roll([]).draft_mark == "内部核对稿"
    assert roll([], reviewed=True).draft_mark == ""


def test_vetoes_entered_by_a_person_are_no_longer_outstanding(
    roll: Roll, verdict: Callable[..., Verdict]
) -> None:
    entered = verdict("site", 1, outcome="fail", veto=("W102",))
    assert roll([entered], by_person=("W102", "W106")).by_person == ("W106",)


def test_vetoes_of_what_was_not_inspected_are_not_outstanding(
    roll: Roll, verdict: Callable[..., Verdict]
) -> None:
    codes = ("A102", "A302", "W106")
    assert roll([verdict("site", 1)], by_person=codes).by_person == ("W106",)
    assert roll([verdict("account", 1)], by_person=codes).by_person == ("A102", "A302")


def test_rounding_comes_from_the_standard(roll: Roll, quarter: Quarter) -> None:
    data = roll(*quarter, standard=StandardNote("省标准", "省标准", rounding=Rounding("truncate", 1)))
    assert (data.sites.pass_rate, data.accounts.pass_rate) == ("99.8", "99.8")
    reconcile(data)


def test_problem_rows_name_their_evidence(
    roll: Roll, verdict: Callable[..., Verdict], finding: Callable[..., Finding]
) -> None:
    site = verdict("site", 1)
    record = Evidence(
        "a.warc.gz", "urn:uuid:1", "https://www.example.test/", "00", "2025-06-25T10:00:00+08:00"
    )
    row = roll(
        [site], [finding(site, "N109", tier="note", evidence=(record,), urls=("u1", "u2"))]
    ).problem_rows[0]
    assert (row.record, row.url, row.name) == ("urn:uuid:1", "u1\nu2", "样本1号")


def test_the_register_limits_what_can_have_been_checked(roll: Roll, quarter: Quarter) -> None:
    with pytest.raises(NoticeDoesNotReconcile, match="检查数 510 大于名录数 509"):
        reconcile(roll(*quarter, registered_sites=509))
