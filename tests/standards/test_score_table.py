"""The shipped score table, the form an office fills in, and what is refused at load."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from xuncha.standards.score_form import instructions, write_form
from xuncha.standards.score_input import ScoreInputError, amount
from xuncha.standards.score_table import FORM_HEADINGS, ScoreTable, load_score_table
from xuncha.standards.standard import StandardError

HEADINGS = tuple(FORM_HEADINGS)
SHIPPED = load_score_table("national-2019")


def official(table: ScoreTable = SHIPPED) -> dict[str, list[str]]:
    """Invented figures that add up: 33 + 25 + 20 + 22 = 100, bonus 30; each machine fault costs 2."""
    per_group = {
        "D1": [3, 3, 3, 5, 6, 3, 3, 1, 5, 1],
        "D2": [5, 5, 5, 5, 5],
        "D3": [4, 3, 4, 3, 3, 3],
        "D4": [2] * 11,
        "B1": [6] * 5,
    }
    given: dict[str, list[str]] = {}
    for code, item in table.items.items():
        points = per_group[code[:2]].pop(0)
        given[code] = [str(points), "2" if item.settled_by == "machine" else "", ""]
    return given


def write_csv(path: Path, rows: Mapping[str, list[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows([code, *cells] for code, cells in rows.items())
    return path


def write_xlsx(path: Path, rows: list[list[Any]], skipped: int = 0) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("评分表")
        for number, cells in enumerate(rows):
            sheet.write_row(skipped + number, 0, cells)
    return path


def faults_of(load: Callable[[], object]) -> list[str]:
    with pytest.raises(ScoreInputError) as caught:
        load()
    return [line.rpartition("/")[2] for line in caught.value.lines]


def test_shipped_table_holds_only_figures_that_were_found() -> None:
    known = {code: item.deduction for code, item in SHIPPED.items.items() if item.deduction is not None}
    assert known == {"D105": 5, "D202": 2, "D303": 3}
    assert all(item.points is None and not item.verified for item in SHIPPED.item)
    assert (SHIPPED.full, SHIPPED.bonus, SHIPPED.group_of("D201").points) == (100, 30, 25)
    assert len(SHIPPED.missing) == len(SHIPPED.item)


def test_shipped_items_are_grouped_and_say_who_settles_them() -> None:
    names = {group.prefix: group.name for group in SHIPPED.group}
    assert {names[prefix] for prefix in ("D1", "D2", "D3", "D4")} == {
        "发布解读",
        "办事服务",
        "互动交流",
        "功能设计",
    }
    for item in SHIPPED.item:
        assert names[item.code[:2]] in item.clause
        assert bool(item.settled_from) == (item.settled_by == "machine")
        assert len(item.how) > 15, f"{item.code}: nobody could work by this"


def test_unknown_table_is_named() -> None:
    with pytest.raises(StandardError, match="没有“city-2099”的评分表"):
        load_score_table("city-2099")


@pytest.mark.parametrize("name", ["form.xlsx", "form.toml"])
def test_an_empty_form_can_be_loaded_and_changes_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_form(path, SHIPPED)
    loaded = load_score_table("national-2019", path)
    assert loaded.item == SHIPPED.item
    assert loaded.form == name
    assert re.fullmatch(r"[0-9a-f]{64}", loaded.form_sha256)


@pytest.mark.parametrize("name", ["form.xlsx", "form.toml"])
def test_a_form_names_every_item_and_tells_how(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_form(path, SHIPPED)
    if name.endswith(".toml"):
        text = path.read_text(encoding="utf-8")
        assert len(tomllib.loads(text)["item"]) == len(SHIPPED.item)
    else:
        text = zipfile.ZipFile(path).read("xl/sharedStrings.xml").decode()
    for wanted in (*SHIPPED.items, *(item.title for item in SHIPPED.item), instructions(SHIPPED)[2]):
        assert wanted in text
    assert "“办事服务”各项合计 25 分" in text
    assert "每处扣 3 分" in text


def test_a_filled_form_completes_the_table(tmp_path: Path) -> None:
    table = load_score_table("national-2019", write_csv(tmp_path / "form.csv", official()))
    assert table.missing == ()
    assert table.items["D104"].points == Decimal(5)
    assert table.items["D105"].deduction == Decimal(2)
    assert all(item.verified for item in table.item)


def test_numbers_of_a_workbook_are_read_as_they_are_shown(tmp_path: Path) -> None:
    rows = [["国办附件录入"], [], list(HEADINGS), ["D104", 5, 0.3, "否"], ["D101", "２.５", "", "是"]]
    table = load_score_table("national-2019", write_xlsx(tmp_path / "form.xlsx", rows))
    assert table.items["D104"].deduction == Decimal("0.3")
    assert table.items["D101"].points == Decimal("2.5")
    assert [table.items[code].verified for code in ("D104", "D101", "D102")] == [True, True, False]
    assert "D102 机构职能（分值）" in table.missing
    assert "D104" not in " ".join(table.missing)


def test_toml_form_takes_numbers_and_truth_values(tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    path.write_text('[[item]]\ncode = "D109"\npoints = 4.5\nenter = true\n', encoding="utf-8")
    item = load_score_table("national-2019", path).items["D109"]
    assert (item.points, item.settled_by, item.unknown) == (Decimal("4.5"), "person", ())


def test_a_machine_item_without_deduction_stays_missing(tmp_path: Path) -> None:
    rows = official()
    rows["D403"][1] = ""
    table = load_score_table("national-2019", write_csv(tmp_path / "form.csv", rows))
    assert table.missing == ("D403 可用性（每处扣分）",)
    rows["D403"][2] = "是"
    table = load_score_table("national-2019", write_csv(tmp_path / "form.csv", rows))
    assert table.missing == ()


def test_an_item_the_annex_does_not_have_gets_0_points(tmp_path: Path) -> None:
    rows = official()
    rows["D402"][0], rows["D403"] = "4", ["0", "", ""]
    table = load_score_table("national-2019", write_csv(tmp_path / "form.csv", rows))
    assert table.missing == ()
    assert table.items["D403"].verified


@pytest.mark.parametrize(
    ("code", "points", "told"),
    [
        ("D201", "6", ["“办事服务”各项合计 26 分，应为 25 分", "扣分指标各项合计 101 分，应为 100 分"]),
        (
            "D201",
            "4.99",
            ["“办事服务”各项合计 24.99 分，应为 25 分", "扣分指标各项合计 99.99 分，应为 100 分"],
        ),
        ("D401", "3", ["扣分指标各项合计 101 分，应为 100 分"]),
        ("B101", "5", ["加分指标各项合计 29 分，应为 30 分"]),
    ],
)
def test_sums_are_checked(tmp_path: Path, code: str, points: str, told: list[str]) -> None:
    rows = official()
    rows[code][0] = points
    path = write_csv(tmp_path / "form.csv", rows)
    found = faults_of(lambda: load_score_table("national-2019", path))
    assert found == [f"form.csv:1:分值: {one}" for one in told]


def test_a_part_of_a_form_may_not_exceed_the_sums(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "form.csv", {"D201": ["25", "", ""], "D204": ["0.01", "", ""]})
    found = faults_of(lambda: load_score_table("national-2019", path))
    assert found == ["form.csv:1:分值: “办事服务”各项合计 25.01 分，应为 25 分"]
    path = write_csv(tmp_path / "form.csv", {"D201": ["24", "", ""], "D204": ["1", "", ""]})
    assert load_score_table("national-2019", path).items["D201"].points == 24


def test_every_bad_cell_is_named_by_row_and_column(tmp_path: Path) -> None:
    rows = [
        list(HEADINGS),
        ["D999", 1, "", ""],
        ["D101", -1, "", ""],
        ["D102", "五分", "", ""],
        ["D103", "1.234", "", ""],
        [],
        ["D104", 3, 4, ""],
        ["D104", 3, "", ""],
        ["D106", 3, "", "否"],
        ["D107", 3, "", "也许"],
        ["D109", 3, 0, ""],
        ["B101", 3, 1, ""],
    ]
    path = write_xlsx(tmp_path / "form.xlsx", rows, skipped=2)
    found = faults_of(lambda: load_score_table("national-2019", path))
    assert [line.split(": ")[0] for line in found] == [
        "form.xlsx:评分表:4:指标代码",
        "form.xlsx:评分表:5:分值",
        "form.xlsx:评分表:6:分值",
        "form.xlsx:评分表:7:分值",
        "form.xlsx:评分表:9:每处扣分",
        "form.xlsx:评分表:10:指标代码",
        "form.xlsx:评分表:11:人工录入",
        "form.xlsx:评分表:12:人工录入",
        "form.xlsx:评分表:13:每处扣分",
        "form.xlsx:评分表:14:每处扣分",
    ]
    assert "没有指标“D999”" in found[0]
    assert "负数" in found[1]
    assert "第 9 行已经填过" in found[5]


def test_toml_faults_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    path.write_text(
        '# 说明\n\n[[item]]\ncode = "D101"\n[[item]]\ncode = "X1"\npoints = -2\n', encoding="utf-8"
    )
    (found,) = faults_of(lambda: load_score_table("national-2019", path))
    assert found.startswith("form.toml:5:指标代码: 评分表中没有指标“X1”")
    path.write_text('[[item]]\ncode = "D101"\nscore = 3\n', encoding="utf-8")
    (found,) = faults_of(lambda: load_score_table("national-2019", path))
    assert found.startswith("form.toml:1:score: 没有这一项")


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("form.csv", b"", "找不到这些列"),
        ("form.csv", "指标代码,分值,每处扣分\nD101,1,\n".encode(), "找不到这些列：人工录入"),
        ("form.csv", b"\xff\xfe\xff\x80\x81", "无法按 UTF-8"),
        ("form.csv", '指标代码,分值,每处扣分,人工录入\n"D101,1,,\n'.encode(), "双引号不成对"),
        ("form.csv", "指标代码,分值,每处扣分,人工录入\nD101,1,,,多一格\n".encode(), "格数比表头多"),
        ("form.csv", "指标代码,分值,分值,每处扣分,人工录入\nD101,1,2,,\n".encode(), "不止一次"),
        ("form.xlsx", b"PK\x03\x04 not a workbook", "不是完好的 Excel"),
        ("form.xlsx", b"<html></html>", "不是完好的 Excel"),
        ("form.toml", b"item = [", "不是有效的 TOML"),
        ("form.toml", b'name = "x"\n', "只能有"),
    ],
)
def test_unreadable_forms_are_refused_in_words(tmp_path: Path, name: str, raw: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    (found,) = faults_of(lambda: load_score_table("national-2019", path))
    assert told in found
    assert re.match(rf"{name}:\d+:\S+: ", found)


def test_a_missing_form_is_refused(tmp_path: Path) -> None:
    (found,) = faults_of(lambda: load_score_table("national-2019", tmp_path / "nowhere.xlsx"))
    assert "打不开" in found


def test_workbooks_that_would_unpack_beyond_memory_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write("XFD1048576", 1)
    (found,) = faults_of(lambda: load_score_table("national-2019", path))
    assert "远在表格之外" in found
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (65 << 20))
    path.write_bytes(packed.getvalue())
    (found,) = faults_of(lambda: load_score_table("national-2019", path))
    assert "展开后过大" in found


def test_gb18030_csv_is_read(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_bytes((",".join(HEADINGS) + "\nD101,3,,是\n").encode("gb18030"))
    assert load_score_table("national-2019", path).items["D101"].points == 3


TABLE = """
name = "demo"
title = "试行评分办法"
full = 10
bonus = 2
pass_mark = 6
bonus_above = 8
decimals = 1
rounding = "truncate"
services = "D2"
group = [{prefix = "D1", name = "甲"}, {prefix = "D2", name = "乙", points = 4}, {prefix = "B1", name = "加"}]
"""
ITEM = (
    '[[item]]\ncode = "{code}"\ntitle = "某项"\nrule = "某项规则"\nhow = "逐项检查"\nclause = "附件"\n'
    'confidence = "1"\nsettled_by = "person"\npoints = {points}\n{more}\n'
)


def own_table(path: Path, *items: tuple[str, int, str]) -> Path:
    text = TABLE + "".join(ITEM.format(code=code, points=points, more=more) for code, points, more in items)
    path.write_text(text, encoding="utf-8")
    return path


COMPLETE = (("D101", 6, ""), ("D201", 4, ""), ("B101", 2, ""))


def test_a_province_may_bring_its_own_table(tmp_path: Path) -> None:
    table = load_score_table(str(own_table(tmp_path / "own.toml", *COMPLETE)))
    assert (table.full, table.missing) == (10, ())


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((("D101", 7, ""), *COMPLETE[1:]), "扣分指标各项合计 11 分，应为 10 分"),
        ((*COMPLETE, ("D101", 6, "")), "D101 写了两次"),
        ((*COMPLETE, ("D301", 0, "")), "D301 不属于任何指标组"),
        ((("D101", -6, ""), *COMPLETE[1:]), "item.0.points"),
        ((("D101", 6, "bonus = 1"), *COMPLETE[1:]), "item.0.bonus"),
        ((*COMPLETE[:2], ("B101", 2, "deduction = 1")), "B101 只能人工录入"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(
    tmp_path: Path, items: tuple[tuple[str, int, str], ...], told: str
) -> None:
    with pytest.raises(StandardError) as caught:
        load_score_table(str(own_table(tmp_path / "own.toml", *items)))
    assert told in str(caught.value)


def test_a_broken_table_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("item = [", encoding="utf-8")
    with pytest.raises(StandardError, match="不是有效的 TOML"):
        load_score_table(str(path))
    whole = own_table(path, *COMPLETE).read_text(encoding="utf-8")
    for broken in (whole.replace('services = "D2"', 'services = "D7"'), whole.replace('"B1"', '"D1"')):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(StandardError, match="指标组的代码重复"):
            load_score_table(str(path))


def test_a_machine_item_must_rest_on_a_rule_or_fact_there_is(tmp_path: Path) -> None:
    path = own_table(tmp_path / "own.toml", *COMPLETE)
    text = path.read_text(encoding="utf-8").replace('"person"', '"machine"', 1)
    for settled_from, fine in (
        ("N109", True),
        ("D104", True),
        ("N103、N109", True),
        ("columns", False),
        ("N109、weather", False),
        ("", False),
    ):
        path.write_text(
            text.replace('"machine"', f'"machine"\nsettled_from = "{settled_from}"'), encoding="utf-8"
        )
        if fine:
            assert load_score_table(str(path)).missing == ("D101 某项（每处扣分）",)
        else:
            with pytest.raises(StandardError, match="不存在"):
                load_score_table(str(path))


@pytest.mark.parametrize(
    ("text", "value"), [("0", "0"), ("3", "3"), ("２.５0", "2.50"), (" 12.25 ", "12.25")]
)
def test_amounts(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["-1", "−1", "1.234", "1e2", "1,000", "NaN", "inf", "5分", "", "12345"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        amount(text)
