"""Which element of an article page holds the article's text.

Content systems name the element, and the names are few. Where none is named, the element whose paragraphs
hold the most text outside links serves. What only the foot of a site says is no text of an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xuncha.text.articles.info_lines import is_info_line, is_site_line, may_be_site_line
from xuncha.text.pages.regions import Region, Regions

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
_MARK = re.compile(r"[，。；！？]")
#: A shorter piece (characters) is no sentence of an article.
_LEAST_SENTENCE = 10
#: Boxes whose loose text is read anyway, with line breaks or without.
_WITH_LOOSE_TEXT = frozenset({"div", "td", "section"})
_FRAME_TAGS = frozenset({"ul", "ol", "dl", "table", "tbody", "tr", "center", "header"})
#: A piece of this many characters is prose even without a mark.
_LONG = 25
#: A tighter named element inside the chosen one is taken where it holds this share of its text.
_MOST = 0.7
#: Text shorter than this (characters) does not show by itself that an element is the article's.
_LEAST_TEXT = 3


#: Paragraphs that lie in several boxes: the box around them is taken where it holds so many times more.
_WIDER = 1.3
#: How far up (levels) such a box is looked for.
_LEVELS = 4
#: Frame blocks stand so deep (levels) at most below the element; one that holds this share of the text is none.
_FRAME_LEVELS, _FRAME_SHARE = 4, 0.5


@dataclass(frozen=True, slots=True)
class Container:
    """The element that holds the text.

    ``loose``: its name does not say that it holds nothing else, so that menus, title and foot may stand in
    it. ``frames``: memory ids of the elements in it that are such by their names.
    """

    node: LexborNode
    loose: bool
    frames: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Choice:
    node: LexborNode
    words: float
    weight: float


def find_container(tree: LexborHTMLParser) -> Container | None:
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
    if best.weight == _SURE_WEIGHT:
        return Container(best.node, loose=False)
    return Container(best.node, loose=True, frames=_frames(best.node, regions))


def whole_page(body: LexborNode) -> Container:
    """The whole page as the container, for a page where none can be told."""
    return Container(body, loose=True, frames=_frames(body, Regions()))


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
        if not is_prose:
            total += 0.1 * length
        elif not is_site_line(piece):
            total += 0.1 * length if may_be_site_line(piece) else length
    return total


def _unnamed(tree: LexborHTMLParser, regions: Regions) -> Iterator[_Choice]:
    """The element whose own paragraphs and loose text hold the most, whatever its name."""
    lengths: dict[int, float] = {}
    nodes: dict[int, LexborNode] = {}
    for node in tree.css("p, br, div, td, section"):
        for holder, words in _holders(node, nodes):
            nodes[holder.mem_id] = holder
            lengths[holder.mem_id] = lengths.get(holder.mem_id, 0) + words
    for key in sorted(lengths, key=lambda key: -lengths[key])[:3]:
        node = nodes[key]
        if lengths[key] >= _LEAST_TEXT and regions.of(node) not in _BESIDE:
            yield _widened(_Choice(node, lengths[key], _UNNAMED_WEIGHT), regions)


def _holders(node: LexborNode, known: dict[int, LexborNode]) -> Iterator[tuple[LexborNode, float]]:
    """The elements to whose text a node adds, and how much."""
    parent = node.parent
    if parent is None or parent.tag in ("p", "a"):
        return
    if node.tag == "p":
        yield parent, _words(node)
    elif node.tag == "br":
        if parent.mem_id not in known and parent.tag not in _WITH_LOOSE_TEXT:
            yield parent, _prose(parent.text(deep=False, separator="\n"))
    else:
        # A box of loose text is a text of its own, or a paragraph of the box around it.
        loose = _prose(node.text(deep=False, separator="\n"))
        if loose >= _LEAST_TEXT:
            yield node, loose
            if node.tag != "td":
                yield parent, 0.99 * loose


def _widened(choice: _Choice, regions: Regions) -> _Choice:
    """The box around the element, where the article's paragraphs lie in several boxes of it."""
    if any(_weight(node) for node in (choice.node, choice.node.parent) if node is not None):
        return choice
    best, most = choice, _sentences(choice.node)
    node = choice.node.parent
    for _ in range(_LEVELS):
        if node is None or node.tag in ("body", "html") or regions.of(node) in _BESIDE:
            break
        found = _sentences(node)
        if found >= _WIDER * most:
            best, most = _Choice(node, _words(node), _UNNAMED_WEIGHT), found
        node = node.parent
    return best


def _sentences(node: LexborNode) -> int:
    """Characters below a node in pieces that are sentences, outside links."""
    total = _sentence_length(node.text(separator="\n"))
    return total - sum(
        _sentence_length(part.text(separator="\n")) for part in node.css("a, script, style, select, textarea")
    )


def _sentence_length(text: str) -> int:
    return sum(
        len(piece)
        for piece in text.split("\n")
        if len(piece) >= _LEAST_SENTENCE
        and _MARK.search(piece)
        and not (is_site_line(piece) or may_be_site_line(piece) or is_info_line(piece))
    )


def _frames(root: LexborNode, regions: Regions) -> frozenset[int]:
    """The elements not far below the root that are menus, crumbs, side blocks or feet by their names."""
    found = set()
    own, whole = regions.of(root), _words(root)
    level = [root]
    for _ in range(_FRAME_LEVELS):
        below = []
        for node in (child for parent in level for child in parent.iter()):
            if node.tag in _BOXES or node.tag in _FRAME_TAGS:
                region = regions.of(node)
                if region in (own, Region.BODY) or _words(node) > _FRAME_SHARE * whole:
                    below.append(node)
                else:
                    found.add(node.mem_id)
        level = below
    return frozenset(found)


def _is_inside(node: LexborNode, outer: LexborNode) -> bool:
    current = node.parent
    while current is not None:
        if current.mem_id == outer.mem_id:
            return True
        current = current.parent
    return False
