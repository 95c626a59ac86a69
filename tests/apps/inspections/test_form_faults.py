"""Faults of a score form in the words of the page."""

from __future__ import annotations

from xuncha.apps.inspections.form_faults import faults_in_words


def test_places_are_told_in_words() -> None:
    lines = [
        "表.xlsx:人工录入:5:录入人: 不能为空，请补填",
        "表.xlsx:1:分值: 扣分指标各项合计 95 分，应为 100 分",
        "表.xlsx:7:时间: “2125-06-25 15:00”与监测时间点 2025-06-25 相差一年以上，请核对年份",
    ]
    assert faults_in_words(lines, "表.xlsx") == [
        "“人工录入”表 第 5 行 “录入人”：不能为空，请补填",
        "“分值”：扣分指标各项合计 95 分，应为 100 分",
        "第 7 行 “时间”：“2125-06-25 15:00”与监测时间点 2025-06-25 相差一年以上，请核对年份",
    ]


def test_a_fault_made_many_times_is_one_line() -> None:
    lines = [f"表.toml:{row}:每处扣分: 不能是 0" for row in range(10, 40)]
    assert faults_in_words(lines, "表.toml") == [
        "第 10、11、12、13、14、15、16、17 行等 30 行 “每处扣分”：不能是 0"
    ]
    assert faults_in_words(lines[:2], "表.toml") == ["第 10、11 行 “每处扣分”：不能是 0"]


def test_other_words_stay_as_they_are() -> None:
    assert faults_in_words(["文件应为 .xlsx、.toml。"], "表.pdf") == ["文件应为 .xlsx、.toml。"]
