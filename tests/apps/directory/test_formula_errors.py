"""Cells whose formula failed are named as such; columns that nobody reads are named, and are no fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner
from directory_headers import SITE_HEADER

from xuncha.apps.directory.inputs import InputPaths, read_inputs
from xuncha.apps.directory.problems import InputProblems, Problems
from xuncha.apps.directory.tables import Layout, read_table
from xuncha.commands.inspect import inspect_command

LAYOUT = Layout(("编号", "名称"), may_lack=("备注",), passed_over=("经办",))


def read(path: Path) -> tuple[list[dict[str, object]], list[str], list[str]]:
    """Rows, faults and remarks."""
    problems = Problems()
    rows = [dict(row.values) for row in read_table(path, LAYOUT, problems)]
    return rows, [str(one).removeprefix(f"{path}:") for one in problems.rows], problems.remarks


def a_workbook(path: Path, rows: list[list[str]], sheet: str = "名单") -> Path:
    """Texts that begin with # are results of formulas that failed."""
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("说明").write_string(0, 0, "先读这里")
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell.startswith("#"):
                page.write_formula(number, place, "=VLOOKUP(A1,B1:C2,2,0)", None, cell)
            else:
                page.write_string(number, place, cell)
    book.close()
    return path


ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_failed_formula_is_named_with_its_row_and_column(
    write_csv: Any, site_row: Any, tmp_path: Path, suffix: str, error: str
) -> None:
    rows = [[*SITE_HEADER], site_row(), site_row(网站标识码="4401000002", 网站名称=error, 主管单位=error)]
    path = write_csv(rows) if suffix == "csv" else a_workbook(tmp_path / "sites.xlsx", rows, "A&B “一” <二>")
    with pytest.raises(InputProblems) as refused:
        read_inputs(InputPaths(sites=path))
    named = [(one.row, one.column) for one in refused.value.rows]
    assert named == [(3, "网站名称"), (3, "主管单位")], "an optional cell has no known content either"
    for one in refused.value.rows:
        assert f"出错的公式（{error}：" in one.message
        assert "不能为空" not in one.message


def test_only_the_failed_cells_are_failed(tmp_path: Path) -> None:
    rows = [["编号", "名称", "备注", "甲"], *([str(n), f"第 {n} 项", "", ""] for n in range(1, 900))]
    rows[700][2], rows[701][3] = "#REF!", "#N/A"
    found, faults, _ = read(a_workbook(tmp_path / "a.xlsx", rows))
    assert len(found) == 899
    assert isinstance(found[699].pop("备注"), ValueError)
    assert not any(isinstance(cell, ValueError) for row in found for cell in row.values())
    assert faults == []


def test_formulas_of_unused_columns_pulled_down_too_far_are_no_rows(tmp_path: Path, write_csv: Any) -> None:
    rows = [["编号", "名称", "查找"], ["1", "甲", "x"], ["", "", "#N/A"], ["", "", "#N/A"]]
    for path in (a_workbook(tmp_path / "a.xlsx", rows), write_csv(rows)):
        found, faults, _ = read(path)
        assert found == [{"编号": "1", "名称": "甲"}]
        assert faults == []
    rows[2] = ["", "#N/A", ""]
    assert len(read(write_csv(rows))[0]) == 2, "a row of a used column that failed is not passed over"


@pytest.mark.parametrize("text", ["#N/A 的栏目", "#话题#", "N/A", "＃"])
def test_what_somebody_wrote_is_no_failed_formula(write_csv: Any, text: str) -> None:
    assert read(write_csv([["编号", "名称"], ["1", text]]))[:2] == ([{"编号": "1", "名称": text}], [])


def test_columns_that_are_not_used_are_named(tmp_path: Path, write_csv: Any) -> None:
    rows = [
        ["编号", "名称", "备 注", "栏目编辑", "经办", "", "栏目编辑"],
        ["1", "甲", "", "张", "李", "", ""],
    ]
    for path in (a_workbook(tmp_path / "a.xlsx", rows), write_csv(rows)):
        _, faults, remarks = read(path)
        assert faults == []
        assert remarks == [f"{path}: 没有使用这些列：“栏目编辑”（不是本表要求的列；本应使用的，请核对表头）"]
    assert read(write_csv([["编号", "名称", "备注", "经办"], ["1", "甲", "", ""]]))[2] == []


def test_many_columns_are_counted(write_csv: Any) -> None:
    rows = [["编号", "名称", *(f"列{n}" for n in range(50))], ["1", "甲", *[""] * 50]]
    (remark,) = read(write_csv(rows))[2]
    assert "“列19”等 50 列" in remark
    assert "列20" not in remark


def test_the_remarks_are_told_also_where_something_is_wrong(write_csv: Any, site_row: Any) -> None:
    heard: list[str] = []
    paths = InputPaths(sites=write_csv([[*SITE_HEADER, "级别"], [*site_row(网址=""), "省"]]))
    with pytest.raises(InputProblems):
        read_inputs(paths, heard.append)
    assert len(heard) == 1
    assert "“级别”" in heard[0]


def test_the_command_says_it_beside_its_output(write_csv: Any, site_row: Any, tmp_path: Path) -> None:
    path = write_csv([[*SITE_HEADER, "级别"], [*site_row(网站名称="#REF!"), "省"]])
    ended = CliRunner().invoke(inspect_command, ["--sites", str(path), "--out", str(tmp_path / "out")])
    assert ended.exit_code == 2
    assert f"{path}: 没有使用这些列：“级别”" in ended.stderr
    assert f"{path}:2:网站名称: 是出错的公式（#REF!" in ended.stderr
    assert ended.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("large", [False, True])
def test_the_preview_says_which_columns_are_not_used(
    as_role: Any, write_csv: Any, site_row: Any, settings: Any, tmp_path: Path, large: bool
) -> None:
    from xuncha.apps.directory.importing import take_in
    from xuncha.apps.directory.large_imports import shown_of

    settings.HOME = tmp_path
    client = as_role("administrator")
    raw = write_csv([[*SITE_HEADER, "<b>级别"], [*site_row(), "省"]]).read_bytes()
    one, plan = take_in("sites", raw, "名单.csv", client.get("/").wsgi_request.user)
    if large:
        one.preview = shown_of(plan)
        one.save()
    page = client.get(f"/imports/{one.pk}").content.decode()
    assert "没有使用这些列：“&lt;b&gt;级别”" in page
    assert "确认导入" in page
    wrong = write_csv([[*SITE_HEADER, "级别"], [*site_row(网站名称=""), "省"]]).read_bytes()
    one, _ = take_in("sites", wrong, "名单.csv", one.made_by)
    page = client.get(f"/imports/{one.pk}").content.decode()
    assert "没有使用这些列：“级别”" in page
    assert "有 1 处错误" in page
