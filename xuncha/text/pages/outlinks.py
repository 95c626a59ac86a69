"""The links of page after page of one site, read cheaply: what is linked again and again is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from xuncha.text.pages.addresses import page_key, query_in, resolve
from xuncha.text.pages.page import Page, anchor_text

#: Addresses remembered at most; a menu of hundreds of links stands on every page (some 20 MB).
_REMEMBERED = 50_000
#: Tags that link, with the attribute that says where to, pages before what pages are made of.
_TAGS = (
    ("a", "href"),
    ("area", "href"),
    ("iframe", "src"),
    ("frame", "src"),
    ("img", "src"),
    ("link", "href"),
)
_NAMES = {"img": "图片", "link": "样式文件", "iframe": "内嵌页面", "frame": "内嵌页面"}

#: Page key, address, words (empty where they were not asked for).
Outlink = tuple[str, str, str]


class OutlinkReader:
    """Reads pages of one site."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[str, str] | None]] = {}
        self._count = 0

    def read(self, page: Page, needs_words: Callable[[str], bool]) -> list[Outlink]:
        """Every link, frame, picture and style sheet of the page, each target once, in order of tags.

        ``needs_words`` is asked by page key; a link's words are read from the page only where it says so.
        """
        found: dict[str, Outlink] = {}
        for node, name, href in _hrefs(page):
            target = self._target(page.base, href)
            if target is None:
                continue
            key, url = target
            known = found.get(key)
            if known is None or (not known[2] and needs_words(key)):
                found[key] = (key, url, _words(node, name) if needs_words(key) else "")
        return list(found.values())

    def _target(self, base: str, href: str) -> tuple[str, str] | None:
        """Key and address; worked out once for all pages of a folder."""
        # What begins with a query or is empty counts from the page itself, not from its folder.
        place = base if href[:1] in ("?", "", ";") else base.partition("?")[0].rpartition("/")[0] + "/"
        of_place = self._known.get(place)
        if of_place is None:
            of_place = self._known[place] = {}
        try:
            return of_place[href]
        except KeyError:
            pass
        if self._count >= _REMEMBERED:
            self._known, self._count = {}, 0
            of_place = self._known[place] = {}
        url = resolve(place, href)
        target = of_place[href] = None if url is None else (page_key(url), url)
        self._count += 1
        return target


def _hrefs(page: Page) -> Iterator[tuple[LexborNode, str, str]]:
    for name, attribute in _TAGS:
        for node in page.tree.tags(name):
            attributes = node.attributes
            href = attributes.get(attribute)
            if href and (name != "link" or "stylesheet" in (attributes.get("rel") or "").lower()):
                yield node, name, query_in(page.charset, href)


def _words(node: LexborNode, name: str) -> str:
    if name in ("a", "area"):
        return anchor_text(node)
    return (node.attributes.get("alt") or "") or _NAMES[name]
