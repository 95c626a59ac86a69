"""Reads a 正误词库 from TOML or from the rows of a table, whole or not at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from xuncha.facts.words import WordEntry
from xuncha.text.wording.word_list import ListProblem, WordList, WordListError, as_pattern

#: Column titles of a table and the keys of a TOML entry they stand for.
COLUMNS = {
    "错误写法": "wrong", "正确写法": "right", "程度": "severity", "前文例外": "not_after", "后文例外": "not_before",
    "例外词": "not_in", "生效日期": "valid_from", "失效日期": "valid_until", "应报例句": "must_find", "不报例句": "must_pass",
}  # fmt: skip
#: The same the other way round.
TITLES = {key: title for title, key in COLUMNS.items()}
_SEVERITIES = {"serious": True, "严重": True, "ordinary": False, "一般": False, "": False}
_LISTS = ("not_after", "not_before", "not_in", "must_find", "must_pass")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_TABLE = re.compile(r"\s*\[\[\s*word\s*\]\]")


class _BadEntryError(ValueError):
    """What is wrong with one key of an entry."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_word_list(text: str, name: str) -> WordList:
    """The list in a TOML text of ``[[word]]`` tables. Raises WordListError naming every bad entry."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = ListProblem(int(line[1]) if line else 1, "文件", f"不是有效的 TOML（{error}）")
        raise WordListError(name, [problem]) from error
    unknown = sorted(set(tables) - {"word"})
    rows = tables.get("word", [])
    if unknown or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        wrong = f"，不认识：{'、'.join(unknown)}" if unknown else ""
        raise WordListError(name, [ListProblem(1, "文件", f"词库只能由 [[word]] 条目组成{wrong}")])
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _TABLE.match(line)]
    return _build(zip(lines, rows, strict=False), name, {})


def word_list_from_rows(rows: Iterable[tuple[int, Mapping[str, object]]], name: str) -> WordList:
    """The list in the numbered rows of a table, keyed by the titles of COLUMNS; empty rows are passed over.

    Several exceptions or sentences in one cell stand on lines of their own or are parted by ``；``.
    Raises WordListError naming every bad row by its line and column.
    """
    filled = []
    for line, row in rows:
        cells = {COLUMNS.get(title.strip(), title.strip()): value for title, value in row.items()}
        present = {key: value for key, value in cells.items() if value is not None and str(value).strip()}
        if present:
            filled.append((line, present))
    return _build(filled, name, TITLES)


def _build(
    rows: Iterable[tuple[int, Mapping[str, object]]], name: str, titles: Mapping[str, str]
) -> WordList:
    entries: list[WordEntry] = []
    problems: list[ListProblem] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        try:
            entry = replace(_entry(row), line=line)
        except _BadEntryError as error:
            problems.append(ListProblem(line, error.key, str(error)))
            continue
        if entry.wrong in seen:
            problems.append(ListProblem(line, "wrong", f"“{entry.wrong}”与第 {seen[entry.wrong]} 行重复"))
            continue
        seen[entry.wrong] = line
        entries.append(entry)
    problems.extend(_against_each_other(entries))
    try:
        built = WordList(tuple(entries), name)
    except WordListError as error:
        problems.extend(error.problems)
    if problems:
        raise WordListError(
            name,
            [replace(problem, column=titles.get(problem.column, problem.column)) for problem in problems],
        )
    return built


def _against_each_other(entries: list[WordEntry]) -> Iterator[ListProblem]:
    """Entries that ask for a form another one calls wrong on the same days."""
    by_wrong = {entry.wrong: entry for entry in entries}
    for entry in entries:
        other = by_wrong.get(entry.right)
        if other is None:
            continue
        begin = max(entry.valid_from or date.min, other.valid_from or date.min)
        if begin <= min(entry.valid_until or date.max, other.valid_until or date.max):
            message = f"正确写法“{entry.right}”在第 {other.line} 行又被列为错误写法，两条互相矛盾"
            yield ListProblem(entry.line, "right", message)


def _entry(row: Mapping[str, object]) -> WordEntry:
    unknown = sorted(set(row) - set(TITLES))
    if unknown:
        raise _BadEntryError(unknown[0], f"不认识的项目：{'、'.join(unknown)}")
    wrong, right = _words(row, "wrong", "错误写法"), _words(row, "right", "正确写法")
    if wrong == right:
        raise _BadEntryError("right", f"错误写法与正确写法相同：{wrong}")
    if len(wrong) < 2:
        raise _BadEntryError("wrong", f"错误写法至少两个字：{wrong}")
    severity = str(row.get("severity", "")).strip()
    if severity not in _SEVERITIES:
        raise _BadEntryError("severity", f"程度只能是“严重”或“一般”，不能是“{severity}”")
    lists = {key: _several(row.get(key, ()), key) for key in _LISTS}
    for key in ("not_after", "not_before"):
        for pattern in lists[key]:
            _check_pattern(key, pattern)
    first, last = _day(row, "valid_from"), _day(row, "valid_until")
    if first and last and last < first:
        raise _BadEntryError("valid_until", f"失效日期 {last} 早于生效日期 {first}")
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
        raise _BadEntryError(key, f"缺少{title}")
    return value.strip()


def _several(value: object, key: str) -> tuple[str, ...]:
    if isinstance(value, str):
        parts: list[object] = [*re.split(r"[\n；]", value)]
    elif isinstance(value, list | tuple):
        parts = [*value]
    else:
        raise _BadEntryError(key, "应为文字或文字的列表")
    if not all(isinstance(part, str) for part in parts):
        raise _BadEntryError(key, "应为文字或文字的列表")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _check_pattern(key: str, written: str) -> None:
    try:
        re.compile(as_pattern(written))
    except re.error as error:
        raise _BadEntryError(key, f"例外“{written}”不是有效的正则表达式：{error}") from error


def _day(row: Mapping[str, object], key: str) -> date | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(str(value).strip())
    if match is None:
        raise _BadEntryError(key, f"日期“{value}”看不懂，应写成 2025-06-25")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise _BadEntryError(key, f"日期“{value}”不存在") from error
