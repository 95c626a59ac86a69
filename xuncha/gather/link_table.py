"""Every link target met on a site, where it is linked, and how opening it ended."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.website import ColumnSeen, LinkRole
from xuncha.gather.visited import Visited
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.navigation import picture_news_block

_FOUND_ON = 5
_LINK_TEXT = 60


@dataclass(slots=True)
class LinkTarget:
    """One link target: its address, the first words it is linked by, its role, and the first pages that link it."""

    url: str
    text: str
    role: LinkRole
    found_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How opening a target ended, without what it brought."""

    status: FetchStatus
    http_status: int | None
    evidence: Evidence | None
    tries: int


class LinkTable:
    """Targets by page key, in the order in which they were met.

    ``full`` are the keys of those of which another link would add nothing: menus link them from every page.
    """

    def __init__(self, home: Visited, columns: tuple[ColumnSeen, ...]) -> None:
        self.targets: dict[str, LinkTarget] = {}
        self.full: set[str] = set()
        self._columns = {page_key(column.url) for column in columns}
        self._items = {page_key(entry.url) for column in columns for entry in column.entries}
        self._pictures = _picture_links(home)

    def add(self, key: str, url: str, text: str, found_on: str) -> bool:
        """Note a link; True when its target was not known before."""
        target = self.targets.get(key)
        if target is None:
            self.targets[key] = LinkTarget(url, text[:_LINK_TEXT], self._role(key), (found_on,))
            return True
        if text and not target.text:
            target.text = text[:_LINK_TEXT]
        if len(target.found_on) < _FOUND_ON and found_on not in target.found_on:
            target.found_on = (*target.found_on, found_on)
        if target.text and len(target.found_on) >= _FOUND_ON:
            self.full.add(key)
        return False

    def needs_words(self, key: str) -> bool:
        """True when no link has told yet what the target is called."""
        target = self.targets.get(key)
        return target is None or not target.text

    def _role(self, key: str) -> LinkRole:
        if key in self._columns:
            return LinkRole.COLUMN
        if key in self._pictures:
            return LinkRole.PICTURE_NEWS
        return LinkRole.ENTRY if key in self._items else LinkRole.OTHER


def _picture_links(home: Visited) -> set[str]:
    block = picture_news_block(home.page) if home.page else None
    return {page_key(anchor.url) for anchor in block[1]} if block else set()
