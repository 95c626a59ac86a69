"""One HTML page, parsed once: its links, meta tags, title and pieces of visible text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xuncha.text.pages.addresses import query_in, resolve
from xuncha.text.pages.data_islands import unfolded
from xuncha.text.pages.held_trees import HeldTrees
from xuncha.text.pages.hostile import MAX_DEPTH, TooDeepError, TooLongError, nesting, parsed
from xuncha.text.pages.markup_signs import FOLDED, RARE_TAGS, signs_in

__all__ = [
    "MAX_DEPTH",
    "Anchor",
    "Page",
    "TooDeepError",
    "TooLongError",
    "anchor_text",
    "nesting",
    "squeeze",
    "text_pieces",
]

_HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "option", "textarea", "select"}
)
_HIDDEN_TAGS = tuple(sorted(_HIDDEN - {"head"}))
#: Hidden, or another language in which all of those are tags like any other.
_HOLDS_TAGS = ("noscript", "select", "option", "svg", "math")
#: What a picture without words of its own is called.
UNNAMED_PICTURE = "图片"
#: What editors leave as a picture's text: its file name.
_FILE_NAME = re.compile(r"\.(?:gif|jpe?g|png|bmp|webp)\b", re.I)


def _in_utf8(html: str) -> bytes:
    """Halves of characters, which scripts write, are left out."""
    return html.encode("utf-8", "ignore")


def squeeze(text: str) -> str:
    """Runs of white space, of any width, as one space; none at the ends."""
    # Splitting takes every kind of white space but these two of no width, at a tenth of an expression's cost.
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split())


#: The value of a choice that is an address; others are codes and words.
_OPENS_PAGE = re.compile(r"https?://|/[^/\s]", re.I)
#: A whole address that a click opens; one put together from pieces is not known.
_ON_CLICK = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\s*\(|window\.open\s*\()\s*([\"'])((?:https?:/)?/[^\"'\s]+)\1(?!\s*\+)"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link on the page: absolute address, its words (text, else title, else the picture's alt), its node."""

    url: str
    text: str
    node: LexborNode


#: Of all pages of this process.
_trees = HeldTrees()


class Page:
    """A parsed page.

    ``charset`` is that of its bytes: browsers send the query of its links in it. ``markup`` is ``html`` in UTF-8, where it
    is at hand. Where many pages are kept, one that
    was not looked at for long lets its tree go, and is parsed again when it is looked at: a node of it that was kept
    meanwhile is then none of the new tree.

    Raises:
        TooDeepError: hostile or broken markup; see :func:`~xuncha.text.pages.hostile.parsed`.
    """

    def __init__(self, html: str, url: str, charset: str = "utf-8", markup: bytes | None = None) -> None:
        self.url = url
        self.html = html
        self.charset = charset
        self._tree: LexborHTMLParser | None = None
        self._shown = 0  # characters counted so far
        self._leads = 0  # links, likewise: there are so many at least
        self._lacks: frozenset[str] = frozenset()  # tags that stand nowhere in it
        self._parsed(markup)  # what is hostile says so at once

    @property
    def tree(self) -> LexborHTMLParser:
        """The markup as a tree."""
        if self._tree is None:
            return self._parsed()
        _trees.looked_at(self)
        return self._tree

    @property
    def is_parsed(self) -> bool:
        """Whether the tree is there, and need not be made of the markup first."""
        return self._tree is not None

    def _parsed(self, markup: bytes | None = None) -> LexborHTMLParser:
        html = self.html
        markup = _in_utf8(html) if markup is None else markup
        signs = signs_in(markup)
        if FOLDED in signs:
            html = unfolded(html)
            markup = _in_utf8(html)
            signs = signs_in(markup)
        self._tree = tree = parsed(html, markup)
        self._lacks = RARE_TAGS - signs
        _trees.parsed(self)
        return tree

    def fold(self) -> None:
        """Let the tree go, and what holds nodes of it; what was read from it stays."""
        self._tree, self._shown = None, 0
        for name in ("anchors", "links", "_plain_words"):
            self.__dict__.pop(name, None)

    def tags(self, name: str) -> list[LexborNode]:
        """Every tag of a name, in document order. The tree is not walked for one that stands nowhere in the markup."""
        return [] if name in self._lacks else self.tree.tags(name)

    @cached_property
    def links(self) -> list[LexborNode]:
        """Every ``a`` tag, in document order: several ask for them, and each time the whole tree is walked."""
        return self.tree.tags("a")

    @cached_property
    def base(self) -> str:
        """The address relative links count from: <base href> or the page's own."""
        given = (node.attributes for node in self.tags("base"))
        href = next((attributes["href"] for attributes in given if "href" in attributes), None)
        return (resolve(self.url, href) if href else None) or self.url

    @cached_property
    def meta(self) -> dict[str, str]:
        """Meta tags by lower-case name; the first of a name counts."""
        found: dict[str, str] = {}
        for node in self.tree.css("meta"):
            attributes = node.attributes
            name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
            content = squeeze(attributes.get("content") or "")
            if name and content and name not in found:
                found[name] = content
        return found

    @cached_property
    def title(self) -> str:
        """Text of the title tag."""
        # In nearly every page it stands in the head, where it is found without walking the tree.
        head = self.tree.head
        in_head = next((node for node in head.iter() if node.tag == "title"), None) if head else None
        found = [in_head] if in_head is not None else self.tree.tags("title")
        return squeeze(found[0].text()) if found else ""

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every link to an http(s) address, in document order."""
        found = []
        for node in self.tree.css("a[href], area[href]"):
            url = resolve(self.base, query_in(self.charset, node.attributes.get("href") or ""))
            if url is not None:
                found.append(Anchor(url, anchor_text(node), node))
        return tuple(found)

    def has_links(self, count: int) -> bool:
        """True when the page has at least so many :attr:`anchors`; reads no further than it must."""
        if self._leads >= count:
            return True
        if "anchors" in self.__dict__:
            return len(self.anchors) >= count
        base, leads = self.base, 0
        for node in chain(self.links, self._areas()):
            href = node.attrs.get("href")
            if href is not None and resolve(base, query_in(self.charset, href)) is not None:
                leads += 1
                if leads == count:
                    break
        self._leads = leads
        return leads >= count

    def _areas(self) -> Iterator[LexborNode]:
        """The links of image maps, looked for when the first of them is asked for."""
        yield from self.tags("area")

    @cached_property
    def linked(self) -> tuple[tuple[str, str], ...]:
        """Addresses of links and pictures with their words, in document order, pictures last.

        Links are also the choices of a list that opens them (友情链接) and what a click opens by a script.
        """
        found = [(anchor.url, anchor.text) for anchor in self.anchors]
        found += self._opened_by_script()
        for node in self.tree.css("img[src]"):
            url = resolve(self.base, query_in(self.charset, node.attributes.get("src") or ""))
            if url is not None:
                found.append((url, node.attributes.get("alt") or UNNAMED_PICTURE))
        return tuple(found)

    def _opened_by_script(self) -> Iterator[tuple[str, str]]:
        for node in self.tree.css("option[value]"):
            value = (node.attributes.get("value") or "").strip()
            url = resolve(self.base, query_in(self.charset, value)) if _OPENS_PAGE.match(value) else None
            if url is not None:
                yield url, squeeze(node.text())
        for node in self.tree.css("[onclick]"):
            match = _ON_CLICK.search(node.attributes.get("onclick") or "")
            url = resolve(self.base, query_in(self.charset, match[2])) if match else None
            if url is not None:
                yield url, squeeze(node.text())

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """Pieces of visible text outside links, one a text node, in document order."""
        body = self.tree.body
        return tuple(text_pieces(body, skip=_HIDDEN | {"a"})) if body else ()

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The text of the page's inline scripts."""
        return tuple(n.text(deep=True) for n in self.tree.css("script") if not n.attributes.get("src"))

    @cached_property
    def text_length(self) -> int:
        """Characters of visible text, links included."""
        body = self.tree.body
        return sum(len(piece) for piece in text_pieces(body)) if body else 0

    def has_text(self, length: int) -> bool:
        """True when there are at least so many characters of visible text; reads no further than it must."""
        body = self.tree.body
        if body is None:
            return False
        if self._shows_at_least(length):
            return True
        # All its text without what is hidden, counted without walking the tree.
        hidden = sum([len(node.text()) for tag in _HIDDEN_TAGS for node in self.tags(tag)])
        whole = self.tree.root.text() if self.tree.root is not None else ""
        return len("".join(whole.split())) - hidden >= length or _reaches(body, length)

    def _shows_at_least(self, length: int) -> bool:
        """True for nearly every page: the words that stand right in its paragraphs and links suffice. Asked again, it
        counts on from where it stopped."""
        if self._shown >= length:
            return True
        for more in self._plain_words:
            self._shown += more
            if self._shown >= length:
                return True
        return False

    @cached_property
    def _plain_words(self) -> Iterator[int]:
        # Not given the page: it would hold itself, and its tree, in memory.
        holders = [node for tag in _HOLDS_TAGS for node in self.tags(tag)]
        return _plain_words(holders, chain(self.tags("p"), self.links))


def _plain_words(holders: Iterable[LexborNode], shown: Iterable[LexborNode]) -> Iterator[int]:
    """Characters that stand right in paragraphs and links (``shown``), one by one, less all that may be hidden.

    Of what is hidden only the tags in ``holders`` can hold paragraphs or links.
    """
    yield -sum([len(node.text()) for node in holders])
    for node in shown:
        yield len("".join(node.text(deep=False).split()))


def anchor_text(node: LexborNode) -> str:
    """The words of a link: its text, else its title, else the alternative text of its picture."""
    text = squeeze(node.text(separator=" "))
    if text:
        return text
    picture = node.css_first("img")
    given = node.attributes.get("title") or (picture.attributes.get("alt") if picture else None) or ""
    return "" if _FILE_NAME.search(given) else squeeze(given)


def _reaches(root: LexborNode, length: int) -> bool:
    stack = [root]
    while stack and length > 0:
        node = stack.pop()
        if node.is_text_node:
            length -= len(squeeze(node.text_content or ""))
        elif node.tag not in _HIDDEN:
            stack.extend(reversed(list(node.iter(include_text=True))))
    return length <= 0


def text_pieces(root: LexborNode, *, skip: frozenset[str] = _HIDDEN) -> list[str]:
    """The visible text below a node, one piece a text node, leaving out the tags in ``skip``."""
    pieces: list[str] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_text_node:
            piece = squeeze(node.text_content or "")
            if piece:
                pieces.append(piece)
        elif node.tag not in skip:
            stack.extend(reversed(list(node.iter(include_text=True))))
    return pieces
