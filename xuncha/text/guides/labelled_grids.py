"""Labels that do not stand before their value: at the top of a table's columns, and on tabs over panels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from selectolax.lexbor import LexborNode

from xuncha.text.guides.labelled_lines import Lines, TextLine
from xuncha.text.guides.labelled_values import Labelled, Meaning, bare_label, urls_of

K = TypeVar("K")

#: A longer heading of a column or a tab is something else (characters).
_LONGEST_HEAD = 14
_MOST_TABS = 16
#: Two rows of labels, each with its values below, are no table with heads.
_LEAST_PAIRS, _MOST_STACKED = 2, 8
_NOT_ELEMENTS = frozenset({"script", "style", "br", "hr", "template", "noscript"})
_TARGETS = ("href", "data-target", "data-href", "aria-controls", "data-id", "data-tab", "for")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as cells: each row lists the node that covers each column, spans resolved."""

    table: LexborNode
    rows: tuple[tuple[LexborNode, ...], ...]


@dataclass(frozen=True, slots=True)
class HeadedTable(Generic[K]):
    """A table whose columns are labelled at the top: meaning by column, and the rows below."""

    table: LexborNode
    meanings: tuple[K | None, ...]
    labels: tuple[str, ...]
    head: tuple[LexborNode, ...]
    rows: tuple[tuple[LexborNode, ...], ...]


def grids(root: LexborNode) -> Iterator[Grid]:
    """The innermost tables below a node."""
    for table in root.css("table"):
        if not _holds_table(table):
            yield Grid(table, tuple(_rows(table)))


def _holds_table(table: LexborNode) -> bool:
    return any(inner.mem_id != table.mem_id for inner in table.css("table"))


def _rows(table: LexborNode) -> Iterator[tuple[LexborNode, ...]]:
    open_cells: dict[int, tuple[int, LexborNode]] = {}  # column -> rows still covered, the cell
    for row in table.css("tr"):
        cells: list[LexborNode] = []
        own = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        while own or len(cells) in open_cells:
            column = len(cells)
            if column in open_cells:
                left, cell = open_cells[column]
                open_cells[column] = (left - 1, cell)
                if left == 1:
                    del open_cells[column]
                cells.append(cell)
                continue
            cell = own.pop(0)
            down = min(_span(cell, "rowspan"), 500)
            for _ in range(min(_span(cell, "colspan"), 50)):
                if down > 1:
                    open_cells[len(cells)] = (down - 1, cell)
                cells.append(cell)
        if cells:
            yield tuple(cells)


def _span(cell: LexborNode, name: str) -> int:
    given = (cell.attributes.get(name) or "").strip()
    return max(1, int(given)) if given.isdigit() and len(given) < 5 else 1


def headed_table(grid: Grid, lines: Lines, meaning: Meaning[K], *, least: int = 2) -> HeadedTable[K] | None:
    """The table with its heads, None when its first rows are not heads of columns."""
    for number, row in enumerate(grid.rows[:3]):
        words = [cell_text(cell, lines) for cell in row]
        found = [meaning(bare_label(word)) if 0 < len(word) <= _LONGEST_HEAD else None for word in words]
        known = len({cell.mem_id for cell, one in zip(row, found, strict=True) if one is not None})
        if known < least or not _is_head(row, words, known):
            continue
        below = grid.rows[number + 1 :]
        if below and not _has_heads(below[0], lines, meaning):
            return HeadedTable(
                grid.table, tuple(found), tuple(bare_label(word) for word in words), row, below
            )
    return None


def stacked_values(grid: Grid, lines: Lines, meaning: Meaning[K]) -> list[Labelled[K]]:
    """The labels of a table whose rows are labels and values by turns; empty for any other table."""
    found: list[Labelled[K]] = []
    pairs = 0
    number = 0
    while number + 1 < len(grid.rows):
        heads, values = grid.rows[number], grid.rows[number + 1]
        meanings: list[K | None] = [None]
        if len(heads) == len(values) == len({cell.mem_id for cell in heads}) <= _MOST_STACKED:
            meanings = [meaning(bare_label(cell_text(cell, lines))) for cell in heads]
        if None in meanings or _has_heads(values, lines, meaning):
            if found:
                return []
            number += 1  # a title above
            continue
        pairs += 1
        number += 2
        for head, value, meant in zip(heads, values, meanings, strict=True):
            if meant is not None:
                label = bare_label(cell_text(head, lines))
                found.append(_labelled(meant, label, lines.below(value), lines, head))
    return found if pairs >= _LEAST_PAIRS else []


def _is_head(row: tuple[LexborNode, ...], words: list[str], known: int) -> bool:
    """True when a row holds short words in every cell but the first, and most of them are labels."""
    if len({cell.mem_id for cell in row}) < len(row) or len(row) < 2:
        return False
    return all(0 < len(word) <= _LONGEST_HEAD for word in words[1:]) and 2 * known >= len(row)


def _has_heads(row: tuple[LexborNode, ...], lines: Lines, meaning: Meaning[K]) -> bool:
    return any(meaning(bare_label(cell_text(cell, lines))) is not None for cell in row)


def cell_text(cell: LexborNode, lines: Lines) -> str:
    """The words of a cell."""
    return " ".join(line.text for line in lines.below(cell)).strip()


def column_values(table: HeadedTable[K], lines: Lines) -> Iterator[Labelled[K]]:
    """The labels at the top of a table, each with the words of its whole column."""
    for column, meaning in enumerate(table.meanings):
        if meaning is None:
            continue
        cells = [row[column] for row in table.rows if column < len(row)]
        found = [line for cell in _distinct(cells) for line in lines.below(cell)]
        yield _labelled(meaning, table.labels[column], found, lines, table.head[column])


def _distinct(nodes: list[LexborNode]) -> list[LexborNode]:
    return list({node.mem_id: node for node in nodes}.values())


def _labelled(meaning: K, label: str, found: list[TextLine], lines: Lines, node: LexborNode) -> Labelled[K]:
    return Labelled(
        meaning,
        label,
        " ".join(line.text for line in found if line.text),
        urls_of(found, pictures=False),
        urls_of(found, pictures=True),
        lines.spans.get(node.mem_id, (0, 0))[0],
        node,
    )


@dataclass(frozen=True, slots=True)
class TabBar(Generic[K]):
    """A row of labels without values: tabs or a menu. ``found`` are those whose panel was found."""

    lines: frozenset[int]
    found: tuple[Labelled[K], ...]
    meanings: tuple[K, ...]


def tab_bars(lines: Lines, meaning: Meaning[K]) -> Iterator[TabBar[K]]:
    """Rows of labels side by side whose values stand in panels elsewhere, or are mere links."""
    for node in lines.root.css("ul, ol, div, nav, section, p"):
        span = lines.spans.get(node.mem_id)
        if span is None or not 0 < span[1] - span[0] <= _MOST_TABS:
            continue
        items = _block_tabs(node, span, lines) or _inline_tabs(node, span, lines)
        known = [(i, m) for i, item in enumerate(items) if (m := _tab_meaning(item, meaning)) is not None]
        if len(known) < 2 or 2 * len(known) < len(items):
            continue
        panels = _panels(node, items, lines)
        if not panels and len(known) < len(items):
            continue  # short values stand between: labels and values after all
        found = tuple(
            _labelled(m, bare_label(items[i][0]), lines.below(panels[i]), lines, panels[i])
            for i, m in known
            if i < len(panels) and not _has_own_label(panels[i], lines, meaning, m)
        )
        yield TabBar(frozenset(range(*span)), found, tuple(m for _, m in known))


def _has_own_label(panel: LexborNode, lines: Lines, meaning: Meaning[K], tab: K) -> bool:
    """True when a panel begins with a heading that repeats its tab, and is read where that stands."""
    first = lines.below(panel)[:1]
    return (
        bool(first) and meaning(bare_label(first[0].text)) == tab and first[0].block.tag not in ("td", "th")
    )


Item = tuple[str, LexborNode]


def _tab_meaning(item: Item, meaning: Meaning[K]) -> K | None:
    words = item[0]
    return None if re.search(r"[:：]\s*$", words) else meaning(bare_label(words))


def _block_tabs(node: LexborNode, span: tuple[int, int], lines: Lines) -> list[Item]:
    """Children that are blocks of one short line each, and nothing else."""
    children = [child for child in node.iter() if child.tag not in _NOT_ELEMENTS]
    if not 2 <= len(children) <= _MOST_TABS or len(children) != span[1] - span[0]:
        return []
    items = []
    for child in children:
        own = lines.below(child)
        if len(own) != 1 or not 0 < len(own[0].text) <= _LONGEST_HEAD:
            return []
        items.append((own[0].text, child))
    return items


def _inline_tabs(node: LexborNode, span: tuple[int, int], lines: Lines) -> list[Item]:
    """Children that are inline elements in one line: links or spans beside each other."""
    if span[1] - span[0] != 1:
        return []
    line = lines.lines[span[0]]
    if len(line.starts) < 3:
        return []
    ends = [*line.starts[1:], len(line.text)]
    words = [line.text[start:end].strip() for start, end in zip(line.starts, ends, strict=True)]
    children = [child for child in node.iter() if child.tag in ("a", "span", "label", "button")]
    if len(words) != len(children) or any(len(word) > _LONGEST_HEAD for word in words):
        return []
    return list(zip(words, children, strict=True))


def _panels(bar: LexborNode, items: list[Item], lines: Lines) -> list[LexborNode]:
    """The panels of the tabs, in their order; none when there are none."""
    named = [_target(node, lines) for _, node in items]
    if all(panel is not None for panel in named):
        return [panel for panel in named if panel is not None]
    node: LexborNode | None = bar
    for _ in range(3):
        if node is None or node.mem_id == lines.root.mem_id:
            break
        panels = _sibling_panels(node, len(items))
        if panels:
            return panels
        node = node.parent
    return []


def _target(item: LexborNode, lines: Lines) -> LexborNode | None:
    """The element a tab names in one of the usual attributes."""
    for node in [item, *item.css("a, span, label, button")]:
        for name in _TARGETS:
            given = (node.attributes.get(name) or "").lstrip("#")
            if re.fullmatch(r"[\w-]{1,60}", given):
                panel = lines.root.css_first(f"[id='{given}']")
                if panel is not None and panel.mem_id in lines.spans:
                    return panel
    return None


def _sibling_panels(bar: LexborNode, count: int) -> list[LexborNode]:
    siblings = []
    node = bar.next
    while node is not None:
        if not node.is_text_node and node.tag not in _NOT_ELEMENTS and node.tag != "-comment":
            siblings.append(node)
        node = node.next
    for sibling in siblings[:2]:
        inner = _elements(sibling)
        if len(inner) == 1 and len(_elements(inner[0])) == count:
            inner = _elements(inner[0])
        if len(inner) == count and len({child.tag for child in inner}) == 1:
            return inner
    same = [node for node in siblings if node.tag == "div"]
    return same if len(same) == count else []


def _elements(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.tag not in _NOT_ELEMENTS]
