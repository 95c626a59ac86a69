"""Labels on a page and the values that belong to them, in whatever markup they are set.

One mechanism for tables with labels at the left, definition lists, headings, bold words and plain lines
``标签：值``. Labels at the top of a table and tabs with panels are read in ``labelled_grids``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from selectolax.lexbor import LexborNode

from xuncha.text.guides.labelled_lines import Beside, Lines, TextLine

K = TypeVar("K")

#: Says what a label means, None for words that are no label. It gets the words without number and colon.
Meaning = Callable[[str], K | None]

#: No label is longer than this, its number and brackets included (characters).
LONGEST_LABEL = 24
_MOST_VALUE_LINES = 120
_END = 1 << 30
_NUMBER = re.compile(
    r"^[\s\W]*(?:第?[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）]\s*[、.．:：]?|[、.．:：]|\s(?=\D)|[部分章节]{1,2})|0\d(?=[\u4e00-\u9fff])|[①-⑳]\s*[、.．:：]?)?[\s\W]*"
)
_TAIL = re.compile(r"(?:[（(\[【][^（()）\]】]{0,12}[)）\]】])?[\s:：*＊、，。？?！_\-—↑↓▲▼△▽⇅]*$")
_SPACES = re.compile(r"\s+")
_SEPARATED = re.compile(r"[\s；;。，,|｜]+(?=\S)")
_AFTER_SENTENCE = frozenset("，,。")
_WRAPPERS = frozenset({"b", "strong", "dt", "th", "label", "em", "h1", "h2", "h3", "h4", "h5", "h6"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"br", "hr", "input", "script", "style", "img", "wbr", "col", "colgroup", "-comment"})
_CLEAR = re.compile(r"clear|^cl$|line|hr", re.I)
_COLON_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")
_GOES_ON = re.compile(r"[:：；;，,、]$|如下。?$|见|下列|以下|点击|下载")
#: Where a label at the start of a line may end without a colon: 办理地点 人民路, （一）办理依据。《水法》
_LEAST_UNMARKED = 3
_LABEL_CLOSES = re.compile(r"\s+|——|。")
_LISTED = re.compile(r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳•●◆★])")


@dataclass(frozen=True, slots=True)
class Labelled(Generic[K]):
    """A label met on the page: what it means, its words, its value's text, and links and pictures beside."""

    meaning: K
    label: str
    text: str
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    line: int
    block: LexborNode


@dataclass(frozen=True, slots=True)
class Mark(Generic[K]):
    """Where a label stands in its line, and where its value begins."""

    meaning: K
    label: str
    start: int
    end: int
    colon: bool


def bare_label(words: str) -> str:
    """A label without number, brackets, spaces and colon: 三、办 理 地 点（窗口）： is 办理地点."""
    plain = _NUMBER.sub("", words, count=1)
    plain = _TAIL.sub("", plain)
    return _SPACES.sub("", plain).strip("【】[]「」《》<>〔〕“”\"'*＊·•◆●★▪■□◎※☆")


class LabelReader(Generic[K]):
    """Reads all labels of one part of a page, given what labels there are."""

    def __init__(self, lines: Lines, meaning: Meaning[K], ignored: frozenset[int] = frozenset()) -> None:
        self._lines = lines
        self._meaning = meaning
        self.marks: dict[int, list[Mark[K]]] = {}
        for index, line in enumerate(lines.lines):
            if index not in ignored:
                found = list(_marks(line, meaning))
                if found:
                    self.marks[index] = found
        self._stops = sorted([*self.marks, *ignored])
        self._stop_set = frozenset(self._stops)

    def read(self) -> Iterator[Labelled[K]]:
        """Every label with its value, in document order; an empty place gives an empty text."""
        for index, marks in self.marks.items():
            line = self._lines.lines[index]
            for position, mark in enumerate(marks):
                following = marks[position + 1].start if position + 1 < len(marks) else None
                own = line.text[mark.end : following].strip().lstrip(":：—。").strip()
                rest = list(self._following(index, mark, own)) if following is None else []
                until = _END if following is None else following
                yield Labelled(
                    mark.meaning,
                    mark.label,
                    " ".join(part for part in (own, *(item.text for item in rest)) if part),
                    _between(line.links, mark.start, until) + urls_of(rest, pictures=False),
                    _between(line.pictures, mark.start, until) + urls_of(rest, pictures=True),
                    index,
                    line.block,
                )

    def _following(self, index: int, mark: Mark[K], own: str) -> Iterator[TextLine]:
        start, end = self._goes_on(index, own) if own else self._scope(index)
        for number in range(start, min(end, start + _MOST_VALUE_LINES)):
            if number in self._stop_set or self._is_like(index, mark, number):
                return
            yield self._lines.lines[number]

    def _goes_on(self, index: int, own: str) -> tuple[int, int]:
        """Further lines of a value that begins beside its label."""
        line = self._lines.lines[index]
        block = line.block
        if block.tag == "p" and block.parent is not None:
            block = block.parent
        end = self._lines.spans.get(block.mem_id, (0, index + 1))[1]
        following = self._lines.lines[index + 1 : min(end, index + 2)]
        more = following and (_GOES_ON.search(own) or _LISTED.match(following[0].text))
        return index + 1, end if more or line.block.tag in ("td", "dd", "li") else index + 1

    def _scope(self, index: int) -> tuple[int, int]:
        """The lines in which the value of a label that stands alone can be."""
        spans = self._lines.spans
        node = self._lines.lines[index].tail
        while node.mem_id != self._lines.root.mem_id and node.parent is not None:
            cells = _next_cells(node)
            if cells:
                return self._cell_scope(node, cells)
            parent = node.parent
            span = spans.get(parent.mem_id)
            if span is not None and span[1] > index + 1:
                return index + 1, span[1]
            if (_has_empty_place(node) and not self._fills_cell(index, node)) or (
                span is not None and self._others_in(span, index)
            ):
                break
            node = parent
        return index + 1, index + 1

    def _fills_cell(self, index: int, node: LexborNode) -> bool:
        """True for a label without colon in a cell of its own: what an editor left behind it is no place."""
        line = self._lines.lines[index]
        while node.parent is not None and node.tag not in ("td", "th", "tr"):
            node = node.parent
        alone = self._lines.below(node) == [line]
        return alone and not line.text.endswith((":", "：")) and bool(_next_cells(node))

    def _cell_scope(self, label: LexborNode, cells: list[LexborNode]) -> tuple[int, int]:
        """The next cell; with a label over several rows, all cells of those rows."""
        start, end = self._lines.spans.get(cells[0].mem_id, (0, 0))
        rows = _number(label.attributes.get("rowspan"))
        row = label.parent
        if rows < 2 or row is None:
            return start, end
        for _ in range(rows - 1):
            row = _next_element(row)
            if row is None:
                break
            end = self._lines.spans.get(row.mem_id, (0, end))[1]
        return start, end

    def _others_in(self, span: tuple[int, int], index: int) -> bool:
        position = bisect_left(self._stops, span[0])
        within = [i for i in self._stops[position : position + 2] if i < span[1]]
        return any(i != index for i in within)

    def _is_like(self, index: int, mark: Mark[K], number: int) -> bool:
        """True when a line is set as our label is set: another label, one we have no word for."""
        own, other = self._lines.lines[index], self._lines.lines[number]
        if not other.text:
            return False
        if other.first.tag in ("dt", *_HEADINGS) and other.first.tag == own.first.tag:
            return True
        if _heading_level(other.block) and _heading_level(other.block) <= _heading_level(own.block):
            return True
        if mark.colon and own.block.tag == other.block.tag == "li" and _COLON_LABEL.match(other.text):
            return True
        if _set_as(other.first) != _set_as(own.first) or not _is_wrapped(own.first):
            return False
        run_end = other.starts[1] if len(other.starts) > 1 else len(other.text)
        return run_end <= LONGEST_LABEL and _number_style(own.text) == _number_style(other.text)


def _marks(line: TextLine, meaning: Meaning[K]) -> Iterator[Mark[K]]:
    """The labels of one line: at its start, at the start of a run set alike, or 标签： after a gap."""
    runs = dict(zip(line.starts, line.holders, strict=True))
    gaps = {found.end(): line.text[found.start()] for found in _SEPARATED.finditer(line.text)}
    last_end = -1
    leader: tuple[str, str] | None = None
    for start in sorted({0} | runs.keys() | gaps.keys()):
        if start < last_end or start >= len(line.text):
            continue
        set_alike = leader is not None and start in runs and _set_as(runs[start]) == leader
        mark = _mark_at(line, start, meaning, alone=start == 0 or set_alike)
        if mark is None:
            continue
        weak = start not in runs and gaps.get(start, "") in _AFTER_SENTENCE and len(mark.label) < 4
        if start == 0 or not weak:
            yield mark
            last_end = max(mark.end, start + 1)
            leader = _set_as(line.first) if start == 0 and _is_wrapped(line.first) else leader


def _mark_at(line: TextLine, start: int, meaning: Meaning[K], *, alone: bool) -> Mark[K] | None:
    """The label that begins here; ``alone`` allows one without colon, ended by a run, a gap or the line."""
    text = line.text
    window = text[start : start + LONGEST_LABEL]
    colon = next((i for i, char in enumerate(window) if i > 0 and char in ":：】]"), None)
    ends = [] if colon is None else [start + colon + 1]
    if alone:
        ends += [run for run in line.starts if start < run <= start + LONGEST_LABEL]
        if len(text) - start <= LONGEST_LABEL:
            ends.append(len(text))
        if start == 0:
            closes = [found.start() for found in _LABEL_CLOSES.finditer(window)]
            ends += [close for close in closes if len(bare_label(text[:close])) >= _LEAST_UNMARKED]
    best: Mark[K] | None = None
    for end in ends:
        label = bare_label(text[start:end])
        found = meaning(label) if label else None
        if found is not None and (best is None or end > best.end):
            best = Mark(
                found, label, start, end, text[end - 1] in ":：" or text[end : end + 1] in (":", "：")
            )
    return best


def _between(items: tuple[Beside, ...], start: int, end: int) -> tuple[str, ...]:
    return tuple(item.url for item in items if start <= item.position < end)


def urls_of(lines: list[TextLine], *, pictures: bool) -> tuple[str, ...]:
    """Addresses of the links, or of the pictures, of some lines."""
    return tuple(item.url for line in lines for item in (line.pictures if pictures else line.links))


def _next_cells(node: LexborNode) -> list[LexborNode]:
    """The cells after a cell of a table, in its row."""
    if node.tag not in ("td", "th"):
        return []
    cells = []
    sibling = node.next
    while sibling is not None:
        if sibling.tag in ("td", "th"):
            cells.append(sibling)
        sibling = sibling.next
    return cells


def _next_element(node: LexborNode) -> LexborNode | None:
    sibling = node.next
    while sibling is not None and (sibling.is_text_node or sibling.tag in _VOID):
        sibling = sibling.next
    return sibling


def _has_empty_place(node: LexborNode) -> bool:
    """True when an element follows in which the value should stand (and nothing does)."""
    place = _next_element(node)
    while place is not None and _CLEAR.search(place.attributes.get("class") or ""):
        place = _next_element(place)
    return place is not None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 4 else 1


def _heading_level(node: LexborNode) -> int:
    """1 to 6 for a heading, 0 for anything else."""
    return int(node.tag[1]) if node.tag in _HEADINGS and node.tag else 0


def _set_as(node: LexborNode) -> tuple[str, str]:
    return node.tag or "", node.attributes.get("class") or ""


def _is_wrapped(node: LexborNode) -> bool:
    """True when an element marks its words as something of their own."""
    return node.tag in _WRAPPERS or bool(node.attributes.get("class"))


def _number_style(text: str) -> str:
    found = re.match(r"\s*(第?[（(]?)(?:([一二三四五六七八九十]+)|(\d{1,2}))([)）、.．]?)", text)
    if not found or not (found[1] or found[4]):
        return ""
    return f"{found[1]}{'一' if found[2] else '1'}{found[4]}"
