"""Names of organs that a reform did away with, where the text itself says that it speaks of a later year.

Most mentions of such names are right: 原国土资源局, a document of its time, a life's story. Only a sentence that names
a year after the reform, and none before it, uses the old name for something of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.mentions import only_mentioned

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_YEAR = re.compile(r"(?<![\d〔\[第])((?:19|20)\d\d)年|(?<!\d)((?:19|20)\d\d)[-/.]\d{1,2}[-/.]\d{1,2}")
#: The old name is meant as such: told of the past, of an office held, of the reform itself, or part of a document's title.
_BEFORE = re.compile(
    r"(?:(?<![平草高中太])原(?![则因料材始有告价文])|前身|旧称|时任|曾任|历任|改称|更名|撤销|取消|并入|划入|整合)[^，。；]{0,24}$|《[^》]*$|[〔\[][^〕\]]*$"
)
_AFTER = re.compile(
    r"^(?:[门分队际署]|面(?!向|对)|令|公告|第\d|文件|办公厅|关于|等部门|更名|改|并入|合并|整合|撤销|职责|职能|旧址|宿舍|家属|退休|离休|[》〕])"
)
_PAST = re.compile(
    r"机构改革|更名为|改组为|组建|前身|历史沿革|沿革|任职经历|简历|历任|参加工作|因涉嫌|受贿|当时|彼时|曾经"
)


@dataclass(frozen=True, slots=True)
class OldName:
    """Characters ``start`` to ``end`` name an organ that is called ``right`` since the year ``since``."""

    start: int
    end: int
    wrong: str
    right: str
    since: int


class OldNames:
    """Finds names of a table: old name → (new name, first full year of the new one)."""

    def __init__(self, table: dict[str, tuple[str, int]]) -> None:
        self._table = table
        self._search = AhoCorasick([*table], matchkind=MatchKind.LeftmostLongest)
        self._names = [*table]

    def find(self, text: str) -> Iterator[OldName]:
        """Old names that the text uses of a year in which they were gone."""
        hits = self._search.find_matches_as_indexes(text)
        for number, start, end in hits:
            name = self._names[number]
            right, since = self._table[name]
            if _is_of_today(text, start, end, since) and not only_mentioned(text, start, end, right):
                yield OldName(start, end, name, right, since)


def _is_of_today(text: str, start: int, end: int, since: int) -> bool:
    sentence = next((m for m in _SENTENCE.finditer(text, max(0, start - 300)) if m.end() > start), None)
    words = sentence[0] if sentence else ""
    years = [int(one or other) for one, other in _YEAR.findall(words)]
    if not years or min(years) < since:
        return False
    left, after = text[max(0, start - 16) : start], text[end : end + 12]
    return not (_BEFORE.search(left) or _AFTER.search(after) or _PAST.search(words))


@until_let_go
@cache
def shipped_old_names() -> OldNames:
    """The table that comes with the program."""
    text = (files("xuncha.text.wording") / "old_names.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return OldNames({old: (new, int(since)) for old, new, since in rows})
