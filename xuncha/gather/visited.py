"""How opening a page ended, and what was read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.text.pages.page import Page

if TYPE_CHECKING:
    from xuncha.text.articles.article_body import ArticleBody
    from xuncha.text.dating.published import ArticleDate


@dataclass(slots=True)
class Visited:
    """How opening one address ended; ``page`` is there only when ``status`` is OK and it was HTML.

    ``linked`` are the addresses and words of its links and pictures. A parsed page takes some hundred
    times the memory of what is read from it: ``drop_page`` lets it go, and sets ``dropped``. Where a
    browser took a second look, ``page`` is what it showed and ``delivered`` what the server sent. ``refresh``
    is the header of that name. ``unread`` says, in Chinese, what of the page could not be read, ``cause`` why
    there is no encrypted connection.
    """

    url: str
    final_url: str
    status: FetchStatus
    http_status: int | None = None
    evidence: Evidence | None = None
    page: Page | None = None
    tries: int = 0
    linked: tuple[tuple[str, str], ...] = ()
    last_modified: str = ""
    refresh: str = ""
    sets_cookie: bool = False
    lossy: bool = False
    dropped: bool = False
    tags: tuple[tuple[str, str], ...] = ()
    delivered: Page | None = None
    unread: str = ""
    cause: str = ""

    @property
    def why(self) -> str:
        """How opening it ended, in words: with the cause where one is known."""
        return self.cause or self.status.label

    @property
    def page_delivered(self) -> Page | None:
        """The page as the server sent it, scripts and all, also where ``page`` is what a browser showed."""
        return self.delivered or self.page

    def show(self, page: Page) -> None:
        """Put the page as a browser showed it in the place of the page as delivered."""
        if self.page is page:
            return
        self.delivered, self.page = self.page_delivered, page
        self.linked = tuple(dict.fromkeys((*self.linked, *page.linked)))

    @property
    def record_id(self) -> str:
        """The evidence record of the page as delivered, empty where none was kept."""
        return self.evidence.record_id if self.evidence is not None else ""

    def drop_page(self) -> None:
        """Let the parsed page go; what was read from it stays."""
        self.page, self.dropped = None, self.page is not None or self.dropped
        self.delivered = None

    @property
    def is_read(self) -> bool:
        """True when there is a page to read."""
        return self.page is not None


@dataclass(frozen=True, slots=True)
class Item:
    """An item's page as read: how it was opened, its publication date, its words.

    ``unread``: a script brings its text, and was not run to its end.
    """

    visited: Visited
    date: ArticleDate
    body: ArticleBody
    unread: bool = False
