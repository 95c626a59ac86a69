"""Which element of an article page holds the article's text.

Content systems name the element, and the names are few. Where none is named, the element whose paragraphs
hold the most text outside links serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xuncha.text.regions import Region, Regions

#: A coarse sieve in the parser's own language; the patterns below decide.
_SIEVE = ", ".join(
    f'[{attribute}*="{word}" i]'
    for attribute in ("class", "id")
    for word in ("con", "editor", "art", "text", "zoom", "body", "detail", "txt", "post", "neirong", "zhengwen")
) + ', [itemprop="articleBody"], article'  # fmt: skip
#: Names of what an editor filled in.
_SURE = re.compile(
    r"(?:trs[-_](?:editor|uedit)\w*|trs_paper_default|ucap[-_]?content|zoom|zoomcon|zoomcontent|vsb_content\w*"
    r"|v_news_content|js_content|bt[-_]?content|arti(?:cle)?body|endtext|post_(?:body|text)|view[-_]?trs[-_]?editor"
    r"|(?:article|arti|art|news|pages?|details?|text|info|xxgk|view|wz|zw|show|post|xl|main|body|content|rich[-_]media)"
    r"[-_]?(?:content|contents|cont|con|text|txt|words|neirong|nr)"
    r"|content[-_]?(?:text|txt|body|article|con)|(?:article|news|text|content|entry|post)[-_]?body|zhengwen|neirong)\d*",
    re.I,
)
#: Names that boxes of any kind bear, the article's among them.
_GENERIC = re.compile(
    r"(?:con|content|cont|contents|article|text|detail|details|news|post|main|wenzhang|artical)\d*", re.I
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_BOXES = frozenset({"div", "td", "article", "section", "main", "font", "span", "p", "ucapcontent", "body"})
_SURE_WEIGHT, _GENERIC_WEIGHT, _UNNAMED_WEIGHT = 1.0, 0.55, 0.4
#: Parts of a page that hold no article, whatever their boxes are called. Names of menus and crumbs say less:
#: whole pages stand in boxes such as "navWrapper".
_BESIDE = frozenset({Region.SIDE, Region.FOOT})
_SENTENCE = re.compile(r"[，。；：！？、]")
#: A piece of this many characters is prose even without a mark.
_LONG = 25
#: A tighter named element inside the chosen one is taken where it holds this share of its text.
_MOST = 0.7
#: Text shorter than this (characters) does not show by itself that an element is the article's.
_LEAST_TEXT = 3


@dataclass(frozen=True, slots=True)
class _Choice:
    node: LexborNode
    words: float
    weight: float


def find_container(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the article's text, None where nothing on the page looks like one."""
    regions = Regions()
    choices = list(_named(tree, regions))
    choices.extend(_unnamed(tree, regions))
    if not choices:
        return None
    best = max(choices, key=lambda choice: choice.words * choice.weight)
    for choice in choices:
        tighter = choice.weight == _SURE_WEIGHT and choice.words >= _MOST * best.words
        if tighter and _is_inside(choice.node, best.node):
            best = choice
    return best.node


def _named(tree: LexborHTMLParser, regions: Regions) -> Iterator[_Choice]:
    # A selector of several parts gives a node once for each part that fits.
    for node in {node.mem_id: node for node in tree.css(_SIEVE)}.values():
        weight = _weight(node)
        beside = _BESIDE if weight == _SURE_WEIGHT else _BESIDE | {Region.NAV}
        if not weight or regions.of(node) in beside:
            continue
        words = _words(node)
        if words >= _LEAST_TEXT or (weight == _SURE_WEIGHT and node.css_first("img, video") is not None):
            yield _Choice(node, max(words, 1.0), weight)


def _weight(node: LexborNode) -> float:
    """How much the element's name says that it is the article's text; 0 for nothing."""
    tag = node.tag or ""
    if tag not in _BOXES:
        return 0
    attributes = node.attributes
    if _HIDDEN.search(attributes.get("style") or ""):
        return 0
    if attributes.get("itemprop") == "articleBody" or tag == "ucapcontent":
        return _SURE_WEIGHT
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split()
    if any(_SURE.fullmatch(name) for name in names):
        return _SURE_WEIGHT
    if tag == "article" or any(_GENERIC.fullmatch(name) for name in names):
        return _GENERIC_WEIGHT
    return 0


def _words(node: LexborNode) -> float:
    """Characters of prose below a node outside links, fewer where links and loose words stand among them."""
    text = node.text(separator="\n")
    prose, whole = _prose(text), len(text)
    for part in node.css("a, script, style, select, textarea"):
        inner = part.text(separator="\n")
        prose -= _prose(inner)
        if part.tag != "a":
            whole -= len(inner)
    return prose * min(1.0, 0.3 + prose / max(whole, 1)) if prose > 0 else 0.0


def _prose(text: str) -> float:
    total = 0.0
    for piece in text.split("\n"):
        length = len(piece.strip())
        is_prose = length >= _LONG or (length > 1 and _SENTENCE.search(piece) is not None)
        total += length if is_prose else 0.1 * length
    return total


def _unnamed(tree: LexborHTMLParser, regions: Regions) -> Iterator[_Choice]:
    """The element whose own paragraphs and loose text hold the most, whatever its name."""
    lengths: dict[int, float] = {}
    parents: dict[int, LexborNode] = {}
    for node in tree.css("p, br"):
        parent = node.parent
        if parent is None or parent.tag in ("p", "a"):
            continue
        key = parent.mem_id
        if node.tag == "p":
            lengths[key] = lengths.get(key, 0) + _words(node)
        elif key not in parents:
            lengths[key] = lengths.get(key, 0) + _prose(parent.text(deep=False, separator="\n"))
        parents[key] = parent
    for key in sorted(lengths, key=lambda key: -lengths[key])[:3]:
        node = parents[key]
        if lengths[key] >= _LEAST_TEXT and regions.of(node) not in _BESIDE:
            yield _Choice(node, lengths[key], _UNNAMED_WEIGHT)


def _is_inside(node: LexborNode, outer: LexborNode) -> bool:
    current = node.parent
    while current is not None:
        if current.mem_id == outer.mem_id:
            return True
        current = current.parent
    return False
