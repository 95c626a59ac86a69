"""The lines a reader sees inside one element, with the documents linked in each."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from xuncha.text.pages.addresses import is_file
from xuncha.text.pages.page import squeeze

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "select",
        "textarea",
        "button",
        "iframe",
        "svg",
        "nav",
        "footer",
        "aside",
    }
)
#: Tags that begin a line of their own; cells stand in the line of their row.
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "thead"}
    | {"tr", "ul", "caption"}
)
_CELLS = frozenset({"td", "th"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}px",
    re.I,
)


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One line: its text, the names of the documents it links, and how many characters stand in links.

    ``heading``: it stands in a heading tag. ``branch``: a number that lines share which stand in the same
    block right below the element that was read.
    """

    text: str
    files: tuple[str, ...]
    link_length: int
    heading: bool = False
    branch: int = 0


def read_lines(root: LexborNode, skipped: Set[int] = frozenset()) -> list[BodyLine]:
    """The visible lines below an element; whether the element itself is hidden does not count.

    ``skipped``: memory ids of elements to leave out.
    """
    reader = _Reader()
    for child in root.iter(include_text=True):
        parts = child.is_element_node and child.tag in _BLOCKS and child.tag != "br"
        if parts:
            reader.part()
        _walk(child, reader, skipped)
        if parts:
            reader.part()
    reader.close()
    return reader.lines


def _walk(root: LexborNode, reader: _Reader, skipped: Set[int]) -> None:
    """Reads a node and all below it, without recursion: a node goes on the stack to be entered and to be left."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            reader.leave(node)
        elif node.is_text_node:
            reader.add(node.text_content or "")
        elif _is_shown(node) and node.mem_id not in skipped:
            reader.enter(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def _is_shown(node: LexborNode) -> bool:
    return node.is_element_node and node.tag not in _SKIPPED and not _is_hidden(node)


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or "") is not None


class _Reader:
    def __init__(self) -> None:
        self.lines: list[BodyLine] = []
        self._pieces: list[str] = []
        self._files: list[str] = []
        self._links = 0
        self._link_length = 0
        self._cells = 0
        self._heading = False
        self._branch = 0

    def part(self) -> None:
        """Another block right below the element begins, or ends."""
        self.close()
        self._branch += 1

    def enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _CELLS:
            self._cells += 1
            self._pieces.append(" ")
        elif tag in _BLOCKS:
            self._break(tag)
            self._heading = self._heading or tag in _HEADINGS
        elif tag == "a":
            self._links += 1
            if is_file(node.attributes.get("href") or ""):
                self._files.append(squeeze(node.text()))

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _CELLS:
            self._cells -= 1
        elif tag in _BLOCKS:
            self._break(tag)
        elif tag == "a":
            self._links -= 1

    def add(self, text: str) -> None:
        self._pieces.append(text)
        if self._links:
            self._link_length += len(squeeze(text))

    def _break(self, tag: str) -> None:
        """A paragraph in a cell does not part the row, unless the cell is a whole text of its own."""
        in_short_cell = self._cells and tag not in ("tr", "table") and sum(map(len, self._pieces)) < 40
        if in_short_cell:
            self._pieces.append(" ")
        else:
            self.close()

    def close(self) -> None:
        """Ends the line that is being read."""
        text = squeeze("".join(self._pieces))
        if text:
            files = tuple(name for name in self._files if name)
            self.lines.append(BodyLine(text, files, self._link_length, self._heading, self._branch))
        self._pieces, self._files, self._link_length, self._heading = [], [], 0, False
