"""What persons entered for each portal: results of items, and whether it has outward services at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from xuncha.facts.seen import BEIJING
from xuncha.standards.score_input import (
    Faults,
    ReadSheet,
    ScoreInputError,
    SheetRow,
    amount,
    find_sheet,
    has_sheet,
    read_parts,
)
from xuncha.standards.score_table import TOML_PARTS, ScoreTable
from xuncha.standards.scoring import Entered

T = TypeVar("T")

#: The columns of the file. For a bonus item 扣分 holds the points it brings.
SITE, ITEM, POINTS, REMARK, BY, AT = COLUMNS = ("网站标识码", "指标代码", "扣分", "说明", "录入人", "时间")

#: The columns that say which portals have no outward services.
NO_SERVICES = "无对外服务职能"
PORTAL_COLUMNS = (SITE, NO_SERVICES)
#: The sheets of a workbook that hold them.
SHEETS = {"entry": "人工录入", "portal": "门户网站"}

#: An entry belongs to a round made about that time; 2125 is a slip of the pen.
_ENTERED_WITHIN = timedelta(days=366)
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}|bt\d{8}|\d{2}bm\d{6}", re.IGNORECASE | re.ASCII)
_ITEM_CODE = re.compile(r"[DB]\d{3}", re.ASCII)
_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?", re.ASCII
)


def read_entries(
    path: Path,
    table: ScoreTable | None = None,
    portals: Collection[str] | None = None,
    asof: datetime | None = None,
) -> dict[str, dict[str, Entered]]:
    """The entries of each site by item code. With ``table`` and ``portals`` the codes are checked as well, with
    ``asof`` that no entry was made more than a year before or after that timepoint.

    A row with a site and an item and nothing else was not filled in: it counts as not entered. A workbook
    or TOML form may hold no entries at all.

    Raises:
        ScoreInputError: the file as a whole, or every bad cell, named as ``file:row:column: what is wrong``,
            in a workbook as ``file:sheet:row:column``.
    """
    sheet = _part(path, "entry", COLUMNS)
    faults = Faults(sheet.label)
    entries: dict[str, dict[str, Entered]] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        if not any(row.cells[column] for column in (POINTS, REMARK, BY, AT)):
            continue
        site, code, entry = _read(row, table, portals, faults)
        if entry is not None and asof is not None and abs(entry.at - asof) > _ENTERED_WITHIN:
            message = f"“{row.cells[AT]}”与监测时间点 {asof:%Y-%m-%d} 相差一年以上，请核对年份"
            faults.add(row.number, AT, message)
        if site is None or code is None:
            continue
        if (site, code) in lines:
            message = f"网站 {site} 的指标 {code} 在第 {lines[site, code]} 行已经录入过，请只保留一行"
            faults.add(row.number, ITEM, message)
            continue
        lines[site, code] = row.number
        if entry is not None:
            entries.setdefault(site, {})[code] = entry
    faults.raise_if_any()
    return entries


def read_without_services(path: Path, portals: Collection[str] | None = None) -> frozenset[str]:
    """The portals marked as having no outward services (没有对外服务职能).

    Raises:
        ScoreInputError: as :func:`read_entries`.
    """
    sheet = _part(path, "portal", PORTAL_COLUMNS)
    faults = Faults(sheet.label)
    found: dict[str, int] = {}
    marked = set()
    for row in sheet.rows:
        site = _cell(row, SITE, lambda text: _portal(text, portals), faults)
        answer = row.cells[NO_SERVICES]
        if answer not in ("", "是", "否"):
            faults.add(row.number, NO_SERVICES, f"“{answer}”不是“是”或“否”")
        if site in found:
            faults.add(row.number, SITE, f"网站 {site} 在第 {found[site]} 行已经填过")
        elif site is not None:
            found[site] = row.number
            if answer == "是":
                marked.add(site)
    faults.raise_if_any()
    return frozenset(marked)


def _part(path: Path, name: str, columns: tuple[str, ...]) -> ReadSheet:
    """One part of a form under the headings of a workbook, empty where a form does not hold it."""
    if path.suffix.lower() == ".toml":
        sheet = read_parts(path, TOML_PARTS)[name]
        keys = TOML_PARTS[name]
        rows = (
            SheetRow(row.number, {c: row.cells[k] for c, k in zip(columns, keys, strict=True)})
            for row in sheet.rows
        )
        return ReadSheet(sheet.label, tuple(rows))
    found = find_sheet(path, columns)
    if found is None and has_sheet(path, SHEETS[name]):
        missing = "、".join(columns)
        raise ScoreInputError((f"{path}:{SHEETS[name]}:1:{SITE}: 表头不全，应有这些列：{missing}",))
    return found or ReadSheet(str(path), ())


def _portal(text: str, portals: Collection[str] | None) -> str:
    code = _site_code(text)
    if portals is not None and code not in portals:
        raise ValueError(f"本次检查的正常运行的门户网站中没有 {code}；只有门户网站评分")
    return code


def _read(
    row: SheetRow, table: ScoreTable | None, portals: Collection[str] | None, faults: Faults
) -> tuple[str | None, str | None, Entered | None]:
    site = _cell(row, SITE, lambda text: _portal(text, portals), faults)
    code = _cell(row, ITEM, lambda text: _item_code(text, table), faults)
    points = _cell(row, POINTS, amount, faults)
    by = _cell(row, BY, str, faults)
    at = _cell(row, AT, _moment, faults)
    remark = row.cells[REMARK]
    if points and not remark:
        faults.add(row.number, REMARK, "扣分（或加分）不为 0 的，要写明所见问题或依据")
    if points is None or by is None or at is None:
        return site, code, None
    return site, code, Entered(points, remark, by, at)


def _cell(row: SheetRow, column: str, parse: Callable[[str], T], faults: Faults) -> T | None:
    text = row.cells[column]
    try:
        if not text:
            raise ValueError("不能为空，请补填")
        return parse(text)
    except ValueError as error:
        faults.add(row.number, column, str(error))
        return None


def _site_code(text: str) -> str:
    code = "".join(unicodedata.normalize("NFKC", text).split())
    if not _SITE_CODE.fullmatch(code):
        raise ValueError(f"“{code}”不是网站标识码：应为 10 位数字，或 bm 加 8 位数字")
    return code.lower() if code[:2].lower() == "bm" else code.upper()


def _item_code(text: str, table: ScoreTable | None) -> str:
    code = unicodedata.normalize("NFKC", text).strip().upper()
    if table is not None and code not in table.items:
        raise ValueError(f"评分表中没有指标“{code}”")
    if not _ITEM_CODE.fullmatch(code):
        raise ValueError(f"“{code}”不是评分指标的代码：应为 D 或 B 加 3 位数字")
    return code


def _moment(text: str) -> datetime:
    """A point in time, Beijing time unless an offset is written."""
    written = _WRITTEN.fullmatch(text)
    try:
        if written:
            year, month, day, hour, minute, second = (int(part or 0) for part in written.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}”不是能识别的时间，请写成 2025-06-25 10:00") from None
    return at.astimezone(BEIJING) if at.tzinfo else at.replace(tzinfo=BEIJING)
