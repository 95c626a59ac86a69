"""A quarter of a whole province from its registers: the printed rates are right to the second decimal."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from command import Ran, inspect
from docx import Document
from python_calamine import CalamineWorkbook
from specimens.server import serve

CITIES = [
    "桐坞市", "汀澜市", "砚江市", "鹭汀市", "澄原市", "霁川市", "岚川市",
    "苇塘市", "柘溪市", "棠浦市", "枫渡市", "芷汀市", "梧湾市", "砺山市",
    "榆坪市", "泓沙市", "荻港市", "桑屏市", "沅陂市", "漪水市", "栎城市",
]  # fmt: skip
DEPARTMENTS = "省直部门"
PLATFORMS = ("微信公众号", "新浪微博", "抖音", "今日头条", "视频号", "移动客户端", "小程序", "其他")
SITES, ACCOUNTS = 510, 2705
FAILED_SITE = 45  # stands in CITIES[1]
SILENT = (1, 23, 21)  # two accounts of CITIES[1], one of a department
BEIJING = timezone(timedelta(hours=8))
ASOF = datetime(2025, 6, 25, 10, tzinfo=BEIJING)


def region_of(number: int) -> str:
    """Regions by turns; every 22nd target belongs to a department of the province."""
    return [*CITIES, DEPARTMENTS][number % 22]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("province")
    _write(folder / "sites.csv", _sites())
    _write(folder / "probes.csv", _probes())
    _write(folder / "accounts.csv", _accounts())
    _write(folder / "posts.jsonl", _posts())
    with serve([]) as server:
        ran = inspect(folder, folder / "result", server.address, "W2,A201")
        assert server.requests == [], "no page is needed for W2 and A201, yet pages were asked for"
    assert ran.code == 0, ran.told()
    return ran


def test_verdict_of_every_target(result: Ran) -> None:
    verdicts = result.verdicts()
    assert len(verdicts) == SITES + ACCOUNTS
    failed = {row["id"] for row in verdicts.values() if row["outcome"] == "fail"}
    assert failed == {_site_code(FAILED_SITE), *(_account_id(number) for number in SILENT)}
    assert {row["outcome"] for row in verdicts.values()} == {"pass", "fail"}


def test_rates_of_the_summary(result: Ran) -> None:
    summary = result.summary()
    figures = ("total", "passed", "failed", "unknown", "pass_rate")
    assert [summary["sites"][key] for key in figures] == [510, 509, 1, 0, "99.80"]
    assert [summary["accounts"][key] for key in figures] == [2705, 2702, 3, 0, "99.89"]


def test_parts_of_the_summary_add_up(result: Ran) -> None:
    summary = result.summary()
    by_region = [*summary["sites"]["by_region"].values(), *summary["accounts"]["by_region"].values()]
    by_platform = list(summary["accounts"]["by_platform"].values())
    both = [tally for region in summary["by_region"].values() for tally in region.values()]
    assert sum(tally["total"] for tally in both) == SITES + ACCOUNTS
    assert list(summary["by_platform"].values()) == by_platform
    assert sum(tally["total"] for tally in by_region) == SITES + ACCOUNTS
    assert sum(tally["failed"] for tally in by_region) == 4
    assert sum(tally["total"] for tally in by_platform) == ACCOUNTS
    assert sum(tally["failed"] for tally in by_platform) == 3
    for tally in (*by_region, *by_platform):
        assert tally["total"] == tally["passed"] + tally["failed"] + tally["unknown"]
        assert (tally["pass_rate"] == "100.00") == (tally["failed"] == 0), tally


def test_notice_prints_the_rates_and_the_one_city(result: Ran) -> None:
    paragraphs = [paragraph.text for paragraph in Document(str(result.out / "notice.docx")).paragraphs]
    text = "\n".join(paragraphs)
    closed_up = re.sub(r"\s+", "", text)
    assert "99.80%" in closed_up, text[:1500]
    assert "99.89%" in closed_up, text[:1500]
    assert "510" in closed_up, text[:1500]
    assert re.search(r"2,?705", closed_up), text[:1500]
    assert CITIES[1] in text, "the one city below 100 % is not named"
    others = [city for city in CITIES if city != CITIES[1] and city in text]
    assert not others, f"cities without a fault are named: {others}"


def test_annexes_carry_the_same_totals(result: Ran) -> None:
    rows = _total_rows(result.out / "annexes.xlsx")
    assert any({510, 509, 1} <= numbers for numbers in rows), f"no total row with 510, 509 and 1: {rows}"
    assert any({2705, 2702, 3} <= numbers for numbers in rows), f"no total row with 2705, 2702 and 3: {rows}"


def test_every_hit_states_its_figures(result: Ran) -> None:
    findings = [found for found in result.findings() if found["outcome"] == "hit"]
    assert sorted(found["code"] for found in findings) == ["A201", "A201", "A201", "W201"]
    site = next(found for found in findings if found["code"] == "W201")
    assert {"7", "140"} <= set(re.findall(r"\d+", f"{site['observed']} {site['detail']}")), site
    assert all(found["evidence"] for found in findings)


def _sites() -> list[str]:
    rows = ["网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态"]
    for number in range(SITES):
        region = region_of(number)
        kind = "门户网站" if number < 21 else "部门网站"
        name = f"{region}第{number}号政府网站"
        rows.append(
            f"{_site_code(number)},{name},http://w{number}.pingsheng.gov.example/,{region}第{number}局,"
            f"{region}办公室,{region},{kind},正常运行"
        )
    return rows


def _probes() -> list[str]:
    rows = ["网站标识码,时间,耗时毫秒,状态,有效"]
    times = [
        (datetime(2025, 6, day, 10, 20, tzinfo=BEIJING) + timedelta(minutes=40 * slot)).isoformat()
        for day in range(18, 25)
        for slot in range(20)
    ]
    for number in range(SITES):
        failures = 7 if number == FAILED_SITE else number % 7  # every other site stays under 5 %
        for index, time in enumerate(times):
            state = "15000,timeout" if index % 20 == 5 and index // 20 < failures else f"{200 + index},200"
            rows.append(f"{_site_code(number)},{time},{state},1")
    return rows


def _accounts() -> list[str]:
    rows = ["账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"]
    for number in range(ACCOUNTS):
        region = region_of(number)
        rows.append(
            f"{_account_id(number)},{region}政务{number},{PLATFORMS[number % 8]},{region}第{number}办,"
            f"{region}办公室,{region},正常运行"
        )
    return rows


def _posts() -> list[str]:
    lines = []
    for number in range(ACCOUNTS):
        age = timedelta(days=14, seconds=1) if number in SILENT else timedelta(hours=number % 336)
        for post, at in enumerate((ASOF - age, ASOF - age - timedelta(days=9))):
            lines.append(
                f'{{"account": "{_account_id(number)}", "post_id": "{number}-{post}", '
                f'"published_at": "{at.isoformat()}", "title": "便民信息{number}", '
                f'"text": "本周便民服务安排。", "url": "https://social.example/{number}/{post}"}}'
            )
    return lines


def _site_code(number: int) -> str:
    return f"99{number:08d}"


def _account_id(number: int) -> str:
    return f"zh-{number:04d}"


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _total_rows(path: Path) -> list[set[int]]:
    workbook = CalamineWorkbook.from_path(str(path))
    rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]
    totals = [
        row for row in rows if any(isinstance(cell, str) and re.search("合计|总计", cell) for cell in row)
    ]
    return [{int(float(cell)) for cell in row if _is_number(cell)} for row in totals]


def _is_number(cell: object) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", str(cell)))
