"""The arithmetic of the score at its marks, what keeps a score from being given, and entries from files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import SiteKind
from xuncha.indicators.kernel import Doubt, Hit, Judgement
from xuncha.standards.score_entries import read_entries
from xuncha.standards.score_input import ScoreInputError
from xuncha.standards.score_table import Group, Item, ScoreTable, load_score_table
from xuncha.standards.scoring import (
    Entered,
    ItemScore,
    MachineResult,
    NoScore,
    NoScoreReason,
    Score,
    machine_result,
    score,
)
from xuncha.standards.standard import StandardError

AT = datetime(2025, 6, 25, 10, tzinfo=BEIJING)


def item(code: str, points: str | None, *, deduction: str | None = None, **more: object) -> Item:
    machine = {"settled_by": "machine", "settled_from": "D104"} if deduction else {"settled_by": "person"}
    return Item.model_validate(
        {
            "code": code,
            "title": f"指标{code}",
            "rule": "规则",
            "how": "检查",
            "clause": "附件",
            "confidence": "1",
            "points": points,
            "deduction": deduction,
            "verified": True,
            **machine,
            **more,
        }
    )


def table_of(*items: Item) -> ScoreTable:
    groups = (("D1", "发布解读"), ("D2", "办事服务"), ("D3", "互动交流"), ("D4", "功能设计"), ("B1", "加分"))
    return ScoreTable(
        name="试行",
        title="试行",
        full=Decimal(100),
        bonus=Decimal(30),
        pass_mark=Decimal(60),
        bonus_above=Decimal(80),
        decimals=2,
        rounding="half_up",
        services="D2",
        group=tuple(Group(prefix=prefix, name=name) for prefix, name in groups),
        item=items,
    )


#: Persons settle D101 (60 points), D201 (25) and both bonus items, programs D102 and D103 (15 together).
TABLE = table_of(
    item("D101", "60"),
    item("D102", "10", deduction="4"),
    item("D103", "5", deduction="2", spares_repeats=True),
    item("D201", "25"),
    item("B101", "20"),
    item("B102", "10"),
)
CLEAN = {"D102": MachineResult(), "D103": MachineResult()}


def took(points: str) -> Entered:
    return Entered(Decimal(points), "见截图", "张三", AT)


def entries(**points: str) -> dict[str, Entered]:
    return {code: took(amount) for code, amount in {"D101": "0", "D201": "0", **points}.items()}


def scored(
    entered: dict[str, Entered], machine: dict[str, MachineResult] | None = None, *, no_services: bool = False
) -> Score:
    found = score(
        TABLE, CLEAN if machine is None else machine, entered, vetoed=False, no_services=no_services
    )
    assert isinstance(found, Score), found
    return found


def unscored(found: Score | NoScore) -> NoScore:
    assert isinstance(found, NoScore), found
    return found


@pytest.mark.parametrize(
    ("off", "part_two", "passed", "enters_bonus"),
    [
        ("0", "100.00", True, True),
        ("19.99", "80.01", True, True),
        ("20", "80.00", True, False),
        ("20.01", "79.99", True, False),
        ("39.99", "60.01", True, False),
        ("40", "60.00", True, False),
        ("40.01", "59.99", False, False),
    ],
)
def test_marks_without_scaling(off: str, part_two: str, passed: bool, enters_bonus: bool) -> None:
    found = scored(entries(D101=off, B101="5", B102="0"))
    assert str(found.part_two) == part_two
    assert found.passed is passed
    assert (found.bonus is not None) is enters_bonus
    assert found.total == found.part_two + (5 if enters_bonus else 0)


@pytest.mark.parametrize(
    ("off", "part_two", "passed", "enters_bonus"),
    [
        ("0", "100.00", True, True),
        ("14.99", "80.01", True, True),  # 60.01 of 75
        ("15", "80.00", True, False),  # 60 of 75 is exactly 80
        ("15.01", "79.99", True, False),
        ("29.99", "60.01", True, False),
        ("30", "60.00", True, False),  # 45 of 75 is exactly 60
        ("30.01", "59.99", False, False),
        ("1", "98.67", True, True),  # 74 × 4/3 = 98.666…, half up
        ("0.5", "99.33", True, True),
    ],
)
def test_marks_for_a_unit_without_services(off: str, part_two: str, passed: bool, enters_bonus: bool) -> None:
    given_ = {"D101": took(off), "B101": took("0"), "B102": took("0")}
    found = scored(given_, no_services=True)
    assert str(found.part_two) == part_two
    assert found.passed is passed
    assert (found.bonus is not None) is enters_bonus
    assert any("办事服务" in note for note in found.notes)


def test_services_are_left_out_even_when_something_was_entered_for_them() -> None:
    found = scored(entries(D201="25", B101="0", B102="0"), no_services=True)
    assert found.part_two == 100
    assert "D201" not in {one.code for one in found.items}


def test_most_that_can_be_reached_is_130() -> None:
    found = scored(entries(B101="99", B102="10"))
    assert (found.total, found.bonus) == (130, 30)
    assert ItemScore("B101", Decimal(20), Decimal(99), "张三", "见截图") in found.items


def test_deductions_are_capped_at_the_points_of_the_item() -> None:
    three = MachineResult(("a", "b", "c"))
    found = scored(entries(D201="26", B101="0", B102="0"), {"D102": three, "D103": MachineResult()})
    assert found.part_two == 100 - 10 - 25
    taken = {one.code: (one.raw, one.points) for one in found.items}
    assert taken["D102"] == (12, 10)
    assert taken["D201"] == (26, 25)
    assert any("D102" in note and "12" in note for note in found.notes)


def test_a_fault_named_twice_is_one_fault() -> None:
    found = scored(entries(B101="0", B102="0"), {**CLEAN, "D102": MachineResult(("a", "a"))})
    assert found.part_two == 96


def test_a_column_deducted_elsewhere_is_not_deducted_again() -> None:
    machine = {"D102": MachineResult(("/zcwj/",)), "D103": MachineResult(("/zcwj/", "/gsgg/"))}
    found = scored(entries(B101="0", B102="0"), machine)
    assert found.part_two == 100 - 4 - 2
    other = next(one for one in found.items if one.code == "D103")
    assert (other.remark, other.spared) == ("/gsgg/", ("/zcwj/",))
    assert any("/zcwj/" in note and "不重复扣分" in note for note in found.notes)


def test_a_column_a_person_acquitted_elsewhere_is_not_spared() -> None:
    machine = {"D102": MachineResult(("/zcwj/",)), "D103": MachineResult(("/zcwj/",))}
    assert scored(entries(D102="0", B101="0", B102="0"), machine).part_two == 98
    assert scored(entries(D102="3", B101="0", B102="0"), machine).part_two == 97


def test_a_person_goes_before_a_program() -> None:
    machine = {**CLEAN, "D102": MachineResult(("a",), unseen="栏目被拦截")}
    found = scored(entries(D102="0", B101="0", B102="0"), machine)
    assert found.part_two == 100
    assert next(one for one in found.items if one.code == "D102").by == "张三"


@pytest.mark.parametrize("no_services", [True, False])
def test_no_score_after_a_veto_and_for_other_sites(no_services: bool) -> None:
    given_ = entries(B101="0", B102="0")
    vetoed = unscored(score(TABLE, CLEAN, given_, vetoed=True, no_services=no_services))
    assert vetoed.reason is NoScoreReason.VETOED
    other = unscored(
        score(TABLE, CLEAN, given_, vetoed=False, no_services=no_services, kind=SiteKind.DEPARTMENT)
    )
    assert other.reason is NoScoreReason.NOT_A_PORTAL


def test_no_score_while_the_table_has_gaps() -> None:
    shipped = load_score_table("national-2019")
    refused = unscored(score(shipped, {}, {}, vetoed=False, no_services=False))
    assert refused.reason is NoScoreReason.TABLE_INCOMPLETE
    assert set(refused.items) == set(shipped.items)
    assert "D105 政策文件（分值）" in refused.message
    gaps = table_of(
        item("D101", "100"), item("D102", None), item("D103", "5", settled_by="machine"), item("B101", None)
    )
    refused = unscored(score(gaps, {}, {"D101": took("0")}, vetoed=False, no_services=False))
    assert refused.items == ("D102", "D103", "B101")
    assert "D103 指标D103（每处扣分）" in refused.message


def test_no_score_until_persons_have_entered_theirs() -> None:
    refused = unscored(score(TABLE, CLEAN, {"D201": took("0")}, vetoed=False, no_services=False))
    assert (refused.reason, refused.items) == (NoScoreReason.NOT_ENTERED, ("D101",))
    refused = unscored(score(TABLE, {}, {}, vetoed=False, no_services=False))
    assert refused.items == ("D101", "D102", "D103", "D201")
    refused = unscored(score(TABLE, {}, {}, vetoed=False, no_services=True))
    assert refused.items == ("D101", "D102", "D103")


def test_what_a_program_could_not_see_is_neither_deducted_nor_clean() -> None:
    machine = {**CLEAN, "D102": MachineResult(("a",), unseen="2 个栏目被拦截")}
    refused = unscored(score(TABLE, machine, entries(), vetoed=False, no_services=False))
    assert refused.items == ("D102",)
    assert "2 个栏目被拦截" in refused.message
    capped = {**CLEAN, "D102": MachineResult(("a", "b", "c"), unseen="2 个栏目被拦截")}
    assert scored(entries(B101="0", B102="0"), capped).part_two == 90


def test_bonus_items_are_asked_for_only_above_the_mark() -> None:
    assert scored(entries(D101="20")).total == 80
    refused = unscored(score(TABLE, CLEAN, entries(B102="1"), vetoed=False, no_services=False))
    assert (refused.items, refused.part_two) == (("B101",), 100)


def test_items_with_0_points_need_no_entry() -> None:
    table = table_of(item("D101", "100"), item("D401", "0"), item("B101", "30"), item("B102", "0"))
    found = score(table, {}, {"D101": took("10"), "B101": took("3")}, vetoed=False, no_services=False)
    assert isinstance(found, Score)
    assert found.total == 93


def test_results_for_unknown_items_are_refused() -> None:
    with pytest.raises(StandardError, match="D999"):
        score(TABLE, {"D999": MachineResult()}, entries(), vetoed=False, no_services=False)


def test_entries_are_never_negative() -> None:
    with pytest.raises(ValueError, match="never negative"):
        took("-0.01")


def test_figures_not_compared_with_the_official_text_are_named() -> None:
    table = table_of(item("D101", "100", verified=False), item("B101", "30"))
    found = score(table, {}, {"D101": took("30")}, vetoed=False, no_services=False)
    assert isinstance(found, Score)
    assert found.notes == ("分值尚未与官方附件核对：D101",)


def test_a_judgement_becomes_a_result() -> None:
    hits = (Hit("链接失效", {}, key="http://a.example/1"), Hit("栏目空白", {}))
    doubt = Doubt("未能检查：被拦截", {}, key="unseen")
    assert machine_result(Judgement("N109", hits, (doubt,))) == MachineResult(
        ("http://a.example/1", "栏目空白"), "未能检查：被拦截"
    )
    assert machine_result(Judgement("N109", (), ())) == MachineResult()


AMOUNTS = st.decimals(min_value=0, max_value=100, places=2)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 5), st.booleans())
def test_scores_stay_in_bounds_and_agree_with_their_items(
    one: Decimal, two: Decimal, brought: Decimal, faults: int, no_services: bool
) -> None:
    given_ = {"D101": one, "D201": two, "B101": brought, "B102": brought}
    machine = {**CLEAN, "D102": MachineResult(tuple(map(str, range(faults))))}
    persons = {code: Entered(points, "", "张三", AT) for code, points in given_.items()}
    found = score(TABLE, machine, persons, vetoed=False, no_services=no_services)
    assert isinstance(found, Score)
    assert 0 <= found.part_two <= 100
    assert found.total <= 130
    assert found.passed == (found.part_two >= 60)
    assert (found.bonus is not None) == (found.part_two > 80)
    taken = sum(one.points for one in found.items if one.code.startswith("D"))
    plain = (75 - taken) * 4 / 3 if no_services else 100 - taken
    assert abs(found.part_two - plain) <= Decimal("0.005")


HEADER = "网站标识码,指标代码,扣分,说明,录入人,时间\n"


def entered_file(path: Path, body: str, encoding: str = "utf-8-sig") -> Path:
    path.write_text(HEADER + body, encoding=encoding)
    return path


def test_entries_are_read_by_site_and_item(tmp_path: Path) -> None:
    path = entered_file(
        tmp_path / "录入.csv",
        "4400000001,D101,2.5,简历缺分工,李四,2025/6/24 9:05\n"
        "bm01000001,d201,0,,李四,2025-06-24T01:05:00Z\n"
        "4400000001,B101,3,图解丰富,王五,2025年6月24日\n",
        "gb18030",
    )
    found = read_entries(path, TABLE)
    at = datetime(2025, 6, 24, 9, 5, tzinfo=BEIJING)
    assert found["4400000001"] == {
        "D101": Entered(Decimal("2.5"), "简历缺分工", "李四", at),
        "B101": Entered(Decimal(3), "图解丰富", "王五", datetime(2025, 6, 24, tzinfo=BEIJING)),
    }
    assert found["bm01000001"]["D201"].at.astimezone(UTC) == datetime(2025, 6, 24, 1, 5, tzinfo=UTC)


def test_entries_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "entries.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.strip().split(","))
        sheet.write_row(1, 0, [4400000001, "D101", 0.1, "缺电话", "李四"])
        sheet.write_datetime(1, 5, datetime(2025, 6, 24, 9, 5))  # noqa: DTZ001 - Excel knows no zones
    entry = read_entries(path)["4400000001"]["D101"]
    assert entry == Entered(Decimal("0.1"), "缺电话", "李四", datetime(2025, 6, 24, 9, 5, tzinfo=BEIJING))
    assert entry.at - AT == timedelta(days=-1, minutes=-55)


def test_every_bad_cell_of_entries_is_named(tmp_path: Path) -> None:
    path = entered_file(
        tmp_path / "entries.csv",
        "440000001,D101,1,原因,李四,2025-06-24\n"
        "4400000001,D999,1,原因,李四,2025-06-24\n"
        "4400000001,D101,-1,原因,李四,2025-06-24\n"
        "4400000001,D102,1,,李四,2025-06-24\n"
        "4400000001,D103,1,原因,,2025-02-30\n"
        "\n"
        "4400000001,D201,,原因,李四,昨天\n"
        "4400000001,D201,1,原因,李四,2025-06-24\n",
    )
    with pytest.raises(ScoreInputError) as caught:
        read_entries(path, TABLE)
    places = [line.rpartition("/")[2].split(": ")[0] for line in caught.value.lines]
    assert places == [
        "entries.csv:2:网站标识码",
        "entries.csv:3:指标代码",
        "entries.csv:4:扣分",
        "entries.csv:5:说明",
        "entries.csv:6:录入人",
        "entries.csv:6:时间",
        "entries.csv:8:扣分",
        "entries.csv:8:时间",
        "entries.csv:9:指标代码",
    ]
    assert "第 8 行已经录入过" in caught.value.lines[-1]


def test_entries_without_a_table_still_need_codes_of_the_right_shape(tmp_path: Path) -> None:
    path = entered_file(tmp_path / "entries.csv", "4400000001,W401,1,原因,李四,2025-06-24\n")
    with pytest.raises(ScoreInputError, match="应为 D 或 B 加 3 位数字"):
        read_entries(path)


def test_entries_of_another_time_are_refused(tmp_path: Path) -> None:
    row = "4400000001,{},1,原因,李四,{}\n"
    days = ["2125-06-24", "2025-06-24", "2026-06-20", "2024-06-25", "1925-06-24"]
    body = "".join(row.format(f"D10{place}", day) for place, day in enumerate(days, 1))
    path = entered_file(tmp_path / "entries.csv", body)
    with pytest.raises(ScoreInputError) as caught:
        read_entries(path, None, None, AT)
    assert [line.rpartition("/")[2].split(": ")[0] for line in caught.value.lines] == [
        "entries.csv:2:时间",
        "entries.csv:6:时间",
    ]
    assert "2125-06-24" in str(caught.value)
    assert len(read_entries(path)["4400000001"]) == 5, "a form that was kept stays as it is"
