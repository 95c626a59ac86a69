"""The form on which an office enters the official annex: written empty, as a workbook or as TOML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from xuncha.standards.score_table import FORM_HEADINGS, Item, ScoreTable

_COLUMNS = (
    *(("指标代码", 10), ("指标组", 12), ("指标名称", 22), ("分值", 8), ("每处扣分", 10), ("人工录入", 10)),
    *(("检查内容", 50), ("判定方式", 40), ("资料所见（未核对）", 20)),
)
_SHEET, _GUIDE = "评分表", "填写说明"


def instructions(table: ScoreTable) -> tuple[str, ...]:
    """How to fill in the form, line by line."""
    sums = [f"“{group.name}”各项合计 {group.points} 分" for group in table.group if group.points is not None]
    return (
        f"本表用于录入《{table.title}》官方附件的分值，只需录入一次。请对照官方文本填写，不要凭经验填写。",
        "分值：该项最多扣（或加）多少分。官方附件没有这一项的填 0；暂时查不到的留空。",
        "每处扣分：每发现一处问题扣多少分。由系统判定的项必须填；人工录入的项和加分项可以留空。",
        "人工录入：填“是”表示这一项由人工录入结果，系统不判定；留空表示按本表“判定方式”。",
        "分数只填不带负号的数字，最多两位小数。不要改动指标代码。",
        f"核对：扣分指标合计 {table.full} 分，{'，'.join(sums)}，加分指标合计 {table.bonus} 分；不符的不能导入。",
        "有任何一项未填，系统不给出评分。",
    )


def write_form(path: Path, table: ScoreTable) -> None:
    """Write an empty form for ``table``: TOML where the name of the file ends so, else a workbook."""
    if path.suffix.lower() == ".toml":
        path.write_text(_toml(table), encoding="utf-8")
    else:
        _write_workbook(path, table)


def _seen(item: Item) -> str:
    return f"每处扣 {item.deduction} 分" if item.deduction is not None and not item.verified else ""


def _settled(item: Item) -> str:
    return f"{'系统判定' if item.settled_by == 'machine' else '人工录入'}：{item.how}"


def _toml(table: ScoreTable) -> str:
    parts = ["".join(f"# {line}\n" for line in instructions(table))]
    for item in table.items.values():
        group = table.group_of(item.code).name
        remarks = [f"{group} · {item.title}：{item.rule}", _settled(item)]
        remarks += [f"资料所见（未核对）：{_seen(item)}"] if _seen(item) else []
        lines = [*(f"# {remark}" for remark in remarks), "[[item]]", f'code = "{item.code}"', 'points = ""']
        lines += [] if item.is_bonus else ['deduction = ""', 'enter = ""']
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _write_workbook(path: Path, table: ScoreTable) -> None:
    options = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        _fill_sheet(book, book.add_worksheet(_SHEET), table)
        guide = book.add_worksheet(_GUIDE)
        guide.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
        for row, line in enumerate(instructions(table)):
            guide.write_string(row, 0, line)


def _fill_sheet(book: Any, sheet: Any, table: ScoreTable) -> None:
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True})
    fixed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    open_cell = book.add_format({"border": 1, "bg_color": "#FFF9DB", "valign": "top", "locked": False})
    for at, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, head)
    for number, item in enumerate(table.items.values(), start=1):
        group = table.group_of(item.code).name
        texts = (item.code, group, item.title, "", "", "", item.rule, _settled(item), _seen(item))
        for (name, _), (at, text) in zip(_COLUMNS, enumerate(texts), strict=True):
            to_fill = name in FORM_HEADINGS and name != "指标代码"
            sheet.write(number, at, text, open_cell if to_fill else fixed)
    last = len(table.item)
    points = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "请填不带负号的数字"}
    sheet.data_validation(1, 3, last, 4, points)
    sheet.data_validation(1, 5, last, 5, {"validate": "list", "source": ["是", "否"]})
    sheet.freeze_panes(1, 3)
    # Locked without a password: it keeps codes from slips, not from the office.
    sheet.protect("", {"format_columns": True, "format_rows": True})
