"""What inline styles, style blocks and old attributes declare for the nodes of a page. Linked files are not read."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from colorsys import hls_to_rgb
from functools import lru_cache
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_DECLARATION = re.compile(r"(?:^|;)\s*([a-zA-Z-]+)\s*:\s*((?:\([^)]*\)|[^;(])+)")
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
#: Only rules that can take something out of sight, or put it back, are asked for.
_RELEVANT = re.compile(
    r"display|visibility|opacity|text-indent|font|colou?r|background|position|inset|filter|(?:^|[;\s])(?:left|top|right|bottom|width|height|margin|clip|transform|overflow|max-)",
    re.I,
)
_HIDES = re.compile(
    r"display\s*:\s*none|hidden|opacity\s*[:=]\s*0?\.?0|font-size\s*:\s*[0-2](?![\d.])|clip|-\d{3,}|(?:width|height)\s*:\s*[0-2](?![\d.])"
    r"|transparent|#f{3}|white",
    re.I,
)
_MAX_STYLE = 300_000
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]*)")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_PSEUDO = re.compile(r":+([a-z-]+)")
#: Pseudo-classes that tell where a node stands.
_STRUCTURE = frozenset(
    {
        "first-child",
        "last-child",
        "only-child",
        "nth-child",
        "nth-last-child",
        "first-of-type",
        "last-of-type",
    }
    | {"only-of-type", "nth-of-type", "nth-last-of-type", "not", "is", "where"}
)
#: Conditions of ``@media`` that every screen meets, at least the narrowest one (pixels).
_FROM_WIDTH = re.compile(
    r"(?:(?:only\s+)?(?:screen|all))?(?:\s*(?:and\s*)?\(\s*min-(?:device-)?width\s*:\s*(\d+)px\s*\))?"
)
_NARROWEST = 320
_MAX_RULES = 800
#: Longer styles and style sheets (characters) are not remembered: a hostile page could fill the memory with them.
_SHORT, _SHORT_SHEET = 300, 20_000

Declarations = dict[str, str]


@lru_cache(maxsize=4096)
def _written(style: str) -> Declarations:
    """As :func:`declarations`, read once: content systems write the same few styles on thousands of nodes."""
    return declarations(style)


def declarations(style: str) -> Declarations:
    """Property → value in lower case, the last of a property counts; ``!important`` dropped."""
    found: Declarations = {}
    for name, value in _DECLARATION.findall(_COMMENT.sub("", style)):
        found[name.lower()] = value.lower().replace("!important", "").strip()
    return found


class Styles:
    """Declared styles by node of one page; style blocks first, then scripts, then the node's own attributes.

    The order of rules counts, their specificity does not; rules inside ``@media`` and with pseudo-classes
    that hold only sometimes are left out.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._by_rule: dict[int, Declarations] = {}
        for selector, declared in _rules(tree):
            self.add_to(tree, selector, declared)

    def add_to(self, tree: LexborHTMLParser, selector: str, declared: Declarations) -> None:
        """Declares something for all nodes a selector names; nothing where it cannot be read."""
        try:
            nodes = tree.css(selector)
        except (SelectolaxError, ValueError):
            return
        for node in nodes:
            self._by_rule.setdefault(node.mem_id, {}).update(declared)

    def declaring(self, tree: LexborHTMLParser) -> set[int]:
        """The nodes for which anything is declared, as :meth:`of` tells it."""
        own = tree.css("[style], [hidden], [bgcolor], font[color]")
        return {node.mem_id for node in own} | self._by_rule.keys()

    def of(self, node: LexborNode) -> Declarations:
        """Everything declared for the node itself."""
        attributes = node.attributes
        found = dict(self._by_rule.get(node.mem_id, ()))
        if (bgcolor := attributes.get("bgcolor")) is not None:
            found["background-color"] = bgcolor.lower()
        if node.tag == "font" and (color := attributes.get("color")) is not None:
            found["color"] = color.lower()
        if style := attributes.get("style"):
            found.update(_written(style) if len(style) <= _SHORT else declarations(style))
        if "hidden" in attributes:
            found["display"] = "none"
        return found


def _rules(tree: LexborHTMLParser) -> list[tuple[str, Declarations]]:
    """Selectors with what they declare; of a very long style sheet only those that hide."""
    found: list[tuple[str, str]] = []
    for sheet in _sheets(tree):
        found += _remembered(sheet) if len(sheet) <= _SHORT_SHEET else _relevant(sheet)
    if len(found) > _MAX_RULES:
        found = [(selector, body) for selector, body in found if _HIDES.search(body)][:_MAX_RULES]
    return [
        (selector, _written(body) if len(body) <= _SHORT else declarations(body)) for selector, body in found
    ]


@lru_cache(maxsize=64)
def _remembered(sheet: str) -> tuple[tuple[str, str], ...]:
    """The pages of a site have most of their style blocks in common."""
    return _relevant(sheet)


def _relevant(sheet: str) -> tuple[tuple[str, str], ...]:
    """The selectors of one style sheet with the declarations that can hide or show, as they are written."""
    style = _with_variables(_without_blocks(_unescaped(sheet[:_MAX_STYLE])))
    return tuple(
        (selector.strip(), body)
        for selectors, body in _RULE.findall(style)
        if _RELEVANT.search(body)
        for selector in selectors.split(",")
        if _always_holds(selector) and selector.strip()
    )


def _sheets(tree: LexborHTMLParser) -> Iterator[str]:
    """The style sheets that stand in the page itself: its blocks, and those written into an address."""
    for node in tree.css('style, link[href^="data:text/css"]'):
        if (node.attributes.get("media") or "all").strip().lower() not in ("all", "screen", ""):
            continue
        yield node.text(deep=True) if node.tag == "style" else _in_address(node.attributes.get("href") or "")


def _in_address(address: str) -> str:
    head, _, body = address.partition(",")
    if not head.endswith(";base64"):
        return unquote(body)
    try:
        return base64.b64decode(unquote(body)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _unescaped(style: str) -> str:
    """``l\\65 ft`` is left; marks that end a rule stay as they are written."""

    def mark(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if 0x20 < code < 0x110000 and chr(code).isalnum() else match.group()

    return _ESCAPED.sub(mark, style)


def _with_variables(style: str) -> str:
    """A style sheet with the values of its variables in their places; those of variables within them are left."""
    if "var(" not in style:
        return style
    values = {name: value.strip() for name, value in _VARIABLE.findall(style)}
    return _USED.sub(lambda used: values.get(used[1], used[2] or "") or used.group(), style)


def _always_holds(selector: str) -> bool:
    """Whether a selector asks only for what the page is, not for what a visitor does."""
    return "@" not in selector and all(name in _STRUCTURE for name in _PSEUDO.findall(selector))


def _without_blocks(style: str) -> str:
    """A style sheet without comments and without the blocks of ``@media`` and the like that hold only sometimes."""
    style = _COMMENT.sub("", style).replace("<!--", "").replace("-->", "")
    kept: list[str] = []
    at = 0
    for match in re.finditer(r"@([a-zA-Z-]+)([^;{]*)([;{])", style):
        if match.start() < at:
            continue
        kept.append(style[at : match.start()])
        at = match.end() if match[3] == ";" else _block_end(style, match.end())
        if match[3] == "{" and _on_any_screen(match[1].lower(), match[2].strip().lower()):
            kept.append(style[match.end() : at - 1])
    kept.append(style[at:])
    return "".join(kept)


def _on_any_screen(rule: str, condition: str) -> bool:
    if rule in ("supports", "layer"):
        return True
    wide = _FROM_WIDTH.fullmatch(condition)
    return rule == "media" and bool(wide) and float((wide and wide[1]) or 0) <= _NARROWEST


def _block_end(style: str, start: int) -> int:
    depth = 1
    for mark in re.finditer(r"[{}]", style[start:]):
        depth += 1 if mark.group() == "{" else -1
        if depth == 0:
            return start + mark.end()
    return len(style)


_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|em|rem|pt|%|vw|vh|ex|cm|mm|in)?$")
_PIXELS = {"px": 1.0, "": 1.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "pt": 1.33, "cm": 37.8, "mm": 3.78, "in": 96.0, "vw": 13.0, "vh": 8.0}  # fmt: skip


def percent(value: str | None) -> float | None:
    """A percentage; None for what is none."""
    match = _LENGTH.match((value or "")[:_SHORT].strip().lower())
    return float(match[1]) if match and match[2] == "%" else None


def pixels(value: str | None) -> float | None:
    """A length in pixels, at the customary size of type; None for percentages and for what is no length."""
    if not value:
        return None
    return _pixels(value) if len(value) <= _SHORT else _pixels.__wrapped__(value)


@lru_cache(maxsize=2048)
def _pixels(value: str) -> float | None:
    match = _LENGTH.match(value.strip().lower())
    if match is None or match[2] == "%":
        return None
    return float(match[1]) * _PIXELS[match[2] or ""]


_NAMED = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "green": (0, 128, 0),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "whitesmoke": (245, 245, 245),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "navy": (0, 0, 128),
    "orange": (255, 165, 0),
    "lightgrey": (211, 211, 211),
    "lightgray": (211, 211, 211),
}
Colour = tuple[int, int, int]
_CLEAR = re.compile(
    r"(?:rgb|hsl)a?\([^)]*[,/]\s*(?:0?\.0[0-5]?\d*|0|[0-5]%|0?\.0+)\s*\)$|^#(?:[0-9a-f]{3}0|[0-9a-f]{6}0[0-9a-f])$"
)


def colour(value: str | None) -> Colour | None:
    """Red, green and blue of the first colour in a value; None where there is none or it cannot be read."""
    if not value:
        return None
    return _colour(value) if len(value) <= _SHORT else _colour.__wrapped__(value)


@lru_cache(maxsize=2048)
def _colour(value: str) -> Colour | None:
    for word in re.findall(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^)]*\)|[a-z]+|\b[0-9a-f]{6}\b", value.lower()):
        if word.startswith(("rgb", "hsl")):
            parts = [float(part) for part in re.findall(r"\d*\.?\d+", word)]
            if len(parts) >= 3 and word.startswith("rgb"):
                scale = 2.55 if "%" in word.split("/")[0] else 1
                return int(parts[0] * scale), int(parts[1] * scale), int(parts[2] * scale)
            if len(parts) >= 3:
                red, green, blue = hls_to_rgb(parts[0] / 360 % 1, parts[2] / 100, parts[1] / 100)
                return round(red * 255), round(green * 255), round(blue * 255)
        elif word in _NAMED:
            return _NAMED[word]
        else:
            digits = word.removeprefix("#")
            if word.startswith("#") and len(digits) in (3, 4):
                digits = "".join(mark * 2 for mark in digits[:3])
            if len(digits) in (6, 8) and re.fullmatch(r"[0-9a-f]+", digits):
                return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    return None


def is_alike(first: Colour, second: Colour) -> bool:
    """True when an eye cannot tell the two apart."""
    return abs(first[0] - second[0]) + abs(first[1] - second[1]) + abs(first[2] - second[2]) <= 15


def is_clear(value: str) -> bool:
    """True for a colour that lets everything through."""
    return value == "transparent" or _CLEAR.search(value[:_SHORT]) is not None
