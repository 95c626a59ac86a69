"""Reads a 正误词库 from TOML or from the rows of a table, whole or not at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from xuncha.text.wording.word_list import WordEntry, WordList, WordListError, as_pattern

#: Column titles of a table and the keys of a TOML entry they stand for.
COLUMNS = {
    "错误": "wrong", "错误写法": "wrong", "正确": "right", "正确写法": "right", "程度": "severity",
    "前文例外": "not_after", "后文例外": "not_before", "例外词": "not_in", "生效日期": "valid_from",
    "失效日期": "valid_until", "应报例句": "must_find", "不报例句": "must_pass",
}  # fmt: skip
_SEVERITIES = {"serious": True, "严重": True, "ordinary": False, "一般": False, "": False}
_LISTS = ("not_after", "not_before", "not_in", "must_find", "must_pass")
_KEYS = frozenset(COLUMNS.values())
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")


def read_word_list(text: str, name: str) -> WordList:
    """The list in a TOML text of ``[[word]]`` tables. Raises WordListError naming every bad entry."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WordListError(f"{name}不是有效的 TOML：{error}") from error
    unknown = sorted(set(tables) - {"word"})
    rows = tables.get("word", [])
    if unknown or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WordListError(
            f"{name}只能由 [[word]] 条目组成" + (f"，不认识：{'、'.join(unknown)}" if unknown else "")
        )
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*word\s*\]\]", line)
    ]
    return _build(zip(lines, rows, strict=False), name)


def word_list_from_rows(rows: Iterable[Mapping[str, object]], name: str, *, first_line: int = 2) -> WordList:
    """The list in the rows of a table, keyed by the titles of COLUMNS; empty rows are passed over.

    Several exceptions or sentences in one cell stand on lines of their own or are parted by ``；``.
    Raises WordListError naming every bad row by its line; ``first_line`` is the line of the first row.
    """
    filled = []
    for line, row in enumerate(rows, first_line):
        cells = {COLUMNS.get(title.strip(), title.strip()): value for title, value in row.items()}
        present = {key: value for key, value in cells.items() if value is not None and str(value).strip()}
        if present:
            filled.append((line, present))
    return _build(filled, name)


def _build(rows: Iterable[tuple[int, Mapping[str, object]]], name: str) -> WordList:
    entries, problems = [], []
    seen: dict[str, int] = {}
    for line, row in rows:
        try:
            entry = replace(_entry(row), line=line)
        except ValueError as error:
            problems.append(f"{name}第 {line} 行（“{row.get('wrong', '')}”）：{error}")
            continue
        if entry.wrong in seen:
            problems.append(f"{name}第 {line} 行（“{entry.wrong}”）：与第 {seen[entry.wrong]} 行重复")
        seen.setdefault(entry.wrong, line)
        entries.append(entry)
    try:
        built = WordList(tuple(entries), name)
    except WordListError as error:
        problems.append(str(error))
    if problems:
        raise WordListError("\n".join(problems))
    return built


def _entry(row: Mapping[str, object]) -> WordEntry:
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise ValueError(f"不认识的项目：{'、'.join(unknown)}")
    wrong, right = _words(row, "wrong", "错误写法"), _words(row, "right", "正确写法")
    if wrong == right:
        raise ValueError("错误写法与正确写法相同")
    if len(wrong) < 2:
        raise ValueError("错误写法至少两个字")
    severity = str(row.get("severity", "")).strip()
    if severity not in _SEVERITIES:
        raise ValueError(f"程度只能是“严重”或“一般”，不能是“{severity}”")
    lists = {key: _several(row.get(key, ()), key) for key in _LISTS}
    for pattern in (*lists["not_after"], *lists["not_before"]):
        _check_pattern(pattern)
    first, last = _day(row.get("valid_from")), _day(row.get("valid_until"))
    if first and last and last < first:
        raise ValueError(f"失效日期 {last} 早于生效日期 {first}")
    return WordEntry(
        wrong,
        right,
        _SEVERITIES[severity],
        not_after=lists["not_after"],
        not_before=lists["not_before"],
        not_in=lists["not_in"],
        valid_from=first,
        valid_until=last,
        must_find=lists["must_find"],
        must_pass=lists["must_pass"],
    )


def _words(row: Mapping[str, object], key: str, title: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"缺少{title}")
    return value.strip()


def _several(value: object, key: str) -> tuple[str, ...]:
    if isinstance(value, str):
        parts: list[object] = [*re.split(r"[\n；]", value)]
    elif isinstance(value, list | tuple):
        parts = [*value]
    else:
        raise ValueError(f"{key} 应为文字或文字的列表")
    if not all(isinstance(part, str) for part in parts):
        raise ValueError(f"{key} 应为文字或文字的列表")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _check_pattern(written: str) -> None:
    try:
        re.compile(as_pattern(written))
    except re.error as error:
        raise ValueError(f"例外“{written}”不是有效的正则表达式：{error}") from error


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(f"日期“{value}”看不懂，应写成 2025-06-25")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise ValueError(f"日期“{value}”不存在") from error
