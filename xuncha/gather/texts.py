"""texts — the words of every page that was read, and of the documents its articles link to."""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.content import AttachmentSeen, TextRole, TextSeen
from xuncha.facts.website import ColumnSeen
from xuncha.gather.visit import Item, SiteVisit, Visited
from xuncha.text.addresses import page_key
from xuncha.text.page import text_pieces

#: Characters kept of one document; a longer one says so.
_ATTACHMENT_TEXT = 400_000
_NAME_LENGTH = 120


async def texts(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> tuple[TextSeen, ...]:
    """Articles with their attachments, in the order of reading; then the home page and the columns' pages."""
    columns_by_item = {page_key(entry.url): column for column in columns for entry in column.entries}
    attachments: dict[str, AttachmentSeen] = {}
    articles = [
        _article(visit, key, item, columns_by_item.get(key), attachments) for key, item in visit.items.items()
    ]
    return (*articles, *_pages(visit, home, columns))


def _article(
    visit: SiteVisit,
    key: str,
    item: Item,
    column: ColumnSeen | None,
    attachments: dict[str, AttachmentSeen],
) -> TextSeen:
    linked = dict.fromkeys(url for url, _ in item.visited.linked if url in attachments)
    return TextSeen(
        url=item.visited.final_url,
        title=item.body.title,
        text=item.body.text,
        role=TextRole.ARTICLE,
        column=column.name if column else "",
        column_url=column.url if column else "",
        published=visit.dates.get(key) or item.date.published,
        last_modified=item.visited.last_modified,
        lossy=item.visited.lossy,
        evidence=item.visited.evidence,
        attachments=tuple(attachments[url] for url in linked),
    )


def _pages(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> Iterator[TextSeen]:
    """The home page and the columns' own pages, with every visible word."""
    opened = visit.opened
    names = {page_key(home.final_url): "首页", **{page_key(column.url): column.name for column in columns}}
    for key, name in names.items():
        visited = home if key == page_key(home.final_url) else opened.get(key)
        if visited is None or visited.page is None or visited.page.tree.body is None:
            continue
        yield TextSeen(
            url=visited.final_url,
            title=visited.page.title or name,
            text="\n".join(text_pieces(visited.page.tree.body)),
            role=TextRole.PAGE,
            column=name,
            column_url=visited.url,
            lossy=visited.lossy,
            evidence=visited.evidence,
        )
