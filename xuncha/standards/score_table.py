"""The score table of a standard: deduction and bonus items, their points, and who settles each of them.

The shipped tables hold no points that were not found in a source: an office enters the official annex
through one form, and until every item is known no score is given.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xuncha.indicators.kernel import indicators
from xuncha.standards.score_input import (
    Faults,
    ReadSheet,
    SheetRow,
    amount,
    content,
    read_parts,
    read_sheet,
)
from xuncha.standards.standard import StandardError

#: The fields of the form by their headings in a workbook; in TOML they go by their English names.
FORM_HEADINGS = {"指标代码": "code", "分值": "points", "每处扣分": "deduction", "人工录入": "enter"}
#: The tables of a form in TOML with their keys: points of items, results of persons, portals.
TOML_PARTS = {
    "item": tuple(FORM_HEADINGS.values()),
    "entry": ("site", "item", "points", "remark", "by", "at"),
    "portal": ("site", "no_services"),
}
_HEADING_OF = {key: heading for heading, key in FORM_HEADINGS.items()}

Points = Decimal


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Strict):
    """A group of items, named by the first characters of their codes; ``points`` where known."""

    prefix: str = Field(pattern=r"^[DB]\d$")
    name: str = Field(min_length=1)
    points: Points | None = Field(default=None, ge=0)


class Item(_Strict):
    """One deduction (D…) or bonus (B…) indicator.

    ``points`` is the most it can cost or bring, None while the official figure is not known; 0 means that
    the official annex has no such item. ``deduction`` is what one fault costs. ``settled_from`` names the
    rule that settles a machine item, or several joined by 、. ``how`` tells a person what to do.
    ``spares_repeats``: a column already deducted under another item costs nothing here.
    ``verified``: figures entered from the official text.
    """

    code: str = Field(pattern=r"^[DB]\d{3}$")
    title: str = Field(min_length=1)
    rule: str = Field(min_length=1)
    how: str = Field(min_length=1)
    clause: str = Field(min_length=1)
    confidence: Literal["2+", "1", "inf", "R"]
    settled_by: Literal["machine", "person"]
    settled_from: str = ""
    points: Points | None = Field(default=None, ge=0)
    deduction: Points | None = Field(default=None, gt=0)
    spares_repeats: bool = False
    verified: bool = False

    @property
    def is_bonus(self) -> bool:
        """True for an item that brings points."""
        return self.code.startswith("B")

    @property
    def settling_rules(self) -> tuple[str, ...]:
        """The codes of the rules that settle a machine item."""
        return tuple(self.settled_from.split("、"))

    @property
    def unknown(self) -> tuple[str, ...]:
        """What must be entered before this item can be scored, as the form calls it."""
        if self.points is None:
            return ("分值",)
        needs_deduction = self.settled_by == "machine" and self.points > 0
        return ("每处扣分",) if needs_deduction and self.deduction is None else ()


class ScoreTable(_Strict):
    """A whole score table. Sums: the deduction groups make ``full``, the bonus items ``bonus``.

    ``services`` is the prefix of the group left out for units without outward services; the rest is then
    scaled up to ``full``. ``form`` and ``form_sha256`` name the form the figures were entered from.
    """

    name: str
    title: str
    full: Points = Field(gt=0)
    bonus: Points = Field(ge=0)
    pass_mark: Points = Field(ge=0)
    bonus_above: Points = Field(ge=0)
    decimals: int = Field(ge=0, le=6)
    rounding: Literal["half_up", "truncate"]
    services: str
    group: tuple[Group, ...]
    item: tuple[Item, ...]
    form: str = ""
    form_sha256: str = ""

    @property
    def items(self) -> Mapping[str, Item]:
        """The items by code, in the order of the table."""
        return {item.code: item for item in self.item}

    def group_of(self, code: str) -> Group:
        """The group an item belongs to."""
        return next(group for group in self.group if code.startswith(group.prefix))

    @property
    def missing(self) -> tuple[str, ...]:
        """Every figure still to be entered, in words: D101 概况信息（分值）."""
        return tuple(
            f"{item.code} {item.title}（{what}）" for item in self.items.values() for what in item.unknown
        )


def load_score_table(standard_name_or_path: str, overrides: Path | None = None) -> ScoreTable:
    """The score table of a shipped standard, or one from a TOML file, with the office's form entered.

    A form may be filled in part: its sums are then only checked for being too large.

    Raises:
        StandardError: no such table, or a table that contradicts itself.
        ScoreInputError: a form that cannot be used; every fault is named by file, row and column.
    """
    table = _validated(_read(standard_name_or_path), standard_name_or_path)
    if overrides is None:
        faults = Faults(standard_name_or_path)
        _check_sums(table, faults)
        faults.raise_if_any()
        return table
    sheet = _form_sheet(overrides)
    faults = Faults(sheet.label)
    entered = _entered(table, sheet.rows, faults)
    faults.raise_if_any()
    _check_sums(entered, faults)
    faults.raise_if_any()
    checksum = hashlib.sha256(content(overrides)).hexdigest()
    return entered.model_copy(update={"form": overrides.name, "form_sha256": checksum})


def _read(name_or_path: str) -> dict[str, Any]:
    path = Path(name_or_path)
    try:
        if path.suffix == ".toml":
            text = path.read_text(encoding="utf-8-sig")
        else:
            text = (files(__package__) / f"{name_or_path}-scores.toml").read_text(encoding="utf-8")
        return tomllib.loads(text, parse_float=Decimal)
    except FileNotFoundError:
        raise StandardError(f"没有“{name_or_path}”的评分表") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StandardError(f"{name_or_path}：不是有效的 TOML 文件（{error}）") from None


def _validated(raw: dict[str, Any], source: str) -> ScoreTable:
    try:
        table = ScoreTable.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StandardError(f"{source}：{where}：{first['msg']}") from None
    prefixes = [group.prefix for group in table.group]
    if len(set(prefixes)) < len(prefixes) or table.services not in prefixes:
        raise StandardError(f"{source}：指标组的代码重复，或没有办事服务组 {table.services}")
    _check_codes(table, source)
    return table


def _check_codes(table: ScoreTable, source: str) -> None:
    settling = set(indicators())
    seen: set[str] = set()
    for item in table.item:
        if item.code in seen:
            raise StandardError(f"{source}：指标 {item.code} 写了两次")
        seen.add(item.code)
        if not any(item.code.startswith(group.prefix) for group in table.group):
            raise StandardError(f"{source}：指标 {item.code} 不属于任何指标组")
        if item.settled_by == "machine" and not set(item.settling_rules) <= settling:
            raise StandardError(f"{source}：指标 {item.code} 所依的判定“{item.settled_from}”不存在")
        if item.is_bonus and (item.settled_by == "machine" or item.deduction is not None):
            raise StandardError(f"{source}：加分指标 {item.code} 只能人工录入，也没有每处扣分")


def _form_sheet(path: Path) -> ReadSheet:
    if path.suffix.lower() == ".toml":
        return read_parts(path, TOML_PARTS)["item"]
    sheet = read_sheet(path, tuple(FORM_HEADINGS))
    return ReadSheet(
        sheet.label,
        tuple(
            SheetRow(row.number, {key: row.cells[name] for name, key in FORM_HEADINGS.items()})
            for row in sheet.rows
        ),
    )


def _entered(table: ScoreTable, rows: Iterable[SheetRow], faults: Faults) -> ScoreTable:
    items = dict(table.items)
    lines: dict[str, int] = {}
    for row in rows:
        code = row.cells["code"]
        if code not in items:
            faults.add(row.number, _HEADING_OF["code"], f"评分表中没有指标“{code}”")
        elif code in lines:
            faults.add(row.number, _HEADING_OF["code"], f"指标 {code} 在第 {lines[code]} 行已经填过")
        else:
            lines[code] = row.number
            items[code] = _filled(items[code], row, faults)
    return table.model_copy(update={"item": tuple(items.values())})


def _filled(item: Item, row: SheetRow, faults: Faults) -> Item:
    points = _amount(row, "points", faults)
    deduction = _amount(row, "deduction", faults)
    by_person = _enter(item, row, faults)
    if deduction is not None and item.is_bonus:
        faults.add(row.number, _HEADING_OF["deduction"], "加分指标没有每处扣分，请留空")
    elif deduction == 0:
        faults.add(row.number, _HEADING_OF["deduction"], "每处扣分不能是 0；官方附件没有这一项的，分值填 0")
    known = points if points is not None else item.points
    if known and deduction is not None and deduction > known:
        faults.add(row.number, _HEADING_OF["deduction"], f"每处扣 {deduction} 分，超过该项分值 {known}")
    return item.model_copy(
        update={
            "points": known,
            "deduction": deduction if deduction is not None else item.deduction,
            "settled_by": "person" if by_person else item.settled_by,
            "verified": points is not None
            and (deduction is not None or by_person or item.settled_by == "person" or points == 0),
        }
    )


def _amount(row: SheetRow, key: str, faults: Faults) -> Decimal | None:
    text = row.cells[key]
    if not text:
        return None
    try:
        return amount(text)
    except ValueError as error:
        faults.add(row.number, _HEADING_OF[key], str(error))
        return None


def _enter(item: Item, row: SheetRow, faults: Faults) -> bool:
    answer = row.cells["enter"]
    if answer not in ("", "是", "否"):
        faults.add(row.number, _HEADING_OF["enter"], f"“{answer}”不是“是”或“否”")
    elif answer == "否" and item.settled_by == "person":
        faults.add(row.number, _HEADING_OF["enter"], "这一项没有判定程序，只能人工录入，请填“是”或留空")
    return answer == "是"


def _check_sums(table: ScoreTable, faults: Faults) -> None:
    for group in table.group:
        inside = [item for item in table.item if item.code.startswith(group.prefix)]
        if group.points is not None:
            _check_sum(f"“{group.name}”各项", inside, group.points, faults)
    deductions = [item for item in table.item if not item.is_bonus]
    _check_sum("扣分指标各项", deductions, table.full, faults)
    _check_sum("加分指标各项", [item for item in table.item if item.is_bonus], table.bonus, faults)


def _check_sum(what: str, items: list[Item], wanted: Decimal, faults: Faults) -> None:
    found = sum((item.points for item in items if item.points is not None), Decimal(0))
    complete = all(item.points is not None for item in items)
    if found > wanted or (complete and found != wanted):
        faults.add(1, _HEADING_OF["points"], f"{what}合计 {found} 分，应为 {wanted} 分")
