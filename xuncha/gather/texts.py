"""texts — the words of every page that was read, and of the documents its articles link to."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from xuncha.facts.content import AttachmentSeen, TextRole, TextSeen
from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import ColumnSeen
from xuncha.gather.attachment_process import read_attachment
from xuncha.gather.homepage import offered_by_pictures
from xuncha.gather.items import read_item
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Item, Visited
from xuncha.text.articles.info_lines import letters
from xuncha.text.attachments import AttachmentText, attachment_text
from xuncha.text.deadlines.invitations import may_call
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.listing import rows_of
from xuncha.text.pages.page import text_pieces

#: Characters kept of one document; a longer one says so.
_ATTACHMENT_TEXT = 400_000
_NAME_LENGTH = 120
#: A line on so many different articles, and on more than half of all, is the site's and not theirs.
_ON_MANY = 4
_DOCUMENT = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|txt|csv|zip)$", re.I)
#: Kinds whose readers are bounded in memory and time by themselves; the others get a process of their own.
_BOUNDED = re.compile(r"\.(?:docx|xlsx|pptx|ofd|txt|csv)$", re.I)


async def texts(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> tuple[TextSeen, ...]:
    """Articles with their attachments, in the order of their addresses; then the home page and the columns'."""
    await _read_calls(visit, home, columns)
    columns_by_item = {page_key(entry.url): column for column in columns for entry in column.entries}
    listed = {page_key(entry.url): entry.title for column in columns for entry in column.entries}
    titles = {key: _title(item, listed.get(key, ""), home) for key, item in visit.items.items()}
    words = _own_words(visit.items, titles)
    attachments = await _attachments(visit)
    articles = [
        _article(visit, key, titles[key], words[key], columns_by_item.get(key), attachments)
        for key in sorted(visit.items)  # pages arrive in another order each time
    ]
    return (*articles, *_pages(visit, home, columns))


async def _read_calls(visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]) -> None:
    """Open what the home page and pinned rows still call people to: such items are old, and none was read."""
    shown = [(row.title, row.url) for row in rows_of(home.page, visit.plan.asof)] if home.page else []
    shown += [(entry.title, entry.url) for column in columns for entry in column.entries if entry.pinned]
    calls = {page_key(url): url for title, url in shown if visit.is_own(url) and may_call(title)}
    if home.page is not None:
        calls.update({page_key(url): url for url in offered_by_pictures(home.page, visit)})
    unread = [url for key, url in calls.items() if key not in visit.items]
    await asyncio.gather(*(read_item(visit, url) for url in unread[: visit.plan.depth.home_articles]))


def _title(item: Item, listed: str, home: Visited) -> str:
    """The page's own title; the list's where the page gives no other than the site's name to every article."""
    own = item.body.title
    names_site = home.page is not None and letters(own) in letters(home.page.title)
    return listed if listed and names_site else own


def _own_words(items: Mapping[str, Item], titles: Mapping[str, str]) -> dict[str, str]:
    """Each article's text without the lines at its head and foot that most articles of the site carry."""
    carriers: defaultdict[str, set[str]] = defaultdict(set)
    for key, item in items.items():
        for line in item.body.text.splitlines():
            carriers[line].add(titles[key])
    different = len(set(titles.values()))
    frame = {
        line for line, found in carriers.items() if len(found) >= _ON_MANY and 2 * len(found) > different
    }
    return {key: _without_frame(item.body.text, frame) for key, item in items.items()}


def _without_frame(text: str, frame: AbstractSet[str]) -> str:
    """A text of nothing but such lines stays as it is: there is no telling what it says itself."""
    lines = text.splitlines()
    own = [place for place, line in enumerate(lines) if line not in frame]
    return "\n".join(lines[own[0] : own[-1] + 1]) if own else text


def _article(
    visit: SiteVisit,
    key: str,
    title: str,
    text: str,
    column: ColumnSeen | None,
    attachments: dict[str, AttachmentSeen],
) -> TextSeen:
    item = visit.items[key]
    linked = dict.fromkeys(url for url, _ in item.visited.linked if url in attachments)
    return TextSeen(
        url=item.visited.final_url,
        title=title,
        text=text,
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
    """The home page and the columns' own pages with all their words, those a style hides included."""
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


async def _attachments(visit: SiteVisit) -> dict[str, AttachmentSeen]:
    """The documents that articles link to, by address, as far as the allowance goes."""
    found: dict[str, str] = {}
    for _, item in sorted(visit.items.items()):
        for url, words in item.visited.linked:
            if _DOCUMENT.search(urlsplit(url).path) and visit.is_own(url):
                found.setdefault(url, words[:_NAME_LENGTH])
    chosen = list(found.items())[: visit.plan.depth.attachments]
    read = await asyncio.gather(*(_attachment(visit, url, name) for url, name in chosen))
    return {attachment.url: attachment for attachment in read}


async def _attachment(visit: SiteVisit, url: str, name: str) -> AttachmentSeen:
    response = await visit.fetch_file(url)
    if response.status is not FetchStatus.OK:
        return AttachmentSeen(url, name, "", f"附件未能读取：{response.status.label}", response.evidence)
    read = await asyncio.to_thread(_text_of, response.body, urlsplit(url).path)
    return AttachmentSeen(url, name, read.text, read.problem, response.evidence)


def _text_of(data: bytes, file_name: str) -> AttachmentText:
    read = attachment_text if _BOUNDED.search(file_name) else read_attachment
    return read(data, file_name, limit=_ATTACHMENT_TEXT)
