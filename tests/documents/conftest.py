"""An invented province for the document tests: every name in it is made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from xuncha.documents.notice_data import (
    DEPARTMENTS,
    Coverage,
    Deadline,
    ErrorReportFigures,
    Example,
    FailedTarget,
    Fault,
    NoticeData,
    Problem,
    ProblemRow,
    Scope,
    StandardNote,
    Tally,
    TallyRow,
    Totals,
    UnknownTarget,
)
from xuncha.facts.seen import BEIJING

CITIES = tuple(f"{char}溪市" for char in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌")
FAULT = Fault("W401", "栏目不更新", "2周内动态要闻类栏目累计6个未更新，最新一条发布于2025年4月2日")


def rows(total: int, failed_in_first: int, names: tuple[str, ...]) -> tuple[TallyRow, ...]:
    """``total`` targets spread evenly over ``names``; all failures in the first."""
    share, rest = divmod(total, len(names))
    made = []
    for number, name in enumerate(names):
        count = share + (rest if number == 0 else 0)
        failed = failed_in_first if number == 0 else 0
        made.append(TallyRow(name, Tally(count, count - failed, failed)))
    return tuple(made)


def failed_site(number: int = 1, region: str = CITIES[0]) -> FailedTarget:
    return FailedTarget(
        "site", f"99{number:08d}", f"{region}样本局网站", region, f"{region}样本局", "", (FAULT,)
    )


def failed_account(number: int, region: str = CITIES[0]) -> FailedTarget:
    fault = Fault("A201", "2周无更新", "监测时间点前2周内未发布信息，最新一条发布于2025年5月30日")
    return FailedTarget(
        "account", f"gh_{number}", f"样本发布{number}号", region, "样本中心", "微信公众号", (fault,)
    )


def golden() -> NoticeData:
    """510 sites, one failed; 2,705 accounts, three failed; 21 cities and the departments."""
    site_rows = (*rows(460, 1, CITIES), TallyRow(DEPARTMENTS, Tally(50, 50)))
    departments = tuple(TallyRow(f"第{n}样本厅", Tally(5, 5)) for n in range(1, 11))
    account_rows = (*rows(2600, 3, CITIES), TallyRow(DEPARTMENTS, Tally(105, 105)))
    platforms = rows(2705, 3, ("微信公众号", "新浪微博", "抖音", "今日头条"))
    return NoticeData(
        title="云岭省人民政府办公厅关于2025年第二季度全省政府网站与政务新媒体检查情况的通报",
        issuer="云岭省人民政府办公厅",
        addressees="各地级以上市人民政府，各县（市、区）人民政府，省政府各部门、各直属机构：",
        document_number="云府办函〔2025〕〇号",
        period="2025年第二季度",
        asof=datetime(2025, 6, 25, 10, tzinfo=BEIJING),
        issued_on=date(2025, 7, 7),
        standard=StandardNote(
            "national-2019",
            "政府网站与政务新媒体检查指标",
            ("《政府网站与政务新媒体检查指标、监管工作年度考核指标》（国办秘函〔2019〕19号）",),
            titles={"W102": "泄露国家秘密"},
        ),
        scope=Scope(("W201", "W401", "A201")),
        sites=Totals(Tally(510, 509, 1), "99.80", site_rows, departments, fleet=510),
        accounts=Totals(Tally(2705, 2702, 3), "99.89", account_rows, by_platform=platforms, fleet=2705),
        deadline=Deadline(date(2025, 7, 21), 10, False),
        coverage=Coverage(10200, 10200),
        error_reports=ErrorReportFigures(397, 397, 396, 210, 0, 0, "100.00", "99.75", 3),
        cities_below_full=(CITIES[0],),
        problems=(
            Problem("W401", FAULT.title, "veto", "site", 1, 0, (Example(failed_site().name, FAULT.detail),)),
            Problem("N109", "错链死链", "note", "site", 23, 4),
            Problem(
                "A201",
                "2周无更新",
                "veto",
                "account",
                3,
                0,
                tuple(Example(f"样本发布{n}号", "监测时间点前2周内未发布信息") for n in (1, 2, 3)),
            ),
            Problem("W101", "严重表述错误", "veto", "site", 0, 0),
        ),
        failed=(failed_site(), *(failed_account(n) for n in (1, 2, 3))),
        reviewed=True,
    )


def empty() -> NoticeData:
    """Nothing was checked at all."""
    return replace(
        golden(),
        sites=Totals(),
        accounts=Totals(),
        coverage=Coverage(),
        error_reports=None,
        cities_below_full=(),
        problems=(),
        failed=(),
    )


def single(name: str = "甲溪市样本局网站", **changes: Any) -> NoticeData:
    """One site, which failed; ``name`` is also its sponsor, region stays short."""
    failed = replace(failed_site(), name=name, sponsor=name)
    row = ProblemRow(
        *("site", failed.id, name, failed.region, name, "", FAULT.code, FAULT.title, "veto", True),
        *(FAULT.detail, "https://www.example.test/lm/", name, "更新栏目", "urn:uuid:1", "f1"),
    )
    data = replace(
        empty(),
        sites=Totals(Tally(1, 0, 1), "0.00", (TallyRow(CITIES[0], Tally(1, 0, 1)),), fleet=1),
        cities_below_full=(CITIES[0],),
        problems=(Problem("W401", FAULT.title, "veto", "site", 1, 0, (Example(name, FAULT.detail),)),),
        failed=(failed,),
        problem_rows=(row,),
    )
    return replace(data, **changes)


def undecided(count: int = 3, reason: str = "首页被防护设备拦截") -> NoticeData:
    """Golden, with ``count`` sites of the second city that could not be judged."""
    data = golden()
    second = data.sites.by_region[1]
    passed = second.tally.passed - count
    changed = TallyRow(second.name, Tally(second.tally.total, passed, 0, count))
    by_region = (data.sites.by_region[0], changed, *data.sites.by_region[2:])
    unknown = tuple(
        UnknownTarget("site", f"98{n:08d}", f"待查{n}网站", second.name, "待查局", "", reason)
        for n in range(count)
    )
    tally = Tally(510, 509 - count, 1, count)
    sites = replace(data.sites, tally=tally, by_region=by_region, pass_rate=tally.pass_rate())
    return replace(data, sites=sites, unknown=unknown, coverage=Coverage(10200, 9876))


@pytest.fixture
def golden_data() -> NoticeData:
    return golden()


@pytest.fixture
def empty_data() -> NoticeData:
    return empty()


@pytest.fixture
def single_data() -> Callable[..., NoticeData]:
    return single


@pytest.fixture
def undecided_data() -> Callable[..., NoticeData]:
    return undecided
