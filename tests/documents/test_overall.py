"""Sentences about cities, unknown targets and error reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from xuncha.documents.notice_data import (
    DEPARTMENTS,
    Coverage,
    ErrorReportFigures,
    NoticeData,
    Tally,
    TallyRow,
    Totals,
)
from xuncha.documents.overall import error_report_sentence, overall, rate_text

CLEAN, BAD, OPEN = Tally(4, 4), Tally(4, 3, 1), Tally(4, 0, 0, 4)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"甲市": CLEAN, "乙市": CLEAN}, "2个市网站合格率均为100%。"),
        ({"甲市": CLEAN}, "甲市网站合格率为100%。"),
        ({"甲市": BAD, "乙市": CLEAN}, "除甲市外，其他1个市网站合格率为100%。"),
        ({"甲市": BAD, "乙市": CLEAN, "丙县": CLEAN}, "除甲市外，其他2个地区网站合格率均为100%。"),
        (
            {"甲市": BAD, "乙市": BAD, "丙市": CLEAN},
            "甲市、乙市网站合格率未达到100%，其他1个市网站合格率为100%。",
        ),
        ({"甲市": BAD, "乙市": BAD}, "甲市、乙市网站合格率均未达到100%。"),
        # A city where nothing could be judged is in neither camp.
        (
            {"甲市": CLEAN, "乙市": OPEN},
            "甲市网站合格率为100%。上述合格率未包含尚未能判定的网站，涉及乙市（4个）。",
        ),
        ({DEPARTMENTS: CLEAN, "甲市": CLEAN}, "其中，省直部门网站4个，合格率为100%。甲市网站合格率为100%。"),
        ({DEPARTMENTS: BAD}, "合格率为75.00%。"),
    ],
)
def test_cities(empty_data: NoticeData, rows: dict[str, Tally], sentence: str) -> None:
    tally = Tally(
        *(sum(getattr(row, f) for row in rows.values()) for f in ("total", "passed", "failed", "unknown"))
    )
    by_region = tuple(TallyRow(name, row) for name, row in rows.items())
    sites = Totals(tally, tally.pass_rate(), by_region)
    assert next(overall(replace(empty_data, sites=sites))).endswith(sentence)


def test_reasons_are_counted_and_add_up(undecided_data: Callable[..., NoticeData]) -> None:
    data = undecided_data(10)
    reasons = ["超时"] * 4 + ["拦截"] * 3 + ["无数据", "域名", ""]
    unknown = tuple(replace(t, reason=r) for t, r in zip(data.unknown, reasons, strict=True))
    text = next(overall(replace(data, unknown=unknown)))
    assert (
        "另有10个因超时（4个）、拦截（3个）、无数据（1个）和其他原因（2个）未能判定，不计入合格率。" in text
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            "W401待核：4 个栏目逾期未更新，另有 1 个未能看清，不能断定：部门动态（由脚本加载）、基层动态",
            "未能判定（W401待核：4 个栏目逾期未更新，另有 1 个未能看清，不能断定：部门动态）",
        ),
        (
            "A101、A103、A105、A201待核：未能检查：发布记录中没有该账号，可能是从未更新",
            "未能判定（A101、A103、A105、A201待核：未能检查：发布记录中没有该账号）",
        ),
        (
            "未能检查首页上的全部内容，原因是看到的部分（甲乙丙丁，戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥）",
            "因未能检查首页上的全部内容，原因是看到的部分未能判定",
        ),
        ("首页被防护设备拦截", "因首页被防护设备拦截未能判定"),
    ],
)
def test_a_long_reason_ends_at_a_mark(
    undecided_data: Callable[..., NoticeData], reason: str, told: str
) -> None:
    data = undecided_data(1)
    unknown = tuple(replace(one, cause="", reason=reason) for one in data.unknown)
    text = next(overall(replace(data, unknown=unknown)))
    assert f"另有1个{told}，不计入合格率。" in text


def test_nothing_judged_has_no_rate(empty_data: NoticeData) -> None:
    sites = Totals(Tally(4, 0, 0, 4), None, (TallyRow("甲市", OPEN),))
    text = next(overall(replace(empty_data, sites=sites)))
    assert "均未能判定（" in text
    assert "没有可计算的合格率" in text
    assert "%" not in text


def _figures(**changes: object) -> ErrorReportFigures:
    return replace(ErrorReportFigures(10, 8, 7, 3, 1, 1, "80.00", "77.78", 3), **changes)


def test_open_error_reports_are_told() -> None:
    text = error_report_sentence(_figures())
    assert "办结率为80.00%；按期办结7条，按期办结率为77.78%，逾期未办结1条，尚在办理期限内1条。" in text
    assert "暂定" not in text
    assert "暂定" in error_report_sentence(_figures(provisional=True))


def test_no_error_reports_at_all() -> None:
    nothing = ErrorReportFigures(0, 0, 0, 0, 0, 0, None, None, 3)
    assert error_report_sentence(nothing) == "“我为政府网站找错”平台未收到网民留言。"


def test_error_reports_not_given_are_not_mentioned(golden_data: NoticeData) -> None:
    assert not any("找错" in text for text in overall(replace(golden_data, error_reports=None)))


@pytest.mark.parametrize(
    ("rate", "text"),
    [("100.00", "100%"), ("100", "100%"), ("99.99", "99.99%"), ("0.00", "0.00%"), ("10", "10%")],
)
def test_rates_in_sentences(rate: str, text: str) -> None:
    assert rate_text(rate) == text


def test_what_kept_pages_from_being_read_is_named(empty_data: NoticeData) -> None:
    causes = (("blocked", 9), ("timeout", 3), ("own_network", 1))
    text = list(overall(replace(empty_data, coverage=Coverage(40, 27, causes, 2))))[-1]
    assert "本次应访问页面40个，实际读取27个" in text
    assert "其余页面未能读取的原因：被防护设备拦截9个、超时3个、本单位网络中断1个（涉及2个网站）" in text
    assert "既不计为合格，也不计为不合格" in text
