"""Part of a page as lines that remember the elements they stand in, for reading labels and their values.

Unlike the lines of an article these keep hidden panels (tabs), pictures and links, and know which lines
each block covers: whether a label's place for a value is empty can only be told from the markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "option", "select", "textarea", "svg"}
)
_BLOCKS = (
    frozenset({"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"})
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"}
    | {"h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p"}
    | {"pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_FIELDS = frozenset({"input", "textarea"})
_CELLS = frozenset({"td", "th", "dt"})
#: A cell no longer than this is one label or one short value, however its lines are broken (characters).
_SHORT_CELL = 16
_SPACE = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
#: Pictures that decorate: they show nothing of their own.
_DECORATION = re.compile(
    r"icon|ico[-_.\d]|arrow|dot|line|bg[-_.\d]|/bg|logo|spacer|blank|btn|button|qrcode|ewm|emoji", re.I
)
_LEAST_PICTURE = 60


@dataclass(frozen=True, slots=True)
class Beside:
    """A link or a picture of a line: where in the text it begins, and its address as written."""

    position: int
    url: str


@dataclass(slots=True)
class TextLine:
    """One line: the block it stands in, its text, where its runs (text nodes) begin and the element
    around each, and what else the line shows.
    """

    block: LexborNode
    text: str = ""
    starts: tuple[int, ...] = ()
    holders: tuple[LexborNode, ...] = ()
    links: tuple[Beside, ...] = ()
    pictures: tuple[Beside, ...] = ()

    @property
    def first(self) -> LexborNode:
        """The element around the first words."""
        return self.holders[0] if self.holders else self.block

    @property
    def tail(self) -> LexborNode:
        """The element around the last words."""
        return self.holders[-1] if self.holders else self.block


@dataclass(slots=True)
class Lines:
    """Lines in document order; ``spans`` says for a block (by ``mem_id``) which lines it covers."""

    root: LexborNode
    lines: list[TextLine] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def below(self, node: LexborNode) -> list[TextLine]:
        """The lines of one block; none for an inline element."""
        start, end = self.spans.get(node.mem_id, (0, 0))
        return self.lines[start:end]


class _Reader:
    def __init__(self, root: LexborNode) -> None:
        self.out = Lines(root)
        self._blocks = [root]
        self._runs: list[tuple[str, LexborNode]] = []
        self._links: list[Beside] = []
        self._pictures: list[Beside] = []

    def read(self) -> Lines:
        stack: list[tuple[LexborNode, bool]] = [(self.out.root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
            elif node.is_text_node:
                self._add_text(node)
            elif node.tag in _FIELDS and _is_fixed(node):
                self._add_field(node)
            elif node.tag not in _SKIPPED:
                self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
        return self.out

    def _enter(self, node: LexborNode) -> None:
        if node.tag in _BLOCKS or node.mem_id == self.out.root.mem_id:
            self._flush()
            self._blocks.append(node)
            self.out.spans[node.mem_id] = (len(self.out.lines), len(self.out.lines))
        elif node.tag == "br":
            self._flush()
        elif node.tag == "img":
            if is_content_picture(node):
                self._pictures.append(self._beside(node.attributes.get("src")))
        elif node.tag == "a" and (node.attributes.get("href") or node.attributes.get("onclick")):
            self._links.append(self._beside(node.attributes.get("href")))
        elif node.tag in ("iframe", "embed", "object", "video"):
            self._links.append(self._beside(node.attributes.get("src") or node.attributes.get("data")))

    def _beside(self, url: str | None) -> Beside:
        return Beside(sum(len(text) for text, _ in self._runs), url or "")

    def _leave(self, node: LexborNode) -> None:
        if node.mem_id not in self.out.spans:
            return
        self._flush()
        start = self.out.spans[node.mem_id][0]
        if node.tag in _CELLS:
            self._join_short(start)
        self.out.spans[node.mem_id] = (start, len(self.out.lines))
        self._blocks.pop()

    def _add_text(self, node: LexborNode) -> None:
        text = _SPACE.sub(" ", node.text_content or "")
        if text and node.parent is not None:
            self._runs.append((text, node.parent))

    def _add_field(self, node: LexborNode) -> None:
        """The value of a field that cannot be written shows as text does."""
        words = node.text() if node.tag == "textarea" else node.attributes.get("value") or ""
        text = _SPACE.sub(" ", words)
        if text.strip():
            self._runs.append((text, node))

    def _flush(self) -> None:
        text = ""
        starts: list[int] = []
        holders: list[LexborNode] = []
        for run, holder in self._runs:
            if run.strip():
                starts.append(len(text) + len(run) - len(run.lstrip()))
                holders.append(holder)
            text += run
        shift = len(text) - len(text.lstrip())
        if text.strip() or self._pictures or self._links:
            self.out.lines.append(
                TextLine(
                    self._blocks[-1],
                    text.strip(),
                    tuple(start - shift for start in starts),
                    tuple(holders),
                    tuple(Beside(max(0, item.position - shift), item.url) for item in self._links),
                    tuple(Beside(max(0, item.position - shift), item.url) for item in self._pictures),
                )
            )
        self._runs, self._links, self._pictures = [], [], []

    def _join_short(self, start: int) -> None:
        """Joins the lines of a short cell: 办理 / 地点 broken over two lines is one label."""
        lines = self.out.lines[start:]
        if len(lines) < 2 or sum(len(line.text) for line in lines) > _SHORT_CELL:
            return
        if any(line.pictures or line.links for line in lines):
            return
        whole = lines[0]
        whole.text = "".join(line.text for line in lines)
        whole.starts, whole.holders = (0,), (lines[-1].tail,)
        del self.out.lines[start + 1 :]


def read_lines(root: LexborNode) -> Lines:
    """Reads everything below ``root``, hidden parts included, into lines."""
    return _Reader(root).read()


def _is_fixed(node: LexborNode) -> bool:
    """True for a field of a form that shows a value and cannot be written."""
    given = node.attributes
    shown = (given.get("type") or "text").lower() == "text"
    return shown and ("readonly" in given or "disabled" in given)


def is_content_picture(node: LexborNode) -> bool:
    """True for a picture that can show something: not an icon, a bullet or a spacer."""
    attributes = node.attributes
    source = attributes.get("src") or ""
    sizes = [attributes.get("width") or "", attributes.get("height") or ""]
    if any(size.rstrip("px").isdigit() and int(size.rstrip("px")) < _LEAST_PICTURE for size in sizes):
        return False
    name = source.rsplit("/", 1)[-1]
    return bool(source) and not _DECORATION.search(f"{name} {attributes.get('class') or ''}")
