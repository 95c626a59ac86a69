"""The words of a page as they were written: a word set in several inline parts stays one word."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "textarea",
        "select",
        "option",
        "rt",
        "rp",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
    ]
)
#: Tags that run on in the line; everything else begins a new one.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
#: What is not seen and breaks no word.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
_SPACE = re.compile(r"[\s\u00a0]+")


def written_text(root: LexborNode) -> str:
    """The visible text below a node, a line for every block; white space made one space."""
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        line = _SPACE.sub(" ", _UNSEEN.sub("", "".join(pieces))).strip()
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
            # Word's web pages set words in tags of their own, as in <st1:place>.
            if node.tag not in _INLINE and ":" not in (node.tag or ""):
                end_line()
                stack.append(None)
            stack.extend(reversed(list(node.iter(include_text=True))))
    end_line()
    return "\n".join(lines)
