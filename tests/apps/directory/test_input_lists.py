from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from directory_headers import ACCOUNT_HEADER, SITE_HEADER

from xuncha.apps.directory.accounts import read_accounts
from xuncha.apps.directory.columns import read_columns
from xuncha.apps.directory.error_reports import read_error_reports
from xuncha.apps.directory.probes import read_probes
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.sites import read_sites
from xuncha.apps.directory.synonyms import COLUMN_KINDS, one_of
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import ColumnKind, ListedColumn, MediaAccount, Platform, RunState, Site, SiteKind
from xuncha.facts.website import ProbeSample

SITE = Site(
    site_code="4401000001",
    name="羊城市人民政府",
    url="http://www.yc.gov.cn/",
    sponsor="羊城市府办",
    supervisor="南粤省府办",
    region="羊城市",
    kind=SiteKind.PORTAL,
    state=RunState.RUNNING,
)
COLUMN_HEADER = ("网站标识码", "栏目名称", "栏目类别", "网址", "更新期限天数")
PROBE_HEADER = ("网站标识码", "时间", "耗时毫秒", "状态", "有效")
REPORT_HEADER = (
    "编号",
    "网站标识码",
    "收到时间",
    "问题类型",
    "描述",
    "网址",
    "转办时间",
    "办结时间",
    "处理结果",
    "答复",
)


def places(problems: Problems) -> list[str]:
    return [f"{Path(found.file).name}:{found.row}:{found.column}" for found in problems.rows]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[arg-type]


def test_a_site_is_read_and_cleaned(write_csv, site_row) -> None:
    problems = Problems()
    messy = site_row(
        网站标识码="ｂｍ01000001",
        网址="www.yc.gov.cn",
        网站类型=" 部门网站\u3000",
        运行状态="例外",
        主管单位="",
    )
    sites = read_sites(write_csv([SITE_HEADER, site_row(), messy]), problems)
    assert problems.rows == ()
    assert sites[0] == SITE
    assert (sites[1].site_code, sites[1].url, sites[1].supervisor) == (
        "bm01000001",
        "http://www.yc.gov.cn",
        "",
    )
    assert (sites[1].kind, sites[1].state) == (SiteKind.DEPARTMENT, RunState.EXCEPTION)


def test_only_a_closed_site_may_lack_its_address(write_csv, site_row) -> None:
    problems = Problems()
    rows = [
        site_row(网站标识码=f"440100000{n}", 网址="", 运行状态=state)
        for n, state in enumerate(("关停", "例外", "正常运行", "停"))
    ]
    sites = read_sites(write_csv([SITE_HEADER, *rows]), problems)
    assert [(site.state, site.url) for site in sites] == [(RunState.CLOSED, "")]
    assert places(problems) == ["sites.csv:3:网址", "sites.csv:4:网址", "sites.csv:5:运行状态"]


def test_a_site_may_say_whether_it_serves_the_public(write_csv, site_row) -> None:
    problems = Problems()
    header = [*SITE_HEADER, "对外服务职能"]
    words = ("有", " 无 ", "", "不清楚")
    rows = [[*site_row(网站标识码=f"440100000{n}"), word] for n, word in enumerate(words)]
    sites = read_sites(write_csv([header, *rows]), problems)
    assert [site.serves_public for site in sites] == [True, False, None]
    assert places(problems) == ["sites.csv:5:对外服务职能"]
    assert problems.rows[0].message == "“不清楚”不是允许的值，应为下列之一：有、无"


def test_every_fault_of_every_row_is_named(write_csv, site_row) -> None:
    problems = Problems()
    rows = [
        site_row(网站标识码="44", 网站名称=" ", 网址="ftp://a.cn", 地区="\u3000"),
        site_row(网站名称="甲\x00"),
        site_row(网站标识码="4401000002", 网站类型="市门户", 主办单位=""),
    ]
    assert read_sites(write_csv([SITE_HEADER, *rows]), problems) == []
    assert places(problems) == [
        "sites.csv:2:网站标识码",
        "sites.csv:2:网站名称",
        "sites.csv:2:网址",
        "sites.csv:2:地区",
        "sites.csv:3:网站名称",
        "sites.csv:4:主办单位",
        "sites.csv:4:网站类型",
    ]
    assert problems.rows[-1].message == "“市门户”不是允许的值，应为下列之一：门户网站、部门网站"


def test_a_code_twice_names_both_rows(write_csv, site_row) -> None:
    problems = Problems()
    read_sites(write_csv([SITE_HEADER, site_row(), site_row(网站名称="别名"), site_row()]), problems)
    assert places(problems) == ["sites.csv:3:网站标识码", "sites.csv:4:网站标识码"]
    assert all("第 2 行" in found.message for found in problems.rows)


def test_formulas_and_markup_are_kept_as_text(write_csv, site_row) -> None:
    problems = Problems()
    row = site_row(网站名称="=HYPERLINK(1)", 主办单位="<script>alert(1)</script>", 地区="长" * 1_000_000)
    (site,) = read_sites(write_csv([SITE_HEADER, row]), problems)
    assert (site.name, site.sponsor, len(site.region)) == (
        "=HYPERLINK(1)",
        "<script>alert(1)</script>",
        1_000_000,
    )


def test_a_column_twice_is_named_as_it_is_written(write_csv) -> None:
    problems = Problems()
    row = ["4401000001", "要闻", "动态要闻", "/a/", ""]
    read_columns(write_csv([COLUMN_HEADER, row, row], "columns.csv"), [SITE], problems)
    assert [str(found.message) for found in problems.rows] == ["“要闻”与第 2 行重复，请核对后只保留一行"]


def test_columns_are_read(write_csv) -> None:
    problems = Problems()
    rows = [
        ["4401000001", "通知公告", "通知公告", "/tzgg/", ""],
        ["4401000001", "规划", "应更新", "https://gh.yc.gov.cn/", "３65"],
        ["4401000001", "机构", "静态栏目", "www.yc.gov.cn/jg/", " "],
    ]
    columns = read_columns(write_csv([COLUMN_HEADER, *rows], "columns.csv"), [SITE], problems)
    assert problems.rows == ()
    assert columns == [
        ListedColumn("4401000001", "通知公告", ColumnKind.NOTICE, "http://www.yc.gov.cn/tzgg/", None),
        ListedColumn("4401000001", "规划", ColumnKind.SHOULD_UPDATE, "https://gh.yc.gov.cn/", 365),
        ListedColumn("4401000001", "机构", ColumnKind.STATIC, "http://www.yc.gov.cn/jg/", None),
    ]


def test_faults_of_columns(write_csv) -> None:
    problems = Problems()
    rows = [
        ["4401000009", "甲", "动态要闻", "/a/", ""],
        ["4401000001", "乙", "未定", "/b/", "0"],
        ["4401000001", "丙", "动态要闻", "", "-3"],
        ["4401000001", "丁", "动态要闻", "/d/", ""],
        ["4401000001", "丁", "动态要闻", "/d/", ""],
        ["4401000001", "戊", "动态要闻", "/d/", "半年"],
    ]
    columns = read_columns(write_csv([COLUMN_HEADER, *rows], "columns.csv"), [SITE], problems)
    assert [column.name for column in columns] == ["丁"]
    assert places(problems) == [
        "columns.csv:2:网站标识码",
        "columns.csv:3:栏目类别",
        "columns.csv:3:更新期限天数",
        "columns.csv:4:网址",
        "columns.csv:4:更新期限天数",
        "columns.csv:6:栏目名称",
        "columns.csv:7:更新期限天数",
    ]
    assert "第 5 行" in problems.rows[5].message


def test_the_column_of_periods_may_be_left_out(write_csv) -> None:
    problems = Problems()
    rows = [COLUMN_HEADER[:4], ["4401000001", "甲", "动态要闻", "/a/"]]
    (column,) = read_columns(write_csv(rows, "columns.csv"), [SITE], problems)
    assert column.period_days is None


def test_a_reference_to_a_refused_site_is_not_a_second_fault(write_csv, site_row) -> None:
    problems = Problems()
    sites = read_sites(
        write_csv([SITE_HEADER, site_row(地区=""), site_row(网站标识码="4401000002")]), problems
    )
    rows = [["4401000001", "甲", "动态要闻", "/a/", ""], ["4401000003", "乙", "动态要闻", "/b/", ""]]
    read_columns(write_csv([COLUMN_HEADER, *rows], "columns.csv"), sites, problems)
    assert places(problems) == ["sites.csv:2:地区", "columns.csv:3:网站标识码"]


def test_a_shifted_row_is_one_fault(write_csv, site_row) -> None:
    problems = Problems()
    shifted = site_row()
    shifted[1:2] = ["羊城市", "人民政府"]
    sites = read_sites(write_csv([SITE_HEADER, shifted]), problems)
    read_columns(
        write_csv([COLUMN_HEADER, ["4401000001", "甲", "静态", "/a/", ""]], "columns.csv"), sites, problems
    )
    assert places(problems) == ["sites.csv:2:整行"]


def test_accounts_are_read(write_csv, account_row) -> None:
    problems = Problems()
    rows = [account_row(), account_row(账号标识="ＧＨ_1A2b", 平台="App", 运行状态="已注销")]
    accounts = read_accounts(write_csv([ACCOUNT_HEADER, *rows], "accounts.csv"), problems)
    assert problems.rows == ()
    assert accounts == [
        MediaAccount("gh_1a2B", "羊城发布", Platform.WECHAT, "羊城市府办", "", "羊城市", RunState.RUNNING),
        MediaAccount("GH_1A2b", "羊城发布", Platform.APP, "羊城市府办", "", "羊城市", RunState.CLOSED),
    ]


def test_faults_of_accounts(write_csv, account_row) -> None:
    problems = Problems()
    rows = [account_row(平台="微信"), account_row(账号标识=" "), account_row(账号名称="甲\n乙")]
    assert read_accounts(write_csv([ACCOUNT_HEADER, *rows], "accounts.csv"), problems) == []
    assert places(problems) == [
        "accounts.csv:2:平台",
        "accounts.csv:3:账号标识",
        "accounts.csv:4:账号标识",
        "accounts.csv:4:账号名称",
    ]
    assert "微信公众号、新浪微博、抖音" in problems.rows[0].message


@pytest.mark.parametrize("kind", [kind for kind in ColumnKind if kind is not ColumnKind.UNTYPED])
def test_every_kind_of_column_is_taken_with_and_without_its_suffix(kind: ColumnKind) -> None:
    parse = one_of(ColumnKind, COLUMN_KINDS, hidden=(ColumnKind.UNTYPED,))
    assert parse(kind.value) is kind
    assert parse(f" {kind.value}类") is kind


def test_probes_are_read_by_time(write_csv) -> None:
    problems = Problems()
    rows = [
        ["4401000001", "2025/6/25 10:05", "312.0", "200", "1"],
        ["4401000001", "2025-06-25T10:00:00+08:00", "", "Timeout", "1"],
        ["4401000001", "2025-06-25 11:00", "5", "RESET", "0"],
        ["4401000001", "2025-06-25 11:00", "6", "503.0", "1"],
    ]
    found = read_probes(write_csv([PROBE_HEADER, *rows], "probes.csv"), [SITE], problems)
    assert problems.rows == ()
    assert found == {
        "4401000001": [
            ProbeSample(at(2025, 6, 25, 10), None, "timeout", True),
            ProbeSample(at(2025, 6, 25, 10, 5), 312, "200", True),
            ProbeSample(at(2025, 6, 25, 11), 5, "reset", False),
            ProbeSample(at(2025, 6, 25, 11), 6, "503", True),
        ]
    }


def test_faults_of_probes(write_csv) -> None:
    problems = Problems()
    good = ["4401000001", "2025-06-25 10:00", "5", "200", "1"]
    rows = [
        good,
        good,
        ["4401000002", "2025-06-25 10:00", "5", "200", "1"],
        ["4401000001", "2025-06-31 10:00", "-5", "99", "2"],
        ["4401000001", "2025-06-25 12:00", "", "200", "1"],
        ["4401000001", "", "1.5", "600", ""],
        ["4401000001", "2025-06-25 13:00", "5", "超时", "是"],
    ]
    read_probes(write_csv([PROBE_HEADER, *rows], "probes.csv"), [SITE], problems)
    assert places(problems) == [
        "probes.csv:3:时间",
        "probes.csv:4:网站标识码",
        "probes.csv:5:时间",
        "probes.csv:5:耗时毫秒",
        "probes.csv:5:状态",
        "probes.csv:5:有效",
        "probes.csv:6:耗时毫秒",
        "probes.csv:7:时间",
        "probes.csv:7:耗时毫秒",
        "probes.csv:7:状态",
        "probes.csv:7:有效",
        "probes.csv:8:状态",
        "probes.csv:8:有效",
    ]


def test_error_reports_are_read(write_csv) -> None:
    problems = Problems()
    rows = [
        [
            "1",
            "4401000001",
            "2025-06-20 09:00",
            "内容无法访问",
            " 打不开\n第二行 ",
            "http:z",
            "2025-06-20",
            "2025-06-20",
            "属实",
            "已修复",
        ],
        ["2", "4401000001", "2025-06-21", "", "", "", "", "", "", ""],
    ]
    found = read_error_reports(write_csv([REPORT_HEADER, *rows], "reports.csv"), [SITE], problems)
    assert problems.rows == ()
    assert found == [
        ErrorReport(
            report_id="1",
            site_code="4401000001",
            received_at=at(2025, 6, 20, 9),
            kind="内容无法访问",
            description="打不开\n第二行",
            url="http:z",
            forwarded_at=at(2025, 6, 20),
            closed_at=at(2025, 6, 20),
            result="属实",
            answer="已修复",
        ),
        ErrorReport("2", "4401000001", at(2025, 6, 21), "", "", "", None, None, "", ""),
    ]


def test_faults_of_error_reports(write_csv) -> None:
    problems = Problems()
    rows = [
        ["1", "4401000001", "2025-06-20 09:00", "", "", "", "2025-06-19", "2025-06-20 08:59", "", ""],
        ["1", "4401000009", "", "", "a\x00", "", "", "", "部分属实", ""],
    ]
    assert read_error_reports(write_csv([REPORT_HEADER, *rows], "reports.csv"), [SITE], problems) == []
    assert places(problems) == [
        "reports.csv:2:转办时间",
        "reports.csv:2:办结时间",
        "reports.csv:3:编号",
        "reports.csv:3:网站标识码",
        "reports.csv:3:收到时间",
        "reports.csv:3:描述",
        "reports.csv:3:处理结果",
    ]
    assert problems.rows[-1].message.endswith("属实、不属实、驳回重办")


def test_without_a_site_list_reports_of_any_site_are_read(write_csv) -> None:
    problems = Problems()
    row = ["1", "bm01000001", "2025-06-20", "", "", "", "", "", "", ""]
    assert len(read_error_reports(write_csv([REPORT_HEADER, row], "reports.csv"), None, problems)) == 1
    assert read_error_reports(write_csv([REPORT_HEADER], "none.csv"), None, problems) == []
    assert problems.rows == ()
