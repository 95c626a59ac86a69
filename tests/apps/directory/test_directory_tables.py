from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from directory_headers import SITE_HEADER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xuncha.apps.directory import tables, workbooks
from xuncha.apps.directory.problems import BadCell, Problems
from xuncha.apps.directory.tables import Layout, read_table
from xuncha.apps.directory.workbook_process import cell_text, lines

LAYOUT = Layout(("编号", "名称"), may_lack=("备注",))


def read(path: Path, layout: Layout = LAYOUT) -> tuple[list[tuple[int, dict[str, object]]], list[str]]:
    problems = Problems()
    rows = [(row.number, dict(row.values)) for row in read_table(path, layout, problems)]
    return rows, [str(problem).removeprefix(f"{path}:") for problem in problems.rows]


def workbook(path: Path, *sheets: tuple[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> Path:
    book = xlsxwriter.Workbook(str(path))
    formats = {
        date: book.add_format({"num_format": "yyyy/m/d"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, formats[type(cell)])
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif cell is not None:
                    sheet.write(number, place, cell)
    book.close()
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_every_encoding_and_separator_reads_the_same(write_csv, encoding: str, separator: str) -> None:
    rows = [["编号", "名称"], ["1", "朱镕基㙍滘，a;b"]]
    if encoding == "utf-16-be":
        rows[0][0] = "\ufeff编号"
    path = write_csv(rows, encoding=encoding, separator=separator)
    assert read(path) == ([(2, {"编号": "1", "名称": "朱镕基㙍滘，a;b"})], [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_rows_carry_the_line_an_editor_shows(tmp_path: Path, line_end: str) -> None:
    lines = ["编号,名称", '1,"两', '行"', "", ", ", "2,乙\u2028丙\x0b丁\x85"]
    path = tmp_path / "a.csv"
    path.write_bytes(line_end.join(lines).encode())
    rows, problems = read(path)
    assert [(number, cells["编号"]) for number, cells in rows] == [(2, "1"), (6, "2")]
    assert rows[0][1]["名称"] == f"两{line_end}行"
    assert rows[1][1]["名称"] == "乙\u2028丙\x0b丁\x85"
    assert problems == []


def test_header_in_any_order_among_other_columns_and_below_titles(write_csv) -> None:
    path = write_csv(
        [
            ["羊城市名单"],
            ["2025 年第二季度", ""],
            ["序号", "\u3000* 名\u200b 称 ", "编　号"],
            ["1", "甲", "7"],
        ]
    )
    assert read(path) == ([(4, {"编号": "7", "名称": "甲"})], [])


def test_the_line_excel_writes_to_name_its_separator_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\n编号;名称\n1;甲\n", "utf-8")
    assert read(path) == ([(3, {"编号": "1", "名称": "甲"})], [])


def test_missing_and_repeated_headers_are_all_named(write_csv) -> None:
    _, problems = read(write_csv([["编号", "编号", "备注"], ["1", "2", "3"]]))
    assert [problem.split(": ")[0] for problem in problems] == ["1:名称", "1:编号"]
    rows, problems = read(write_csv([["编号", "名称", "备注", "备注"], ["1", "2", "3", "4"]]))
    assert rows == []
    assert problems == ["1:备注: 表头中这一列出现了不止一次，请只保留一列"]


def test_a_repeated_header_that_is_not_ours_is_ignored(write_csv) -> None:
    assert read(write_csv([["编号", "x", "x", "名称"], ["1", "", "", "甲"]]))[1] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b" \r\n\n", "空的"),
        (b"a,b\n1,2\n", "找不到表头"),
        ("编号,名称\n".encode(), "只有表头"),
        ("编号,名称\n,,\n".encode(), "只有表头"),
        (b"\xff\xfe\x00", "都有无法解码的字节"),
        ("编号,名称\n".encode() + b"\x80\xff\n", "按 GB18030 读到第 2 行"),
        ("<html><table><tr><td>编号</td></tr></table>".encode(), "网页"),
        (b"PK\x03\x04 not a workbook", "不是完好的 Excel"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "不是完好的 Excel"),
    ],
)
def test_unusable_files_say_why(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    rows, problems = read(path)
    assert rows == []
    assert len(problems) == 1
    assert words in problems[0]


def test_a_broken_utf8_file_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,名称\n1,甲\n2,乙丙".encode() + b"\xe4\xb8\n")
    rows, problems = read(path)
    assert rows == []
    assert "按 UTF-8 读到第 3 行" in problems[0]


def test_text_that_is_no_utf8_and_no_table_says_how_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,名称\n1,甲乙\n2,丙丁".encode() + b"\xe4\xb8\n")
    rows, problems = read(path)
    assert rows == []
    assert "第 3 行起按 GB18030 读取" in problems[0]


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(tmp_path / "none.csv")[1] == ["1:文件: 找不到这个文件，请核对路径"]
    assert "文件打不开" in read(tmp_path)[1][0]
    path = tmp_path / "big.csv"
    path.write_text("编号,名称\n1,甲\n", "utf-8")
    monkeypatch.setattr(tables, "LARGEST_FILE", 10)
    assert "超过" in read(path)[1][0]


def test_only_where_it_is_an_answer_may_a_table_hold_no_row(write_csv) -> None:
    assert read(write_csv([["编号"]]), Layout(("编号",), may_be_empty=True)) == ([], [])


def test_an_open_quote_does_not_swallow_the_rest_unnoticed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('编号,名称\n1,甲\n2,"乙\n3,丙\n4,丁\n', "utf-8")
    rows, problems = read(path)
    assert [number for number, _ in rows] == [2]
    assert problems == [
        "3:整行: 这一行的英文双引号不成对，其后的内容无法分格；请补全或删去引号（格内的引号要写成两个）"
    ]


def test_a_comma_too_many_is_named_and_an_empty_surplus_is_not(write_csv) -> None:
    problems = Problems()
    path = write_csv([["编号", "名称"], ["1", "甲", "乙"], ["2", "丙", "", " "], ["3"]])
    rows = list(read_table(path, LAYOUT, problems))
    assert [(row.number, row.broken) for row in rows] == [(2, True), (3, False), (4, False)]
    assert rows[2].values["名称"] == ""
    assert [str(problem).split(": ")[0] for problem in problems.rows] == [f"{path}:2:整行"]


def test_cells_are_data_whatever_they_hold(write_csv) -> None:
    hostile = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "a\x00b", "长" * 1_000_000]
    rows, problems = read(write_csv([["编号", "名称"], *([str(i), cell] for i, cell in enumerate(hostile))]))
    assert [cells["名称"] for _, cells in rows] == hostile
    assert problems == []


CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"), min_size=1).filter(
    lambda text: text.strip() != "" and not text.startswith("\ufeff")
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(names=st.lists(CELL, min_size=1, max_size=6), separator=st.sampled_from([",", "\t", ";"]))
def test_what_was_written_is_read(write_csv, names: list[str], separator: str) -> None:
    rows = [["编号", "名称"], *([str(place), name] for place, name in enumerate(names))]
    found, problems = read(write_csv(rows, separator=separator))
    assert [cells["名称"] for _, cells in found] == names
    assert problems == []


def test_a_workbook_is_read_with_the_row_numbers_excel_shows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        (
            "名单",
            [
                [],
                ["羊城市名单"],
                [None, "编号", "名称", "备注"],
                [None, 4401000001, datetime.fromisoformat("2025-06-25T10:05:07"), 0.5],
                [],
                [None, "0012", date(2025, 6, 25), True],
                [None, 7.0, "a\x01b", 12345678901234567],
            ],
        ),
    )
    rows, problems = read(path)
    assert problems == []
    assert rows[:2] == [
        (4, {"编号": "4401000001", "名称": "2025-06-25T10:05:07", "备注": "0.5"}),
        (6, {"编号": "0012", "名称": "2025-06-25", "备注": "1"}),
    ]
    number, cells = rows[2]
    assert (number, cells["编号"], cells["名称"]) == (7, "7", "a\x01b")
    assert isinstance(cells["备注"], BadCell)
    assert "15 位" in str(cells["备注"])


def test_the_extension_does_not_decide(tmp_path: Path, write_csv) -> None:
    path = workbook(tmp_path / "a.csv", ("一", [["编号", "名称"], ["1", "甲"]]))
    assert read(path)[0] == [(2, {"编号": "1", "名称": "甲"})]
    assert read(write_csv([["编号", "名称"], ["1", "甲"]], name="b.xlsx"))[0] == [
        (2, {"编号": "1", "名称": "甲"})
    ]


def test_the_sheet_with_the_header_is_read(tmp_path: Path) -> None:
    good = [["编号", "名称"], ["1", "甲"]]
    path = workbook(
        tmp_path / "a.xlsx", ("说明", [["填表说明", "编号"]]), ("数据", good), ("旧", good), hidden=("旧",)
    )
    assert read(path) == ([(2, {"编号": "1", "名称": "甲"})], [])


def test_two_sheets_that_both_fit_are_refused(tmp_path: Path) -> None:
    good = [["编号", "名称"], ["1", "甲"]]
    rows, problems = read(workbook(tmp_path / "a.xlsx", ("甲县", good), ("乙县", good)))
    assert rows == []
    assert problems == ["1:文件: 有 2 个工作表的表头都符合（甲县、乙县），请合并为一个工作表"]


def test_a_workbook_without_the_header_or_without_data(tmp_path: Path) -> None:
    _, problems = read(workbook(tmp_path / "a.xlsx", ("一", [["编号"], ["1"]]), ("二", [["x"]])))
    assert problems == ["1:名称: 表头中缺少这一列，请补上（工作表：一）"]
    assert "没有数据" in read(workbook(tmp_path / "b.xlsx", ("空", [])))[1][0]


def test_a_workbook_with_one_cell_at_the_far_corner_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["编号", "名称"])
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    rows, problems = read(path)
    assert rows == []
    assert "展开后过大" in problems[0]


def test_a_zip_bomb_ends_nothing(tmp_path: Path) -> None:
    sound = workbook(tmp_path / "sound.xlsx", ("一", [["编号", "名称"], ["1", "甲"]]))
    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(sound) as old,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for member in old.namelist():
            if member != "xl/sharedStrings.xml":
                new.writestr(member, old.read(member))
                continue
            with new.open(member, "w", force_zip64=True) as out:
                out.write(b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>')
                for _ in range(1200):
                    out.write(b"a" * (1 << 20))
                out.write(b"</t></si></sst>")
    assert bomb.stat().st_size < 16 << 20
    rows, problems = read(bomb)
    assert rows == []
    assert len(problems) == 1
    assert "过大" in problems[0]


def test_a_long_text_shared_by_many_cells_ends_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "shared.xlsx", ("一", [["编号", "名称"], *([["1", "a" * 32_767]] * 40_000)]))
    assert path.stat().st_size < 1 << 20
    rows, problems = read(path)
    assert rows == []
    assert "过大" in problems[0]


@pytest.mark.parametrize("cut", [30, 0.5, 0.98])
def test_a_torn_workbook_is_refused(tmp_path: Path, cut: float) -> None:
    path = workbook(tmp_path / "a.xlsx", ("一", [["编号", "名称"], ["1", "甲"]]))
    raw = path.read_bytes()
    path.write_bytes(raw[: cut if cut > 1 else int(len(raw) * cut)])
    rows, problems = read(path)
    assert rows == []
    assert "不是完好的 Excel" in problems[0]


def test_a_site_list_header_from_a_template(write_csv, site_row) -> None:
    starred = [f"*{name}" for name in SITE_HEADER]
    rows, problems = read(write_csv([starred, site_row()]), Layout(SITE_HEADER))
    assert problems == []
    assert rows[0][1]["网站标识码"] == "4401000001"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('print("[1, [")', "展开后过大，或已损坏"),
        ('print("{}" * 200)', "内容过大"),
        ("raise SystemExit(1)", "展开后过大"),
    ],
)
def test_whatever_happens_to_the_reading_process_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", ("一", [["编号", "名称"], ["1", "甲"]]))
    process = tmp_path / "process.py"
    process.write_text(script, "utf-8")
    monkeypatch.setattr(workbooks, "_PROCESS", process)
    monkeypatch.setattr(workbooks, "_MOST_OUTPUT", 100)
    rows, problems = read(path)
    assert rows == []
    assert words in problems[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4401000001.0, "4401000001"),
        (-3.0, "-3"),
        (0.25, "0.25"),
        (999_999_999_999_999.0, "999999999999999"),
        (False, "0"),
        (time(9, 5), "09:05:00"),
        (datetime.fromisoformat("2025-06-25T09:59:59.999997"), "2025-06-25T10:00:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_cells_of_a_workbook_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_what_the_reading_process_prints(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("一", [[], [None, 1e15]]), ("二", []), hidden=("二",))
    assert list(lines(str(path))) == [
        {"sheet": "一", "visible": True},
        [2, ["", {"bad": "数字超过 15 位，Excel 已改掉末尾几位；请把该列设为文本格式后重新填写"}]],
        {"sheet": "二", "visible": False},
    ]
