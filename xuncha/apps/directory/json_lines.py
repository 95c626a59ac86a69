"""JSONL files: one JSON object a line, as rows whose columns are the keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from xuncha.apps.directory.cells import Row
from xuncha.apps.directory.problems import BadCell, Problems
from xuncha.apps.directory.tables import WHOLE_FILE

#: What the place of a fault is called when a line is no JSON object.
WHOLE_LINE = "JSON"
#: Longest line taken, in bytes; the largest post is far below it.
_LONGEST_LINE = 16 << 20
_TYPES = {dict: "对象", list: "数组", bool: "布尔值", int: "数字", float: "数字"}


def read_json_lines(
    path: Path,
    keys: tuple[str, ...],
    problems: Problems,
    *,
    ids: frozenset[str] = frozenset(),
    optional: frozenset[str] = frozenset(),
) -> Iterator[Row]:
    """The lines as rows of text by key. Whatever is wrong goes to ``problems``.

    Every key must be there and hold a string; those in ``ids`` may hold a whole number instead. Keys in
    ``optional`` may be absent or null, and then are absent from the row; a list of strings there becomes one
    text of several lines. Other keys are ignored. The file is read as it is walked through, so its size does not matter.
    """
    file = str(path)
    empty = True
    try:
        with path.open("rb") as lines:
            for number, line in _numbered(lines, file, problems):
                empty = False
                row = _row(number, line, keys, ids, optional, file, problems)
                if row is not None:
                    yield row
    except FileNotFoundError:
        problems.add(file, 1, WHOLE_FILE, "找不到这个文件，请核对路径")
        return
    except OSError as fault:
        problems.add(file, 1, WHOLE_FILE, f"文件打不开（{fault.strerror}），请核对路径和权限")
        return
    if empty:
        problems.add(file, 1, WHOLE_FILE, "文件是空的")


def _numbered(lines: BinaryIO, file: str, problems: Problems) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := lines.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            problems.add(file, number, WHOLE_LINE, f"这一行超过 {_LONGEST_LINE >> 20} MB，其后的内容没有读取")
            return
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _row(
    number: int,
    line: bytes,
    keys: tuple[str, ...],
    ids: frozenset[str],
    optional: frozenset[str],
    file: str,
    problems: Problems,
) -> Row | None:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        problems.add(file, number, WHOLE_LINE, "这一行不是 UTF-8 编码，请按 UTF-8 重新导出")
        return None
    except json.JSONDecodeError as fault:
        problems.add(file, number, WHOLE_LINE, f"这一行不是完整的 JSON（第 {fault.colno} 个字符处出错）")
        return None
    except (ValueError, RecursionError):
        problems.add(file, number, WHOLE_LINE, "这一行的 JSON 嵌套过深或数字过长，无法读取")
        return None
    if not isinstance(value, dict):
        problems.add(file, number, WHOLE_LINE, "这一行不是 JSON 对象；每行应是一个 {…}，不要写成一个大数组")
        return None
    further = {key: _lines(value[key], key in ids) for key in optional if value.get(key) is not None}
    return Row(number, {key: _text(value, key, key in ids) for key in keys} | further)


def _lines(value: object, is_id: bool) -> str | BadCell:
    if isinstance(value, str):
        return value
    if is_id and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return BadCell(f"应为字符串或字符串的数组，现在是{_TYPES.get(type(value), '其他类型')}")


def _text(found: dict[str, object], key: str, is_id: bool) -> str | BadCell:
    value = found.get(key)
    if isinstance(value, str):
        return value
    if key not in found:
        return BadCell("缺少这个键，请补上；没有内容时写空字符串")
    if value is None:
        return BadCell("不能是 null；没有内容时写空字符串")
    if is_id and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return BadCell(f"应为字符串，现在是{_TYPES.get(type(value), '其他类型')}")
