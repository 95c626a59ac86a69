"""Results of score items that persons entered: one row for each site and item, from CSV or Excel."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from xuncha.facts.seen import BEIJING
from xuncha.standards.score_input import Faults, SheetRow, amount, read_sheet
from xuncha.standards.score_table import ScoreTable
from xuncha.standards.scoring import Entered

T = TypeVar("T")

#: The columns of the file. For a bonus item 扣分 holds the points it brings.
SITE, ITEM, POINTS, REMARK, BY, AT = COLUMNS = ("网站标识码", "指标代码", "扣分", "说明", "录入人", "时间")

_SITE_CODE = re.compile(r"\d{10}|bm\d{8}|bt\d{8}|\d{2}bm\d{6}", re.IGNORECASE | re.ASCII)
_ITEM_CODE = re.compile(r"[DB]\d{3}", re.ASCII)
_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?", re.ASCII
)


def read_entries(path: Path, table: ScoreTable | None = None) -> dict[str, dict[str, Entered]]:
    """The entries of each site by item code. With ``table`` its codes are checked as well.

    Raises:
        ScoreInputError: the file as a whole, or every bad cell, named as ``file:row:column: what is wrong``.
    """
    faults = Faults(str(path))
    entries: dict[str, dict[str, Entered]] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in read_sheet(path, COLUMNS):
        site, code, entry = _read(row, table, faults)
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


def _read(
    row: SheetRow, table: ScoreTable | None, faults: Faults
) -> tuple[str | None, str | None, Entered | None]:
    site = _cell(row, SITE, _site_code, faults)
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
