"""Where on a page letters stand: rows of a table or repeated blocks; told by labels alone, see ``board_flow``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from xuncha.text.guides.labelled_grids import HeadedTable, cell_text, grids, headed_table
from xuncha.text.guides.labelled_lines import Lines, TextLine, read_lines
from xuncha.text.guides.labelled_values import LabelReader, bare_label
from xuncha.text.interaction.letters import LetterField, is_status, letter_label
from xuncha.text.pages.page import squeeze
from xuncha.text.pages.regions import Region, Regions

_DATE = re.compile(r"(?:19|20)\d\d\s?[-年./]\s?\d{1,2}|(?<!\d)\d\d-\d\d(?!\d)")
_SAID_ON = re.compile(
    r"(?:(提问|留言|来信|咨询|写信|提交|发表|投诉|反映)|(答复|回复|办结|反馈|回应))于\s?"
    r"((?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?)"
)
_NO_TITLE = re.compile(
    r"^\W*(?:\[?[^\[\]]{0,4}\]|更多|详情|查看(?:详情|全文|更多|回复|答复)?|点击查看|more|全文|展开|收起|我要.{1,4}|下一页|上一页|首页|尾页|\d+)\W*$",
    re.I,
)
#: One of these stands in every letter we can tell from other blocks.
_OF_LETTERS = re.compile(
    r"[来留提咨写收投].{0,6}[信言问询投诉]|[答回批]复|反馈|办[结理]|[处受][理]|[时日][间期]|状态|完成|解决|问|答|\["
)
_ROWS = frozenset({"li", "tr", "dl", "dt", "dd", "article"})
_LISTS = frozenset({"ul", "ol", "tbody"})
_LONGEST_ROW = 400
_LONGEST_RECORD = 6000
_MOST_LINES = 300
_MOST_HEADS = 16
_TELLING = frozenset(
    {
        LetterField.ASKED,
        LetterField.RECEIVED,
        LetterField.ANSWERED,
        LetterField.STATUS,
        LetterField.UNIT,
        LetterField.ANSWER,
    }
)
_LEAST_TITLE, _LEAST_HEADING = 4, 2
_HEADINGS = "h1, h2, h3, h4, h5"


@dataclass(slots=True)
class Record:
    """What was read of one letter, before dates are told apart: texts by field, title link, loose pieces."""

    fields: dict[LetterField, str] = field(default_factory=dict)
    title: str = ""
    href: str = ""
    loose: list[str] = field(default_factory=list)

    def put(self, kind: LetterField, text: str) -> None:
        """Keeps the first non-empty text of a field; a second 时间 after the answer is the answer's."""
        if kind is LetterField.WHEN and LetterField.ANSWER in self.fields:
            kind = LetterField.ANSWERED
        if not self.fields.get(kind):
            self.fields[kind] = text


def table_records(root: LexborNode, lines: Lines) -> list[Record]:
    """Letters in tables whose columns are labelled at the top."""
    found = []
    regions = Regions()
    for grid in grids(root):
        table = headed_table(grid, lines, letter_label)
        if table is None or not _is_of_letters(table.meanings) or regions.of(grid.table) is Region.FOOT:
            continue
        found += [record for row in table.rows if (record := _table_row(table, row, lines)) is not None]
    return found


def _is_of_letters(meanings: tuple[LetterField | None, ...]) -> bool:
    return len({LetterField.STATUS, LetterField.ASKED, LetterField.ANSWERED} & set(meanings)) > 0


def _table_row(table: HeadedTable[LetterField], row: tuple[LexborNode, ...], lines: Lines) -> Record | None:
    record = Record()
    if len(row) < len(table.meanings) or len({cell.mem_id for cell in row}) == 1:
        return None  # 暂无数据 across all columns, or the row of paging
    for meaning, cell in zip(table.meanings, row, strict=False):
        text = cell_text(cell, lines) or _picture_words(cell)
        if meaning is not None:
            record.put(meaning, text)
        elif text:
            record.loose.append(text)
    _take_title(record, list(_distinct(row)), record.fields.get(LetterField.TITLE, ""))
    return record if record.title else None


def _distinct(nodes: tuple[LexborNode, ...]) -> Iterator[LexborNode]:
    yield from {node.mem_id: node for node in nodes}.values()


def block_records(root: LexborNode, lines: Lines) -> list[Record]:
    """Letters in repeated blocks beside each other: rows of a list, cards, questions with answers."""
    best: list[list[LexborNode]] = []
    parent_of_best: LexborNode | None = None
    regions = Regions()
    for parent in root.css("ul, ol, div, section, tbody, td, dl, main, article, form"):
        children = [child for child in parent.iter() if child.tag not in ("script", "style")]
        if len(children) < 2 and parent.tag not in _LISTS:
            continue
        members = [child for child in children if _is_letter(child, lines)]
        tags = {child.tag for child in members}
        alone = len(members) == 1 == len(children) and members[0].css_first("a[href]") is not None
        if len(tags) != 1 or (len(members) < 2 and not alone) or regions.of(members[0]) is Region.FOOT:
            continue
        if len(members) > len(best):
            best, parent_of_best = _with_followers(children, members), parent
    if parent_of_best is None:
        return _headed_rows(root, lines)
    heads = _row_heads(parent_of_best, best)
    records = [_block(nodes, heads) for nodes in best]
    if len(records) == 1 and not _is_marked(records[0]):
        return []
    return [record for record in records if record.title]


def _is_marked(record: Record) -> bool:
    """True for a record with a word of status or something of an answer: one block alone needs it."""
    kinds = (LetterField.STATUS, LetterField.ANSWER, LetterField.ANSWERED)
    return any(record.fields.get(kind) for kind in kinds) or any(map(is_status, record.loose))


def _headed_rows(root: LexborNode, lines: Lines) -> list[Record]:
    """Rows that are no table and show no label or status of their own, below a row of heads."""
    for row in root.css("ul, li, div"):
        if not 0 < len(lines.below(row)) <= _MOST_HEADS:
            continue
        heads = _heads_in(row)
        if not {LetterField.ASKED, LetterField.ANSWERED, LetterField.STATUS} & set(heads):
            continue
        after = [node for node in _after(row) if len(_cells(node)) == len(heads)]
        inner = [
            node for below in _after(row)[:1] for node in below.iter() if len(_cells(node)) == len(heads)
        ]
        records = [_block([node], heads) for node in after or inner]
        if records:
            return [record for record in records if record.title]
    return []


def _after(node: LexborNode) -> list[LexborNode]:
    """The elements that follow a node below the same parent."""
    found = []
    following = node.next
    while following is not None:
        if not following.is_text_node and following.tag not in ("-comment", "script", "style"):
            found.append(following)
        following = following.next
    return found


def _heads_in(node: LexborNode) -> list[LetterField | None]:
    """The labels of a row whose cells are heads; empty for any other row, and for a form to fill in."""
    if node.css_first("input, textarea, select") is not None:
        return []
    heads = [letter_label(bare_label(squeeze(cell.text()))) for cell in _cells(node)]
    known = sum(head is not None for head in heads)
    return heads if known >= 2 and 2 * known > len(heads) else []


def _with_followers(children: list[LexborNode], members: list[LexborNode]) -> list[list[LexborNode]]:
    """Each member with the siblings up to the next: a question with its answer, a dt with its dd."""
    starts = {member.mem_id for member in members}
    groups: list[list[LexborNode]] = []
    for child in children:
        if child.mem_id in starts:
            groups.append([child])
        elif groups and child.tag != "li":
            groups[-1].append(child)
    return groups


def _is_letter(node: LexborNode, page: Lines) -> bool:
    """True for a block with a title of its own and something only letters have."""
    own = page.below(node) if node.mem_id in page.spans else read_lines(node).lines
    if len(own) > _MOST_LINES:
        return False
    text = " ".join(line.text for line in own)
    if not 6 <= len(text) <= _LONGEST_RECORD or not _OF_LETTERS.search(text):
        return False
    reader = LabelReader(Lines(node, own, {}), letter_label)
    fields = {mark.meaning for marks in reader.marks.values() for mark in marks}
    fields |= {kind for kind, _ in _said_on(text)}
    marked = any(is_status(part) for piece in _pieces(own) for part in _parts(piece))
    short = len(text) <= _LONGEST_ROW and (node.tag in _ROWS or LetterField.QUESTION in fields)
    if not fields & _TELLING and not (marked and short):
        return False
    if not marked and not _DATE.search(text):
        return False
    named = fields & {LetterField.TITLE, LetterField.QUESTION} or _title_node([node]) is not None
    return bool(named) and node.css_first("textarea, form") is None


def _parts(piece: str) -> list[str]:
    """A piece cut at a word of status: 2025-03-01 已回复 is a date and a status."""
    words = re.split(r"[\s|｜/]+", piece)
    marked = [word for word in words if is_status(word)]
    if not marked or len(words) == 1:
        return [piece]
    return [" ".join(word for word in words if word not in marked), *marked]


def _pieces(lines: list[TextLine]) -> Iterator[str]:
    """The runs of lines: what stands in an element, or a text node, of its own."""
    for line in lines:
        ends = [*line.starts[1:], len(line.text)]
        for start, end in zip(line.starts, ends, strict=False):
            yield line.text[start:end].strip()


def _block(nodes: list[LexborNode], heads: list[LetterField | None]) -> Record:
    record = Record()
    cells = _cells(nodes[0])
    if heads and len(cells) == len(heads):
        for meaning, cell in zip(heads, cells, strict=True):
            text = squeeze(cell.text(separator=" ")) or _picture_words(cell)
            if meaning is not None:
                record.put(meaning, text)
        _take_title(record, nodes, record.fields.get(LetterField.TITLE, ""))
        return record
    for node in nodes:
        _read_labels(record, node)
    _take_title(record, nodes, record.fields.get(LetterField.TITLE, ""))
    return record


def _read_labels(record: Record, node: LexborNode) -> None:
    """Puts labelled values and loose pieces of one block into the record."""
    lines = read_lines(node)
    reader = LabelReader(lines, letter_label)
    for item in reader.read():
        record.put(item.meaning, item.text)
    for line in lines.lines:
        for kind, day in _said_on(line.text):
            record.put(kind, day)
    for index, line in enumerate(lines.lines):
        if index not in reader.marks:
            record.loose += [part for piece in _pieces([line]) for part in _parts(piece)]
        else:
            record.loose.append(line.text[: reader.marks[index][0].start].strip())
            record.loose += [piece for piece in _pieces([line]) if is_status(piece)]
    record.loose += _picture_words(node).split()


def _said_on(text: str) -> list[tuple[LetterField, str]]:
    """Days told in passing: 网友提问于 2025-03-01, 市住建局答复于 2025-03-04."""
    kinds = {True: LetterField.ASKED, False: LetterField.ANSWERED}
    return [(kinds[bool(found[1])], found[3]) for found in _SAID_ON.finditer(text)]


def _picture_words(node: LexborNode) -> str:
    words = [
        picture.attributes.get("alt") or picture.attributes.get("title") or "" for picture in node.css("img")
    ]
    return " ".join(word for word in words if is_status(word))


def _cells(node: LexborNode) -> list[LexborNode]:
    """The parts of a row: its children, or those of the one element around them."""
    children = [child for child in node.iter() if child.tag not in ("script", "style", "br")]
    return _cells(children[0]) if len(children) == 1 and children[0].child is not None else children


def _row_heads(parent: LexborNode, groups: list[list[LexborNode]]) -> list[LetterField | None]:
    """The labels of a row of heads above rows that are no table; empty where there is none."""
    before = groups[0][0].prev
    candidates = []
    while before is not None:
        candidates.append(before)
        before = before.prev
    around = parent.prev
    while around is not None and len(candidates) < 20:
        candidates.append(around)
        around = around.prev
    for node in candidates:
        if node.is_text_node or node.tag == "-comment":
            continue
        heads = _heads_in(node)
        if heads:
            return heads
    return []


def _take_title(record: Record, nodes: list[LexborNode], given: str) -> None:
    """The title of a letter and the address it links to."""
    node = _title_node(nodes)
    link = node if node is not None and node.tag == "a" else _first_link(nodes)
    record.href = (link.attributes.get("href") or "") if link is not None else ""
    if node is not None:
        whole = (node.attributes.get("title") or "").strip()
        shown = squeeze(node.text(separator=" "))
        is_cut = whole.startswith(shown.rstrip(".…")[:6]) and (not given or given == shown)
        given = whole if whole and is_cut else given or shown
    record.title = given or record.fields.get(LetterField.QUESTION, "")[:80]


def _first_link(nodes: list[LexborNode]) -> LexborNode | None:
    return next((link for node in nodes for link in node.css("a[href]")), None)


def _title_node(nodes: list[LexborNode]) -> LexborNode | None:
    """The link or heading whose words can be the title of a letter."""
    for selector in ("a[href], a[onclick]", _HEADINGS, "[class*='tit' i], dt, b, strong"):
        least = _LEAST_HEADING if selector == _HEADINGS else _LEAST_TITLE
        for node in (found for root in nodes for found in [*root.css(selector)]):
            words = squeeze(node.text(separator=" "))
            label = letter_label(bare_label(words))
            if (
                len(words) >= least
                and label is None
                and not is_status(words)
                and not _NO_TITLE.match(words)
                and not _DATE.fullmatch(words)
                and not words.endswith((":", "："))
            ):
                return node
    return None
