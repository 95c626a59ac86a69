"""The form on which an office enters the official annex: written empty, as a workbook or as TOML."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from xuncha.indicators.kernel import indicators
from xuncha.standards.score_entries import COLUMNS, PORTAL_COLUMNS, SHEETS
from xuncha.standards.score_table import FORM_HEADINGS, Item, ScoreTable
from xuncha.whole_file import write_whole

_COLUMNS = (
    *(("指标代码", 10), ("指标组", 12), ("指标名称", 22), ("分值", 8), ("每处扣分", 10), ("人工录入", 10)),
    *(("检查内容", 50), ("判定方式", 40), ("资料所见（未核对）", 20)),
)
_SHEET, _GUIDE = "评分表", "填写说明"
_ENTRY_COLUMNS = (
    *(("网站标识码", 14), ("网站名称", 26), ("指标代码", 10), ("指标名称", 18), ("检查办法", 46)),
    *(("系统所见", 46), ("扣分", 8), ("说明", 40), ("录入人", 12), ("时间", 18)),
)
_PORTAL_COLUMNS = (("网站标识码", 14), ("网站名称", 30), ("无对外服务职能", 16))
_SEEN_LENGTH = 600


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal to enter results for. ``seen`` says for each item to enter what the system saw of it."""

    site_code: str
    name: str
    seen: Mapping[str, str] = field(default_factory=dict, hash=False)


def instructions(table: ScoreTable) -> tuple[str, ...]:
    """How to fill in the form, line by line."""
    sums = [f"“{group.name}”各项合计 {group.points} 分" for group in table.group if group.points is not None]
    return (
        f"本表用于录入《{table.title}》官方附件的分值，只需录入一次。请对照官方文本填写，不要凭经验填写。",
        "分值：该项最多扣（或加）多少分。官方附件没有这一项的填 0；暂时查不到的留空。",
        "每处扣分：每发现一处问题扣多少分。由系统判定的项必须填；人工录入的项和加分项可以留空。",
        f"“{SHEETS['entry']}”表：每个门户网站、每个要人工检查的指标一行。扣分一列填应扣的分（加分指标填应加的分），没有问题的填 0；",
        "不为 0 的写明所见问题；录入人和时间必填。四格都空着的行视为未录入，该网站暂不评分。“系统所见”供核对，不作结论。",
        f"“{SHEETS['portal']}”表：没有对外服务职能的，在“无对外服务职能”填“是”，办事服务指标不检查，得分按比例折算。",
        "人工录入：填“是”表示这一项由人工录入结果，系统不判定；留空表示按本表“判定方式”。",
        "分数只填不带负号的数字，最多两位小数。不要改动指标代码。",
        f"核对：扣分指标合计 {table.full} 分，{'，'.join(sums)}，加分指标合计 {table.bonus} 分；不符的不能导入。",
        "有任何一项未填，系统不给出评分。",
    )


def write_form(path: Path, table: ScoreTable, portals: Sequence[Portal] = ()) -> None:
    """Write an empty form for ``table``: TOML where the name of the file ends so, else a workbook.

    For each of ``portals`` it holds a line for every item that a person has to enter.
    """
    is_toml = path.suffix.lower() == ".toml"
    write_whole(path, _toml(table, portals).encode() if is_toml else _workbook(table, portals))


def _to_enter(table: ScoreTable, portal: Portal) -> list[Item]:
    """What only a person settles, and what the system could not settle for this portal."""
    return [
        item for item in table.items.values() if item.settled_by == "person" or portal.seen.get(item.code)
    ]


def _seen(item: Item) -> str:
    return f"每处扣 {item.deduction} 分" if item.deduction is not None and not item.verified else ""


def _settled(item: Item) -> str:
    return f"{who_settles(item)}：{item.how}"


def who_settles(item: Item) -> str:
    """Who settles an item, in words. Where a rule only points at what it saw, a person decides."""
    if item.settled_by == "machine":
        return "系统判定"
    return "系统提示、人工录入" if item.code in indicators() else "人工录入"


def _toml_portals(table: ScoreTable, portals: Sequence[Portal]) -> list[str]:
    parts = []
    for portal in portals:
        parts.append(
            f'# {_one_line(portal.name)}\n[[portal]]\nsite = "{portal.site_code}"\nno_services = ""\n'
        )
        for item in _to_enter(table, portal):
            seen = portal.seen.get(item.code, "")
            lines = [f"# {_one_line(portal.name)} · {item.title}：{item.how}"]
            lines += [f"# 系统所见：{_one_line(seen)}"] if seen else []
            lines += ["[[entry]]", f'site = "{portal.site_code}"', f'item = "{item.code}"']
            lines += ['points = ""', 'remark = ""', 'by = ""', 'at = ""']
            parts.append("\n".join(lines) + "\n")
    return parts


def _one_line(text: str) -> str:
    """Text that may stand in a comment of a TOML file: no line break or other control character."""
    return "".join(c if c.isprintable() else " " for c in text)[:_SEEN_LENGTH]


def _toml(table: ScoreTable, portals: Sequence[Portal]) -> str:
    parts = ["".join(f"# {line}\n" for line in instructions(table))]
    for item in table.items.values():
        group = table.group_of(item.code).name
        remarks = [f"{group} · {item.title}：{item.rule}", _settled(item)]
        remarks += [f"资料所见（未核对）：{_seen(item)}"] if _seen(item) else []
        lines = [*(f"# {remark}" for remark in remarks), "[[item]]", f'code = "{item.code}"', 'points = ""']
        lines += [] if item.is_bonus else ['deduction = ""', 'enter = ""']
        parts.append("\n".join(lines) + "\n")
    return "\n".join([*parts, *_toml_portals(table, portals)])


def _workbook(table: ScoreTable, portals: Sequence[Portal]) -> bytes:
    made = io.BytesIO()
    options = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, {**options, "in_memory": True}) as book:
        _fill_sheet(book, book.add_worksheet(_SHEET), table)
        entries = [
            (portal.site_code, portal.name, item.code, item.title, item.how, portal.seen.get(item.code, ""))
            for portal in portals
            for item in _to_enter(table, portal)
        ]
        _fill_lines(book, SHEETS["entry"], _ENTRY_COLUMNS, COLUMNS[2:], entries)
        listed = [(portal.site_code, portal.name) for portal in portals]
        _fill_lines(book, SHEETS["portal"], _PORTAL_COLUMNS, PORTAL_COLUMNS[1:], listed)
        guide = book.add_worksheet(_GUIDE)
        guide.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
        for row, line in enumerate(instructions(table)):
            guide.write_string(row, 0, line)
    return made.getvalue()


def _fill_lines(
    book: Any,
    name: str,
    columns: Sequence[tuple[str, int]],
    open_columns: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:
    """A sheet with given lines and cells to fill in; lines may be added below."""
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True})
    fixed = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    open_cell = book.add_format({"border": 1, "bg_color": "#FFF9DB", "valign": "top", "text_wrap": True})
    sheet = book.add_worksheet(name)
    for at, (heading, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, head)
        for number, row in enumerate(rows, start=1):
            if heading in open_columns:
                sheet.write_blank(number, at, None, open_cell)
            else:
                sheet.write_string(number, at, row[at][:_SEEN_LENGTH], fixed)
    sheet.freeze_panes(1, 0)


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
