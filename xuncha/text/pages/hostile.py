"""Parsing that takes no longer than a page is worth: markup on which the parser's time grows with the square of the
length is refused.

Measured with lexbor: 50,000 nested tags take 10 s, 100,000 attributes of one tag 45 s. Real pages come nowhere near; one
that does is unread, never blank.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from xuncha.text.expressions import expression

#: Nobody listens for changes of the tree while it is built. Without them parsing takes a seventh less, and thousands
#: of options in one select a fraction of a second in place of minutes.
_NOBODY_LISTENS = int(LexborDocumentOptions.WO_EVENTS)

#: Real pages nest tens of levels. Formatting tags with attributes cost the cube of their depth.
MAX_DEPTH = 1500
#: A longer page (characters) takes more memory than one page is worth: some 25 bytes a character.
MAX_LENGTH = 4_000_000
#: A shorter page cannot hold enough attributes or repeated roots to matter.
_SHORT = 100_000
_CROWDED = 5000
_ROOTS = 200
_TAG = expression(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ROOT = expression(r"<(?:body|html)\b", re.I)
_QUOTED = expression(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_LAST_TAG = expression(r"<([a-zA-Z][^<]*)\Z")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "li",
        "p",
        "td",
        "tr",
        "dt",
        "dd",
        "option",
    ]
)


class TooDeepError(Exception):
    """The page nests or crowds its tags so much that it is hostile or broken; nothing was read from it."""


class TooLongError(TooDeepError):
    """The page is longer than any page that people read; nothing was read from it."""


def parsed(html: str, markup: bytes | None = None) -> LexborHTMLParser:
    """The tree of a page, in bounded time. ``markup``: the same in UTF-8, where it is at hand.

    Raises:
        TooLongError: more than :data:`MAX_LENGTH` characters.
        TooDeepError: more than :data:`MAX_DEPTH` levels of tags, or thousands of attributes in one tag.
    """
    if len(html) > MAX_LENGTH:
        raise TooLongError
    if _nests_too_deep(html) or (len(html) > _SHORT and _repeats_too_much(html)):
        raise TooDeepError
    return LexborHTMLParser(html if markup is None else markup, options=_NOBODY_LISTENS)


def _nests_too_deep(html: str) -> bool:
    marks = html.count("<")
    # No fewer than there are opening tags; nearly every page has so few in all that the first look settles it.
    return marks > MAX_DEPTH and marks - html.count("</") > MAX_DEPTH and nesting(html) > MAX_DEPTH


def _repeats_too_much(html: str) -> bool:
    return len(_ROOT.findall(html)) > _ROOTS or _is_crowded(html)


def nesting(html: str) -> int:
    """An upper bound of how deep tags nest, counted in one pass without building a tree."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _VOID:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _is_crowded(html: str) -> bool:
    """True when one tag has more attributes than anybody writes; long values do not count."""
    pieces = (piece for piece in _QUOTED.sub("=", html).split(">") if len(piece) > 2 * _CROWDED)
    tags = (mark[1] for piece in pieces if (mark := _LAST_TAG.search(piece)))
    return any(len(tag.split()) > _CROWDED for tag in tags)
