"""The links of page after page of one site, read cheaply: what is linked again and again is worked out once."""

from __future__ import annotations

from collections.abc import Callable

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
        self._known: dict[str, dict[str, tuple[str, str] | None]] = {}
        self._count = 0

    def read(self, page: Page, needs_words: Callable[[str], bool]) -> list[Outlink]:
        """Every link, frame, picture and style sheet of the page, each target once, in order of tags.

        ``needs_words`` is asked by page key; a link's words are read from the page only where it says so.
        """
        found: dict[str, Outlink] = {}
        wordless: set[str] = set()  # of those found, what words are still wanted for
        base, charset, tree = page.base, page.charset, page.tree
        folder = folder_of(base)
        known = self._of(folder)
        for name, attribute in _TAGS:
            for node in tree.tags(name):
                attributes = node.attributes
                href = attributes.get(attribute)
                if not href or (name == "link" and "stylesheet" not in (attributes.get("rel") or "").lower()):
                    continue
                if not href.isascii():
                    href = query_in(charset, href)
                if href in known:
                    target = known[href]
                elif counts_from_folder(href):
                    target = known[href] = _target(folder, href)
                    self._count += 1
                else:
                    target = _target(base, href)
                if target is None:
                    continue
                key, url = target
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

    def _of(self, folder: str) -> dict[str, tuple[str, str] | None]:
        """What is remembered of links on the pages of a folder."""
        if self._count > _REMEMBERED:
            self._known, self._count = {}, 0
        return self._known.setdefault(folder, {})


def _target(base: str, href: str) -> tuple[str, str] | None:
    url = resolve(base, href)
    return None if url is None else (page_key(url), url)


def _words(node: LexborNode, name: str) -> str:
    if name in ("a", "area"):
        return anchor_text(node)
    return (node.attributes.get("alt") or "") or _NAMES[name]
