"""From faults and entries to the score of a portal, or to the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from xuncha.facts.targets import SiteKind
from xuncha.indicators.kernel import Judgement
from xuncha.standards.score_table import Item, ScoreTable
from xuncha.standards.standard import StandardError

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class MachineResult:
    """What a program found under one item.

    ``faults`` names each fault once (the address of a column or a link). ``unseen`` says why something
    could not be looked at; empty when everything was seen.
    """

    faults: tuple[str, ...] = ()
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person entered under one item: points taken off, or brought by a bonus item. Never negative."""

    points: Decimal
    remark: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if self.points < 0:
            raise ValueError("points entered are never negative")


class NoScoreReason(StrEnum):
    """Why a site has no score."""

    NOT_A_PORTAL = "not_a_portal"
    VETOED = "vetoed"
    VETO_OPEN = "veto_open"
    TABLE_INCOMPLETE = "table_incomplete"
    NOT_ENTERED = "not_entered"


@dataclass(frozen=True, slots=True)
class NoScore:
    """There is no score. ``items`` are the codes that are missing, ``message`` says why in Chinese.

    ``part_two`` is known where only bonus items are still to be entered.
    """

    reason: NoScoreReason
    message: str
    items: tuple[str, ...] = ()
    part_two: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of a score: ``points`` taken off, or brought by a bonus item, after its cap.

    ``raw`` is the amount before the cap; ``spared`` the columns that another item had deducted already.
    """

    code: str
    points: Decimal
    raw: Decimal
    by: str
    remark: str
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a portal, rounded as the table says; the marks are compared before rounding.

    ``part_two`` after scaling, ``bonus`` None where the score is not above the mark for a bonus,
    ``total`` their sum. ``notes`` in Chinese, for the score sheet.
    """

    part_two: Decimal
    bonus: Decimal | None
    total: Decimal
    passed: bool
    items: tuple[ItemScore, ...]
    notes: tuple[str, ...]


def machine_result(judgement: Judgement) -> MachineResult:
    """A rule's judgement as the result of an item: every hit one fault, every doubt something not seen."""
    faults = tuple(hit.key or hit.detail for hit in judgement.hits)
    return MachineResult(faults, "；".join(doubt.detail for doubt in judgement.doubts))


def score(
    table: ScoreTable,
    machine: Mapping[str, MachineResult],
    entered: Mapping[str, Entered],
    *,
    vetoed: bool,
    no_services: bool,
    kind: SiteKind = SiteKind.PORTAL,
    open_vetoes: tuple[str, ...] = (),
) -> Score | NoScore:
    """Score one portal. What a person entered goes before what a program found.

    Clause: 国办秘函〔2019〕19号 附件1 第二、三部分 (rules.md A1–A7): no score after a veto, for portals
    only; every item capped; without outward services the group is left out and the rest scaled up;
    below the pass mark fails; ``open_vetoes`` (codes) must be settled first; strictly above the mark for a bonus the bonus items are added. Which units
    count as ``no_services`` is the office's decision: the text names State Council departments.

    Raises:
        StandardError: a result for an item that the table does not have.
    """
    _check_known(table, machine, entered)
    refused = _refused(table, vetoed=vetoed, kind=kind, open_vetoes=open_vetoes)
    if refused is not None:
        return refused
    checked = [item for item in _scored(table, bonus=False) if not (no_services and _is_service(table, item))]
    missing = [item for item in checked if _is_open(item, machine, entered)]
    if missing:
        return _not_entered(missing, machine, None)
    taken = _deductions(checked, machine, entered)
    part_two = _scaled(table, sum((one.points for one in taken), _ZERO), no_services=no_services)
    notes = _notes(table, taken, no_services=no_services)
    passed = part_two >= table.pass_mark
    if part_two <= table.bonus_above:
        shown = _rounded(table, part_two)
        return Score(shown, None, shown, passed, tuple(taken), notes)
    bonuses = _scored(table, bonus=True)
    missing = [item for item in bonuses if item.code not in entered]
    if missing:
        return _not_entered(missing, machine, _rounded(table, part_two))
    brought = [_by_person(item, entered[item.code]) for item in bonuses]
    bonus = sum((one.points for one in brought), _ZERO)
    return Score(
        _rounded(table, part_two),
        _rounded(table, bonus),
        _rounded(table, part_two + bonus),
        passed,
        (*taken, *brought),
        notes,
    )


def _check_known(
    table: ScoreTable, machine: Mapping[str, MachineResult], entered: Mapping[str, Entered]
) -> None:
    unknown = sorted((machine.keys() | entered.keys()) - table.items.keys())
    if unknown:
        raise StandardError(f"{table.name} 的评分表中没有这些指标：{'、'.join(unknown)}")


def _refused(
    table: ScoreTable, *, vetoed: bool, kind: SiteKind, open_vetoes: tuple[str, ...]
) -> NoScore | None:
    if kind is not SiteKind.PORTAL:
        return NoScore(NoScoreReason.NOT_A_PORTAL, "只有政府门户网站评分，部门网站只检查单项否决指标")
    if vetoed:
        return NoScore(NoScoreReason.VETOED, "出现单项否决问题，判为不合格，不再评分")
    if open_vetoes:
        message = f"单项否决指标尚待核实，核实后才能评分：{'、'.join(open_vetoes)}"
        return NoScore(NoScoreReason.VETO_OPEN, message, open_vetoes)
    if table.missing:
        codes = tuple(item.code for item in table.items.values() if item.unknown)
        message = f"评分表尚未录入完整，不能评分，缺 {len(table.missing)} 项：{'、'.join(table.missing)}"
        return NoScore(NoScoreReason.TABLE_INCOMPLETE, message, codes)
    return None


def _scored(table: ScoreTable, *, bonus: bool) -> list[Item]:
    """Items that count. One with 0 points is not in the official annex and need not be entered."""
    return [item for item in table.items.values() if item.is_bonus is bonus and item.points]


def _is_service(table: ScoreTable, item: Item) -> bool:
    return item.code.startswith(table.services)


def _is_open(item: Item, machine: Mapping[str, MachineResult], entered: Mapping[str, Entered]) -> bool:
    """True when neither a person nor a program has settled the item."""
    if item.code in entered:
        return False
    found = machine.get(item.code)
    if item.settled_by == "person" or found is None:
        return True
    # A column spared here may have been counted elsewhere, so repeats never reach the cap early.
    capped = not item.spares_repeats and _cost(item, len(set(found.faults))) >= _points(item)
    return bool(found.unseen) and not capped


def _not_entered(
    missing: list[Item], machine: Mapping[str, MachineResult], part_two: Decimal | None
) -> NoScore:
    told = []
    for item in missing:
        found = machine.get(item.code)
        why = f"（未能查看：{found.unseen}）" if found and item.settled_by == "machine" else ""
        told.append(f"{item.code} {item.title}{why}")
    codes = tuple(item.code for item in missing)
    return NoScore(NoScoreReason.NOT_ENTERED, f"录入后才能评分：{'、'.join(told)}", codes, part_two)


def _deductions(
    items: list[Item], machine: Mapping[str, MachineResult], entered: Mapping[str, Entered]
) -> list[ItemScore]:
    counted = {
        fault
        for item in items
        if not item.spares_repeats and item.code in machine and _costs(item, entered)
        for fault in machine[item.code].faults
    }
    return [
        _by_person(item, entered[item.code])
        if item.code in entered
        else _by_machine(item, machine[item.code], counted if item.spares_repeats else set())
        for item in items
    ]


def _costs(item: Item, entered: Mapping[str, Entered]) -> bool:
    """False where a person looked at what the program found and took nothing off."""
    return item.code not in entered or entered[item.code].points > 0


def _by_person(item: Item, entry: Entered) -> ItemScore:
    points = min(entry.points, _points(item))
    return ItemScore(item.code, points, entry.points, entry.by, entry.remark)


def _by_machine(item: Item, found: MachineResult, counted: set[str]) -> ItemScore:
    own = tuple(dict.fromkeys(fault for fault in found.faults if fault not in counted))
    spared = tuple(dict.fromkeys(fault for fault in found.faults if fault in counted))
    raw = _cost(item, len(own))
    return ItemScore(item.code, min(raw, _points(item)), raw, "系统判定", "、".join(own), spared)


def _cost(item: Item, faults: int) -> Decimal:
    return (item.deduction or _ZERO) * faults


def _points(item: Item) -> Decimal:
    return item.points or _ZERO


def _scaled(table: ScoreTable, taken: Decimal, *, no_services: bool) -> Decimal:
    if not no_services:
        return table.full - taken
    services = sum((_points(item) for item in table.item if _is_service(table, item)), _ZERO)
    base = table.full - services
    # Multiplied first: 60 of 75 is then exactly 80, and 80 is not above 80.
    return (base - taken) * table.full / base


def _rounded(table: ScoreTable, value: Decimal) -> Decimal:
    mode = ROUND_HALF_UP if table.rounding == "half_up" else ROUND_DOWN
    return value.quantize(Decimal(1).scaleb(-table.decimals), rounding=mode)


def _notes(table: ScoreTable, taken: list[ItemScore], *, no_services: bool) -> tuple[str, ...]:
    notes = []
    if no_services:
        name = table.group_of(table.services).name
        notes.append(f"没有对外服务职能，{name}指标不检查，其余得分按比例折算为 {table.full} 分制")
    for one in taken:
        title = table.items[one.code].title
        if one.raw > one.points:
            notes.append(f"{one.code} {title}应扣 {one.raw} 分，以该项分值 {one.points} 分为限")
        if one.spared:
            notes.append(f"{one.code} {title}：{'、'.join(one.spared)}已在其他指标扣分，不重复扣分")
    unverified = [item.code for item in table.items.values() if item.points and not item.verified]
    if unverified:
        notes.append(f"分值尚未与官方附件核对：{'、'.join(unverified)}")
    return tuple(notes)
