"""Scores from the form to every output, through the command line: marks, caps, scaling, and who has no score.

The figures of the forms are invented; they only keep the sums of the official annex.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from docx import Document
from python_calamine import CalamineWorkbook
from specimens.server import SpecimenServer, serve
from specimens.site_files import load_base

from xuncha.cli import main
from xuncha.standards.score_table import load_score_table

PORTAL, BUREAU = "9908210013", "9903220005"
SITES = f"""网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态
{PORTAL},郡山县人民政府网,http://www.junshan.gov.example/,郡山县人民政府办公室,郡山县人民政府办公室,砚江市,门户网站,正常运行
{BUREAU},砚溪县民政局,http://mzj.yanxi.gov.example/,砚溪县民政局,砚江市人民政府办公室,砚江市,部门网站,正常运行
"""
#: Points, and what one fault costs; an item that is not named has 0 points. 75 + 25 and 30.
POINTS = {
    "D101": (60, ""), "D104": (3, 1), "D105": (3, 1), "D109": (2, 1), "D303": (1, 1), "D402": (2, 1),
    "D403": (1, 1), "D404": (1, 1), "D405": (2, 1), "D201": (23, ""), "D202": (2, 2),
    "B101": (20, ""), "B102": (10, ""),
}  # fmt: skip
#: What only persons can enter here; the dead links of D403 are out of scope.
ENTERED = {"D101": "0", "D201": "0", "D403": "0", "B101": "5", "B102": "0"}
OUTPUTS = ("verdicts.csv", "findings.jsonl", "scores.csv", "summary.json", "notice.docx")


@pytest.fixture(scope="module")
def server() -> Iterator[SpecimenServer]:
    with serve([load_base("junshan"), load_base("yanxi")]) as running:
        yield running


def run(*args: str | Path) -> Result:
    return CliRunner(env={"XUNCHA_PDF_ENGINE": "typst"}).invoke(main, [str(arg) for arg in args])


def inspect(server: SpecimenServer, sites: Path, out: Path, *more: str | Path) -> Result:
    args = ["inspect", "--sites", sites, "--connect-to", server.address, "--rate", "1000"]
    args += ["--connections", "16", "--asof", "2025-06-25T10:00", "--indicators", "W301,W403,D"]
    return run(*args, "--out", out, *more)


@pytest.fixture(scope="module")
def inspected(server: SpecimenServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scores")
    (folder / "sites.csv").write_text(SITES, encoding="utf-8")
    done = inspect(server, folder / "sites.csv", folder / "out")
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def result(inspected: Path, tmp_path: Path) -> Path:
    return shutil.copytree(inspected / "out", tmp_path / "result")


def write_form(
    path: Path,
    *,
    services: str = "",
    points: dict[str, Any] | None = None,
    site: str = PORTAL,
    **entered: str,
) -> Path:
    """A filled workbook; ``entered`` replaces what persons entered, None-like "" leaves a line empty."""
    figures = POINTS | (points or {})
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("评分表")
        sheet.write_row(0, 0, ["指标代码", "分值", "每处扣分", "人工录入"])
        for row, code in enumerate(load_score_table("national-2019").items, 1):
            sheet.write_row(row, 0, [code, *figures.get(code, (0, "")), ""])
        sheet = book.add_worksheet("人工录入")
        sheet.write_row(0, 0, ["网站标识码", "指标代码", "扣分", "说明", "录入人", "时间"])
        for row, (code, amount) in enumerate((ENTERED | entered).items(), 1):
            filled = [amount, "见截图", "张三", "2025-06-25 15:00"] if amount else ["", "", "", ""]
            sheet.write_row(row, 0, [site, code, *filled])
        sheet = book.add_worksheet("门户网站")
        sheet.write_row(0, 0, ["网站标识码", "网站名称", "无对外服务职能"])
        sheet.write_row(1, 0, [site, "", services])
    return path


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def judged(result: Path, form: Path) -> dict[str, str]:
    done = run("judge", result, "--scores", form)
    assert done.exit_code == 0, done.output
    return rows_of(result / "scores.csv")[PORTAL]


@pytest.mark.parametrize(
    ("off", "part_two", "bonus", "total", "outcome"),
    [
        ("0", "100.00", "5.00", "105.00", "pass"),
        ("19.99", "80.01", "5.00", "85.01", "pass"),
        ("20", "80.00", "", "80.00", "pass"),
        ("40", "60.00", "", "60.00", "pass"),
        ("40.01", "59.99", "", "59.99", "fail"),
        ("99", "40.00", "", "40.00", "fail"),
    ],
)
def test_marks_and_caps(
    result: Path, tmp_path: Path, off: str, part_two: str, bonus: str, total: str, outcome: str
) -> None:
    row = judged(result, write_form(tmp_path / "form.xlsx", D101=off))
    assert [row[name] for name in ("part_two", "bonus", "total", "outcome")] == [
        part_two,
        bonus,
        total,
        outcome,
    ]
    verdict = rows_of(result / "verdicts.csv")[PORTAL]
    assert (verdict["outcome"], verdict["veto"]) == (outcome, "")
    assert ("低于 60 分，判为不合格" in verdict["note"]) == (outcome == "fail")


@pytest.mark.parametrize(
    ("off", "part_two", "total", "outcome"),
    [
        ("0", "100.00", "105.00", "pass"),
        ("14.99", "80.01", "85.01", "pass"),
        ("15", "80.00", "80.00", "pass"),
        ("30", "60.00", "60.00", "pass"),
        ("30.01", "59.99", "59.99", "fail"),
    ],
)
def test_without_outward_services_the_rest_counts_four_thirds(
    result: Path, tmp_path: Path, off: str, part_two: str, total: str, outcome: str
) -> None:
    row = judged(result, write_form(tmp_path / "form.xlsx", services="是", D101=off, D201=""))
    assert (row["part_two"], row["total"], row["outcome"]) == (part_two, total, outcome)
    assert "D2" not in row["items"]


def test_a_low_score_stands_in_every_output(result: Path, tmp_path: Path) -> None:
    judged(result, write_form(tmp_path / "form.xlsx", D101="50"))
    summary = json.loads((result / "summary.json").read_text(encoding="utf-8"))
    assert (summary["sites"]["failed"], summary["sites"]["passed"]) == (1, 1)
    assert (summary["score"]["scored"], summary["score"]["below_pass_mark"]) == (1, 1)
    assert (summary["score"]["form"], summary["score"]["missing"]) == ("form.xlsx", [])
    words = "\n".join(p.text for p in Document(str(result / "notice.docx")).paragraphs)
    assert (
        "对1个政府门户网站评分：评出得分1个（郡山县人民政府网50.00分），其中1个扣分部分得分低于60分，判为不合格。"
        in words
    )
    book = CalamineWorkbook.from_path(str(result / "annexes.xlsx"))
    scores = book.get_sheet_by_name("门户网站评分").to_python()
    assert scores[1][5:9] == ["不合格", "50.00", "—", "50.00"]
    details = {row[2]: row[3:] for row in book.get_sheet_by_name("评分明细").to_python()[1:]}
    assert details["D101"] == ["概况信息", "-50", "张三", "见截图"]
    assert [str(cell) for cell in details["D104"][1:3]] == ["0", "系统判定"]
    failed = book.get_sheet_by_name("不合格名单").to_python()
    assert failed[1][7:10] == ["评分", "扣分评分低于及格分", "扣分部分得分 50.00 分，低于 60 分"]


def test_without_a_form_nothing_is_scored_and_what_is_missing_is_named(inspected: Path) -> None:
    rows = rows_of(inspected / "out" / "scores.csv")
    assert list(rows) == [PORTAL]
    row = rows[PORTAL]
    assert (row["outcome"], row["reason"], row["total"]) == ("unscored", "table_incomplete", "")
    for code in load_score_table("national-2019").items:
        assert code in row["note"]
    summary = json.loads((inspected / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["score"]["unscored"] == {"table_incomplete": 1}
    assert len(summary["score"]["missing"]) == len(load_score_table("national-2019").items)
    assert rows_of(inspected / "out" / "verdicts.csv")[PORTAL]["outcome"] == "pass"


def test_a_veto_leaves_no_score(result: Path, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    done = run("judge", result, "--scores", form, "--asof", "2025-09-01T10:00")
    assert done.exit_code == 0, done.output
    row = rows_of(result / "scores.csv")[PORTAL]
    assert (row["outcome"], row["reason"], row["part_two"], row["total"]) == ("unscored", "vetoed", "", "")
    assert rows_of(result / "verdicts.csv")[PORTAL]["veto"] == "W301"


def test_a_veto_in_doubt_leaves_no_score(result: Path, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    done = run("judge", result, "--scores", form, "--indicators", "W201,W301,D")
    assert done.exit_code == 3, done.output
    row = rows_of(result / "scores.csv")[PORTAL]
    assert (row["outcome"], row["reason"]) == ("unscored", "veto_open")
    assert "W201" in row["note"]


def test_what_nobody_entered_is_named(result: Path, tmp_path: Path) -> None:
    row = judged(result, write_form(tmp_path / "form.xlsx", D201="", D403=""))
    assert (row["outcome"], row["reason"]) == ("unscored", "not_entered")
    assert "D201 事项公开" in row["note"]
    assert "D403 可用性" in row["note"]
    assert "D101" not in row["note"]


def test_a_rule_takes_off_what_it_finds(result: Path, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    done = run("judge", result, "--scores", form, "--asof", "2025-08-30T10:00", "--indicators", "W403,D")
    assert done.exit_code == 0, done.output
    row = rows_of(result / "scores.csv")[PORTAL]
    items = dict(item.split("=") for item in row["items"].split(";"))
    assert (items["D104"], items["D303"], items["D202"], items["D105"]) == ("-1", "-1", "0", "0")
    assert row["part_two"] == "98.00"


def test_points_nobody_compared_fail_no_one(result: Path, tmp_path: Path) -> None:
    row = judged(result, write_form(tmp_path / "form.xlsx", D101="50", points={"D105": (3, "")}))
    assert (row["outcome"], row["total"]) == ("unverified", "50.00")
    verdict = rows_of(result / "verdicts.csv")[PORTAL]
    assert verdict["outcome"] == "pass"
    assert "不据此判定" in verdict["note"]
    assert "D105" in json.loads((result / "summary.json").read_text(encoding="utf-8"))["score"]["unverified"]


def test_judging_again_gives_the_same_bytes_with_the_form_that_was_kept(result: Path, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx", D101="10")
    judged(result, form)
    before = {name: (result / name).read_bytes() for name in OUTPUTS}
    form.unlink()
    assert run("judge", result).exit_code == 0
    assert {name: (result / name).read_bytes() for name in OUTPUTS} == before
    assert run("notice", result).exit_code == 0
    assert {name: (result / name).read_bytes() for name in OUTPUTS} == before
    later = judged(result, write_form(tmp_path / "other.xlsx", D101="12"))
    assert later["part_two"] == "88.00"
    assert [path.name for path in (result / "facts" / "scores").iterdir()] == ["other.xlsx"]


def test_a_bad_form_is_refused_whole_and_every_cell_named(result: Path, tmp_path: Path) -> None:
    before = {name: (result / name).read_bytes() for name in OUTPUTS}
    form = write_form(
        tmp_path / "form.xlsx", services="也许", points={"D104": (-3, 1), "D201": (24, "")}, D101="五分"
    )
    done = run("judge", result, "--scores", form)
    assert done.exit_code == 2
    lines = [line.rpartition("/")[2] for line in done.output.splitlines() if "form.xlsx" in line]
    assert [line.split(": ")[0] for line in lines] == [
        "form.xlsx:评分表:5:分值",
        "form.xlsx:人工录入:2:扣分",
        "form.xlsx:门户网站:2:无对外服务职能",
    ]
    assert {name: (result / name).read_bytes() for name in OUTPUTS} == before
    form = write_form(tmp_path / "sums.xlsx", points={"D201": (24, "")})
    done = run("judge", result, "--scores", form)
    assert done.exit_code == 2
    assert "sums.xlsx:评分表:1:分值: “办事服务”各项合计 26 分，应为 25 分" in done.output
    assert not (result / "facts" / "scores").exists()


@pytest.mark.parametrize("site", [BUREAU, "9909990099"])
def test_only_portals_of_the_list_may_be_entered(result: Path, tmp_path: Path, site: str) -> None:
    done = run("judge", result, "--scores", write_form(tmp_path / "form.xlsx", site=site))
    assert done.exit_code == 2
    assert "人工录入:2:网站标识码" in done.output
    assert "只有门户网站评分" in done.output


def test_inspect_takes_a_form_and_refuses_a_bad_one_before_it_writes(
    server: SpecimenServer, inspected: Path, tmp_path: Path
) -> None:
    asked = len(server.requests)
    bad = write_form(tmp_path / "bad.xlsx", D101="很多")
    done = inspect(server, inspected / "sites.csv", tmp_path / "out", "--scores", bad)
    assert (done.exit_code, (tmp_path / "out").exists(), len(server.requests)) == (2, False, asked)
    good = write_form(tmp_path / "good.xlsx", D101="1.5")
    done = inspect(server, inspected / "sites.csv", tmp_path / "out", "--scores", good)
    assert done.exit_code == 0, done.output
    assert rows_of(tmp_path / "out" / "scores.csv")[PORTAL]["total"] == "103.50"


@pytest.mark.parametrize("name", ["form.xlsx", "form.toml"])
def test_an_empty_form_lists_what_persons_enter_for_each_portal(
    result: Path, tmp_path: Path, name: str
) -> None:
    form = tmp_path / name
    done = run("score-form", form, "--result", result)
    assert done.exit_code == 0, done.output
    assert "门户网站 1 个" in done.output
    if name.endswith(".xlsx"):
        sheet = CalamineWorkbook.from_path(str(form)).get_sheet_by_name("人工录入").to_python()
        listed = {str(row[2]) for row in sheet[1:]}
        seen = {str(row[2]): str(row[5]) for row in sheet[1:]}
        assert "IPv6" in seen["D408"]
        assert "不在这次检查的范围内" in seen["D403"]
    else:
        text = form.read_text(encoding="utf-8")
        listed = {line.split('"')[1] for line in text.splitlines() if line.startswith("item = ")}
        assert f'site = "{PORTAL}"' in text
    assert {"D101", "D110", "D403", "D408", "B105"} <= listed
    assert {"D104", "D105", "D404"} & listed == set()  # settled by rules, with nothing in doubt
    before = form.read_bytes()
    assert run("judge", result, "--scores", form).exit_code == 0
    again = run("score-form", form, "--result", result)
    assert (again.exit_code, form.read_bytes()) == (2, before)
    assert "已经存在" in again.output


def test_a_toml_form_is_filled_in_and_read(result: Path, tmp_path: Path) -> None:
    parts = [
        f'[[item]]\ncode = "{code}"\npoints = "{POINTS.get(code, (0, ""))[0]}"\ndeduction = "{POINTS.get(code, (0, ""))[1]}"\n'
        for code in load_score_table("national-2019").items
    ]
    parts += [
        f'[[entry]]\nsite = "{PORTAL}"\nitem = "{code}"\npoints = "{amount}"\nremark = "见截图"\nby = "张三"\nat = 2025-06-25T15:00:00\n'
        for code, amount in (ENTERED | {"D101": "7"}).items()
    ]
    form = tmp_path / "form.toml"
    form.write_text("\n".join(parts), encoding="utf-8")
    assert judged(result, form)["part_two"] == "93.00"
    form.write_text("\n".join(parts).replace('points = "7"', 'points = "七"'), encoding="utf-8")
    done = run("judge", result, "--scores", form)
    assert done.exit_code == 2
    assert ":扣分: “七”不是分数" in done.output


def test_a_form_for_portals_not_yet_inspected(inspected: Path, tmp_path: Path) -> None:
    done = run("score-form", tmp_path / "form.xlsx", "--sites", inspected / "sites.csv")
    assert done.exit_code == 0, done.output
    rows = CalamineWorkbook.from_path(str(tmp_path / "form.xlsx")).get_sheet_by_name("门户网站").to_python()
    assert [row[0] for row in rows[1:]] == [PORTAL]
    assert run("score-form", tmp_path / "form.docx").exit_code == 2
