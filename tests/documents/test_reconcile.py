"""A notice whose figures contradict each other is refused, naming each figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from xuncha.documents.annexes import render_xlsx
from xuncha.documents.notice_data import (
    Coverage,
    ErrorReportFigures,
    Example,
    NoticeData,
    Tally,
    TallyRow,
    Totals,
    UnknownTarget,
)
from xuncha.documents.notice_docx import render_docx
from xuncha.documents.notice_pdf import render_pdf
from xuncha.documents.reconcile import NoticeDoesNotReconcile, reconcile


def _sites(data: NoticeData, **changes: object) -> NoticeData:
    return replace(data, sites=replace(data.sites, **changes))


def _accounts(data: NoticeData, **changes: object) -> NoticeData:
    return replace(data, accounts=replace(data.accounts, **changes))


def _reports(data: NoticeData, **changes: object) -> NoticeData:
    figures = data.error_reports
    assert isinstance(figures, ErrorReportFigures)
    return replace(data, error_reports=replace(figures, **changes))


def _problem(data: NoticeData, **changes: object) -> NoticeData:
    return replace(data, problems=(replace(data.problems[0], **changes), *data.problems[1:]))


BROKEN: dict[str, tuple[Callable[[NoticeData], NoticeData], str]] = {
    "parts of the total": (lambda d: _sites(d, tally=Tally(511, 509, 1, 0)), "总数 511 不等于"),
    "negative": (lambda d: _sites(d, tally=Tally(510, 511, -1, 0)), "有负数"),
    "regions": (lambda d: _sites(d, by_region=d.sites.by_region[1:]), "各地区合计的应检查数 470 不等于 510"),
    "region twice": (
        lambda d: _sites(d, by_region=(*d.sites.by_region, TallyRow(d.sites.by_region[1].name, Tally()))),
        "重复出现 2 次",
    ),
    "region row": (
        lambda d: _sites(d, by_region=(TallyRow("甲溪市", Tally(40, 38, 1)), *d.sites.by_region[1:])),
        "“甲溪市”总数 40 不等于",
    ),
    "platforms": (
        lambda d: _accounts(d, by_platform=d.accounts.by_platform[:-1]),
        "各平台合计的应检查数 2029 不等于 2705",
    ),
    "departments": (
        lambda d: _sites(d, by_department=d.sites.by_department[:-1]),
        "各部门合计的应检查数 45 不等于 50",
    ),
    "failed list": (lambda d: replace(d, failed=d.failed[1:]), "政府网站不合格名单有 0 个，正文为 1 个"),
    "failed twice": (
        lambda d: replace(d, failed=(*d.failed[:-1], d.failed[-2])),
        "政务新媒体不合格名单中有重复的标识",
    ),
    "failed elsewhere": (
        lambda d: replace(d, failed=(replace(d.failed[0], region="乙溪市"), *d.failed[1:])),
        "不合格名单中“乙溪市”有 1 个，附件为 0 个",
    ),
    "failed without a veto": (
        lambda d: replace(d, failed=(replace(d.failed[0], faults=()), *d.failed[1:])),
        "没有列出单项否决问题",
    ),
    "unknown list": (
        lambda d: replace(d, unknown=(UnknownTarget("site", "1", "某网站", "甲溪市", "", "", ""),)),
        "政府网站未能判定名单有 1 个，正文为 0 个",
    ),
    "rate": (lambda d: _sites(d, pass_rate="99.96"), "合格率 99.96 与按合格数、不合格数重算的 99.80"),
    "rate of a clean hundred": (lambda d: _accounts(d, pass_rate="100.00"), "重算的 99.89"),
    "fleet": (lambda d: _accounts(d, fleet=2704), "检查数 2705 大于名录数 2704"),
    "cities": (lambda d: replace(d, cities_below_full=()), "未达到100%的地区（无）与附件（甲溪市）不一致"),
    "problem count": (lambda d: _problem(d, targets=2), "单项否决 W401 涉及 2 个，不合格名单中为 1 个"),
    "more problems than targets": (lambda d: _problem(d, doubtful=510), "大于检查总数 510"),
    "more names than targets": (
        lambda d: _problem(d, examples=(Example("甲", ""), Example("乙", ""))),
        "点名 2 个，多于涉及的 1 个",
    ),
    "veto not told": (lambda d: replace(d, problems=d.problems[1:]), "W401 没有列入存在的主要问题"),
    "coverage": (lambda d: replace(d, coverage=Coverage(10, 11)), "实际读取页面数 11 大于"),
    "causes": (
        lambda d: replace(d, coverage=Coverage(10, 7, (("blocked", 2),))),
        "未能读取的页面 3 个，与分原因合计 2 个不符",
    ),
    "closed": (lambda d: _reports(d, closed=398), "办结数 398 大于收到数 397"),
    "open reports": (lambda d: _reports(d, pending=1), "之和 398"),
    "on time": (lambda d: _reports(d, on_time=398), "按期办结数 398 大于办结数 397"),
    "upheld": (lambda d: _reports(d, upheld=398), "属实数 398 大于收到数 397"),
    "completion rate": (lambda d: _reports(d, completion_rate="99.99"), "办结率 99.99 与重算的 100.00"),
    "on-time rate": (lambda d: _reports(d, on_time_rate=None), "按期办结率 None 与重算的 99.75"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_every_contradiction_is_named(name: str, golden_data: NoticeData) -> None:
    break_it, words = BROKEN[name]
    with pytest.raises(NoticeDoesNotReconcile) as refused:
        reconcile(break_it(golden_data))
    assert any(words in fault for fault in refused.value.faults), refused.value.faults
    assert words in str(refused.value)


def test_consistent_figures_pass(
    golden_data: NoticeData, empty_data: NoticeData, single_data: Callable[..., NoticeData]
) -> None:
    for data in (golden_data, empty_data, single_data()):
        assert reconcile(data) is None


def test_all_faults_are_listed_at_once(golden_data: NoticeData) -> None:
    broken = replace(golden_data, coverage=Coverage(1, 2), sites=Totals(Tally(1, 0, 0)))
    with pytest.raises(NoticeDoesNotReconcile) as refused:
        reconcile(broken)
    assert len(refused.value.faults) >= 3


def test_every_document_refuses(golden_data: NoticeData) -> None:
    broken = replace(golden_data, failed=golden_data.failed[1:])
    with pytest.raises(NoticeDoesNotReconcile):
        render_docx(broken)
    with pytest.raises(NoticeDoesNotReconcile):
        render_xlsx(broken)
    with pytest.raises(NoticeDoesNotReconcile):
        render_pdf(broken, b"")
