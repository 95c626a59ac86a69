"""What all column pages of one site share: heads, menus, side lists and feet, told apart by comparing pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xuncha.text.pages.addresses import page_key, resolve
from xuncha.text.pages.page import Page

#: With fewer pages to compare nothing can be called common.
_FEWEST_PAGES = 3


class SiteFrame:
    """Links, pictures and pieces of text that stand on half of a site's column pages or more.

    A block 热点推荐 beside every list has dated links; without the comparison it would make a blank
    column look filled, and its words would look like the column's own.
    """

    def __init__(self, pages: Iterable[Page]) -> None:
        links: Counter[str] = Counter()
        words: Counter[str] = Counter()
        self._pages = 0
        for page in pages:
            self._pages += 1
            links.update({page_key(url) for url in (*(a.url for a in page.anchors), *_pictures(page))})
            words.update(set(page.segments))
        self._least = max(_FEWEST_PAGES, -(-self._pages // 2))
        self._links, self._words = links, words

    def is_common_link(self, url: str) -> bool:
        """True when the link or picture stands on at least half of the pages (and on three or more)."""
        return self._pages >= _FEWEST_PAGES and self._links[page_key(url)] >= self._least

    def is_unique_link(self, url: str) -> bool:
        """True when pages could be compared (three or more) and no second one has the link."""
        return self._pages >= _FEWEST_PAGES and self._links[page_key(url)] <= 1

    def is_common_text(self, piece: str) -> bool:
        """True when the piece of text stands on at least half of the pages (and on three or more)."""
        return self._pages >= _FEWEST_PAGES and self._words[piece] >= self._least


class JoinedFrame(SiteFrame):
    """What is common by any of several comparisons: of pages as delivered, and of pages as shown in a browser."""

    def __init__(self, *frames: SiteFrame) -> None:
        self._frames = frames

    def is_common_link(self, url: str) -> bool:
        """True when any comparison finds the link common."""
        return any(frame.is_common_link(url) for frame in self._frames)

    def is_unique_link(self, url: str) -> bool:
        """True when every comparison finds the link on one page at most."""
        return all(frame.is_unique_link(url) for frame in self._frames)

    def is_common_text(self, piece: str) -> bool:
        """True when any comparison finds the text common."""
        return any(frame.is_common_text(piece) for frame in self._frames)


def _pictures(page: Page) -> tuple[str, ...]:
    sources = (resolve(page.base, node.attributes.get("src") or "") for node in page.tree.css("img[src]"))
    return tuple(url for url in sources if url is not None)
