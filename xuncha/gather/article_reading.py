"""An article's page as a reader sees it: when it was published, and its words without what surrounds them."""

from __future__ import annotations

from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Item, Visited
from xuncha.text.articles.article_body import article_body
from xuncha.text.dating.published import article_date
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.page import Page

#: A shorter text (characters) is a frame around an article that has not been loaded.
_LEAST_ARTICLE = 40


async def read_article(visit: SiteVisit, visited: Visited, page: Page) -> Item:
    """What ``page`` says, and where its text comes by a script, what a browser shows of it."""
    unread = False
    body = article_body(page)
    if len(body.text) < _LEAST_ARTICLE and needs_script(page):  # a script may yet fill it in
        look = await visit.looks.look(visited, lambda shown: not _is_bare(shown))
        unread = not look.is_whole
        if look.page is not None:
            page, body = look.page, article_body(look.page)
    date = article_date(page.tree, visited.final_url, visit.plan.asof)
    return Item(visited, date, body, unread)


def _is_bare(page: Page) -> bool:
    return len(article_body(page).text) < _LEAST_ARTICLE
