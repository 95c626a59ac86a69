"""Reads the office's own 正误词库: an Excel or CSV table, or TOML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xuncha.apps.directory.delimited import UndecodableError, decode
from xuncha.apps.directory.problems import BadCell, Problems
from xuncha.apps.directory.tables import WHOLE_FILE, Layout, read_bytes, read_table
from xuncha.apps.directory.workbooks import UnreadableFileError
from xuncha.facts.words import WordEntry
from xuncha.text.wording.word_list import WordList, WordListError
from xuncha.text.wording.word_list_file import COLUMNS, TITLES, read_word_list, word_list_from_rows

_NEEDED = (TITLES["wrong"], TITLES["right"])
LAYOUT = Layout(_NEEDED, may_lack=tuple(title for title in COLUMNS if title not in _NEEDED))


def read_words(path: Path, problems: Problems) -> tuple[WordEntry, ...]:
    """The entries of the list, in its order. Whatever is wrong goes to ``problems``.

    Every entry is tried on its own examples; the columns are those of ``COLUMNS``, TOML has ``[[word]]`` tables.
    """
    before = len(problems)
    try:
        if path.suffix.lower() == ".toml":
            return read_word_list(_text(path), str(path)).entries
        return _from_table(path, problems, before)
    except UnreadableFileError as fault:
        problems.add(str(path), 1, WHOLE_FILE, str(fault))
    except WordListError as fault:
        for problem in fault.problems:
            problems.add(str(path), problem.line, problem.column, problem.message)
    return ()


def _from_table(path: Path, problems: Problems, before: int) -> tuple[WordEntry, ...]:
    rows: list[tuple[int, Mapping[str, object]]] = []
    for row in read_table(path, LAYOUT, problems):
        unreadable = [(title, cell) for title, cell in row.values.items() if isinstance(cell, BadCell)]
        for title, cell in unreadable:
            problems.add(str(path), row.number, title, str(cell))
        if not unreadable and not row.broken:
            rows.append((row.number, row.values))
    built: WordList = word_list_from_rows(rows, str(path))
    return built.entries if len(problems) == before else ()


def _text(path: Path) -> str:
    try:
        return decode(read_bytes(path))[0]
    except UndecodableError as fault:
        raise UnreadableFileError("既不是 UTF-8 也不是 GB18030 文字，无法读取") from fault
