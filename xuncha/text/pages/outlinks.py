"""The links of page after page of one site, read cheaply: what is linked again and again is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Container

from selectolax.lexbor import LexborNode

from xuncha.text.pages.addresses import counts_from_folder, folder_of, page_key, query_in, resolve
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
        self._known: dict[tuple[str, str], dict[str, tuple[str, str] | None]] = {}
        self._count = 0

    def read(
        self, page: Page, needs_words: Callable[[str], bool], full: Container[str] = ()
    ) -> list[Outlink]:
        """Every link, frame, picture and style sheet of the page, each target once, in order of tags.

        ``needs_words`` is asked by page key; a link's words are read from the page only where it says so. ``full``
        holds the keys of targets of which nothing more is wanted, for good: they are left out.
        """
        found: dict[str, Outlink] = {}
        wordless: set[str] = set()  # of those found, what words are still wanted for
        known = self._of(folder_of(page.base), page.charset)
        for name, attribute in _TAGS:
            for node, href in _wanted(page.links if name == "a" else page.tags(name), attribute, known):
                if name == "link" and "stylesheet" not in (node.attributes.get("rel") or "").lower():
                    continue
                target = known[href] if href in known else self._meet(page, href, known)
                if target is None:
                    continue
                key, url = target
                if key in full:
                    if href in known:  # the same from every page of the folder: not looked up again
                        known[href] = None
                    continue
                is_new = key not in found
                if not is_new and key not in wordless:
                    continue
                words = _words(node, name) if not is_new or needs_words(key) else None
                if words == "":
                    wordless.add(key)
                else:
                    wordless.discard(key)
                found[key] = (key, url, words or "")
        return list(found.values())

    def _meet(
        self, page: Page, href: str, known: dict[str, tuple[str, str] | None]
    ) -> tuple[str, str] | None:
        """The target of a link that is not ``known``; from now on it is, where all pages of the folder share it."""
        sent = href if href.isascii() else query_in(page.charset, href)
        if not counts_from_folder(sent):
            return _target(page.base, sent)
        self._count += 1
        target = known[href] = _target(folder_of(page.base), sent)
        return target

    def finds_any(self, page: Page) -> bool:
        """True when the page links anything, whatever is known of it."""
        return bool(OutlinkReader().read(page, lambda key: False))

    def _of(self, folder: str, charset: str) -> dict[str, tuple[str, str] | None]:
        """What is remembered of links on the pages of a folder that are written in one charset."""
        if self._count > _REMEMBERED:
            self._known, self._count = {}, 0
        return self._known.setdefault((folder, charset), {})


def _wanted(
    nodes: list[LexborNode], attribute: str, known: dict[str, tuple[str, str] | None]
) -> list[tuple[LexborNode, str]]:
    """Tags with where they link, less those of which nothing more is wanted: most of a page is menu."""
    return [
        (node, href)
        for node in nodes
        # Of ``attributes`` all would be read, of ``attrs`` only the one that is asked for.
        if (href := node.attrs.get(attribute)) and known.get(href, True) is not None
    ]


def _target(base: str, href: str) -> tuple[str, str] | None:
    url = resolve(base, href)
    return None if url is None else (page_key(url), url)


def _words(node: LexborNode, name: str) -> str:
    if name in ("a", "area"):
        return anchor_text(node)
    return (node.attributes.get("alt") or "") or _NAMES[name]
