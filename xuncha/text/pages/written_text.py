"""The words of a page as they were written: a word set in several inline parts stays one word."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "textarea", "select", "option"}
)
#: Tags that run on in the line; everything else begins a new one.
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "s",
        "small",
        "span",
    }
    | {"strike", "strong", "sub", "sup", "tt", "u", "wbr"}
)
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def written_text(root: LexborNode) -> str:
    """The visible text below a node, a line for every block; white space made one space."""
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        line = _SPACE.sub(" ", "".join(pieces)).strip()
        if line:
            lines.append(line)
        pieces.clear()

    # None on the stack marks the end of a block.
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            end_line()
        elif node.is_text_node:
            pieces.append(node.text_content or "")
        elif node.is_element_node and node.tag not in _SKIPPED:
            if node.tag not in _INLINE:
                end_line()
                stack.append(None)
            stack.extend(reversed(list(node.iter(include_text=True))))
    end_line()
    return "\n".join(lines)
