"""The workbook, read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from xuncha.documents.annexes import render_xlsx
from xuncha.documents.notice_data import NoticeData

SHEETS = ["附件1 网站", "附件2 新媒体", "不合格名单", "待核实", "问题清单", "说明"]


def read(data: NoticeData) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(data)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_agrees_with_the_body(golden_data: NoticeData) -> None:
    sheets = read(golden_data)
    assert list(sheets) == SHEETS
    assert sheets["附件1 网站"][-1] == ["合计", "全部政府网站", 510, 509, 1, 0, 99.8]
    assert sheets["附件2 新媒体"][-1] == ["合计", "全部政务新媒体", 2705, 2702, 3, 0, 99.89]
    for name, kinds in (
        ("附件1 网站", {"地区", "部门小计"}),
        ("附件2 新媒体", {"地区", "部门小计"}),
        ("附件2 新媒体", {"平台"}),
    ):
        rows = [row for row in sheets[name][1:-1] if row[0] in kinds]
        assert [sum(row[at] for row in rows) for at in (2, 3, 4, 5)] == sheets[name][-1][2:6]
    assert len(sheets["不合格名单"]) == 1 + 4
    assert sheets["不合格名单"][1][7:9] == ["W401", "栏目不更新"]


def test_unknown_targets_are_listed_with_their_reason(undecided_data: Callable[..., NoticeData]) -> None:
    rows = read(undecided_data(3))["待核实"]
    assert len(rows) == 1 + 3
    assert rows[1][-1] == "首页被防护设备拦截"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_formulas_are_stored_as_text(single_data: Callable[..., NoticeData], text: str) -> None:
    data = single_data(text)
    files = parts(render_xlsx(data))
    assert not any("<f>" in content or "<f " in content for content in files.values())
    assert read(data)["问题清单"][1][4] == text
    assert 'quotePrefix="1"' in files["xl/styles.xml"]


def test_addresses_are_no_links(single_data: Callable[..., NoticeData]) -> None:
    files = parts(render_xlsx(single_data("https://www.example.test/")))
    assert not any(
        "hyperlink" in content for name, content in files.items() if name.endswith((".xml", ".rels"))
    )


def test_hostile_names_stay_inert(single_data: Callable[..., NoticeData]) -> None:
    name = "<script>alert(1)</script>\x00\x0b\u202e\ud800" + "名" * 40_000
    cell = str(read(single_data(name))["问题清单"][1][4])
    assert cell.startswith("<script>alert(1)</script>")
    assert len(cell) == 2000
    assert not set("\x00\x0b\u202e\ud800") & set(cell)


def test_heads_are_frozen_and_filtered_without_the_totals(golden_data: NoticeData) -> None:
    sheet = parts(render_xlsx(golden_data))["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:G33"/>' in sheet  # 22 regions and 10 departments; the total is row 34
    assert '<col min="2" max="2" width="24.' in sheet


def test_nothing_checked(empty_data: NoticeData) -> None:
    sheets = read(empty_data)
    assert sheets["附件1 网站"][-1] == ["合计", "全部政府网站", 0, 0, 0, 0, "—"]
    assert [len(sheets[name]) for name in ("不合格名单", "待核实", "问题清单")] == [1, 1, 1]


def test_every_output_prints_scope_and_draft(golden_data: NoticeData) -> None:
    rows = dict(row[:2] for row in read(replace(golden_data, reviewed=False))["说明"][1:])
    assert rows["检查范围"] == "全部指标"
    assert "尚未经人工核实确认" in str(rows["内部核对稿"])


def test_doubts_and_machine_results_are_told_apart(single_data: Callable[..., NoticeData]) -> None:
    data = single_data(reviewed=False)
    doubt = replace(data.problem_rows[0], established=False)
    unseen = replace(doubt, seen=False)
    rows = read(replace(data, problem_rows=(*data.problem_rows, doubt, unseen)))["问题清单"]
    assert [row[10] for row in rows[1:]] == ["程序认定", "疑似，待核实", "未能检查"]


def test_the_same_data_give_the_same_bytes(golden_data: NoticeData) -> None:
    assert render_xlsx(golden_data) == render_xlsx(golden_data)


def test_many_rows(single_data: Callable[..., NoticeData]) -> None:
    data = single_data()
    rows = read(replace(data, problem_rows=data.problem_rows * 20_000))["问题清单"]
    assert len(rows) == 20_001
    assert rows[-1][0] == 20_000
