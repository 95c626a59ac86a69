"""A page as the lines a reader sees, each knowing whether it stands in the text, beside it or below it.

A line is the text between two block boundaries. Inline parts are joined with a space, so that a date set
in three spans stays readable and two neighbours never run into one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xuncha.text.pages.page import squeeze

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "select", "textarea", "iframe", "svg", "object"}
)
#: Everything else, tags nobody knows included, runs on in the line as in a browser.
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "center",
        "dd",
        "details",
    }
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"}
    | {
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
    }
    | {"p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


#: Longer names (characters) are not remembered: a hostile page could fill the memory with them.
_SHORT = 300


class Part(StrEnum):
    """What a container holds, as its tag, class and id tell."""

    ASIDE = "aside"  # the site's footer, side blocks, comments, related articles
    FOOT = "foot"  # a <footer>, which may be the article's own
    BODY = "body"  # the text of the article


_ASIDE_TAGS = frozenset({"nav", "aside"})
_ASIDE_WORDS = re.compile(
    r"(?:^|[-_ ])(?:copyright|foot(?:er)?|side(?:bar)?|aside|relat(?:ed|ive|ion)s?|relevant|recommend\w*|correlation"
    r"|comments?|repl(?:y|ies)|hot\w*|rank\w*|friend\w*|xg(?:xw|yd|wd|wj|lj|nr|xx|zx)|tj(?:yd|xw|wz)|r[dm]tj|phb"
    r"|tuijian|pinglun|guanlian|xiangguan)\d*(?:$|[-_ ])",
    re.IGNORECASE,
)
_BODY_WORDS = re.compile(
    r"(?:^|[-_ ])(?:trs[-_]editor|trs[-_]uedit\w*|ucap[-_]content|zoom\w*|vsb[-_]content\w*|articlebody"
    r"|(?:article|news|pages?|details?|text|post|entry|art|info)[-_](?:content|contents|body|con|text|txt|editor)"
    r"|content[-_](?:text|txt|body|article)|rich[-_](?:text|media[-_]content))\d*(?:$|[-_ ])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeTag:
    """A ``<time>`` tag: its machine-readable value, else its words; ``is_publication`` where it says so."""

    value: str
    is_publication: bool


@dataclass(slots=True)
class Line:
    """One line. ``link_length`` counts the characters of ``text`` that stand in links."""

    text: str
    link_length: int
    is_heading: bool
    times: tuple[TimeTag, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The lines ``start`` up to, not with, ``end``: what one container of the page holds."""

    part: Part
    start: int
    end: int


@dataclass(slots=True)
class PageLines:
    """The lines of a page in document order, and the containers that say what they hold."""

    lines: list[Line] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def page_lines(tree: LexborHTMLParser) -> PageLines:
    """Reads the visible text of a parsed page into lines; an empty page has none."""
    reader = _Reader()
    if tree.body is not None:
        for child in tree.body.iter(include_text=True):
            reader.read(child)
    reader.break_line()
    return PageLines(reader.lines, reader.spans)


def covered(spans: Iterable[Span], count: int) -> bytearray:
    """One byte a line of ``count``: 1 where any of the spans covers it."""
    mask = bytearray(count)
    for span in spans:
        mask[span.start : span.end] = b"\x01" * (span.end - span.start)
    return mask


#: An element that is being read: its tag, what it holds, the number of its first line.
_Entered = tuple[str, Part | None, int]


class _Reader:
    """Walks the tree without recursion and collects lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.spans: list[Span] = []
        self._pieces: list[str] = []
        self._times: list[TimeTag] = []
        self._link_length = 0
        self._links = 0
        self._headings = 0

    def read(self, root: LexborNode) -> None:
        # A container goes on the stack twice: to be entered, and with what it is and its first line to be left.
        stack: list[tuple[LexborNode, _Entered | None]] = [(root, None)]
        while stack:
            node, entered = stack.pop()
            if entered is not None:
                self._leave(entered)
            elif node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node and (tag := node.tag or "") not in _SKIPPED:
                attributes = node.attributes
                if attributes and _is_hidden(attributes):
                    continue
                below = [(child, None) for child in node.iter(include_text=True)]
                entered = self._enter(node, tag, attributes)
                if entered is not None:
                    stack.append((node, entered))
                below.reverse()
                stack += below

    def _enter(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> _Entered | None:
        """What has to be done when the element ends; None for one that only runs on in its line."""
        if tag in _BLOCKS:
            self.break_line()
            self._headings += tag in _HEADINGS
        elif tag == "a":
            self._links += 1
        else:
            if tag == "time":
                self._time(node, attributes)
            return None
        return tag, _part_of(tag, attributes), len(self.lines)

    def _leave(self, entered: _Entered) -> None:
        tag, part, start = entered
        if tag == "a":
            self._links -= 1
            return
        self.break_line()
        self._headings -= tag in _HEADINGS
        if part is not None and len(self.lines) > start:
            self.spans.append(Span(part, start, len(self.lines)))

    def _time(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        value = attributes.get("datetime") or node.text()
        named = (attributes.get("itemprop") or "").lower() == "datepublished"
        self._times.append(TimeTag(value.strip(), named or "pubdate" in attributes))

    def _text(self, text: str) -> None:
        if text.isspace():  # between the tags of nearly all pages
            return
        piece = squeeze(text)
        if piece:
            self._pieces.append(piece)
            if self._links:
                self._link_length += len(piece)

    def break_line(self) -> None:
        """Closes the line that is being read, if it holds anything."""
        if self._pieces or self._times:
            line = Line(" ".join(self._pieces), self._link_length, self._headings > 0, tuple(self._times))
            self.lines.append(line)
            self._pieces, self._times, self._link_length = [], [], 0


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    if style and (_hides(style) if len(style) <= _SHORT else _HIDDEN_STYLE.search(style)):
        return True
    return "hidden" in attributes


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    """Asked once for the styles that all pages of a site share."""
    return _HIDDEN_STYLE.search(style) is not None


def _part_of(tag: str, attributes: dict[str, str | None]) -> Part | None:
    """What a container says it holds, None where it does not say."""
    if tag in _ASIDE_TAGS:
        return Part.ASIDE
    if tag == "footer":
        return Part.FOOT
    if tag not in _BLOCKS:
        return None
    if (attributes.get("itemprop") or "").lower() == "articlebody":
        return Part.BODY
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if names == " ":
        return None
    return _part_named(names) if len(names) <= _SHORT else _part_in(names)


@lru_cache(maxsize=4096)
def _part_named(names: str) -> Part | None:
    """As :func:`_part_in`, asked once for the names that all pages of a site share."""
    return _part_in(names)


def _part_in(names: str) -> Part | None:
    words = _CAMEL.sub("-", names)
    if _ASIDE_WORDS.search(words):
        return Part.ASIDE
    return Part.BODY if _BODY_WORDS.search(words) else None
