"""homepage — the home page, the items it shows, and its block 图片新闻."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import Content, EntrySeen, HomepageSeen, newest_of
from xuncha.gather.columns import filled_by_script_file
from xuncha.gather.items import entries_of, likeliest_undated, newest_dated, open_item
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.expressions import expression
from xuncha.text.pages.addresses import is_file, looks_like_folder, page_key
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.listing import rows_of
from xuncha.text.pages.navigation import leads, picture_news_block
from xuncha.text.pages.page import Page, squeeze
from xuncha.text.pages.picture_page import is_picture_alone

#: Pictures of a home page that are followed to see what they offer; more are a gallery.
_OFFERS = 12
_PICTURE = "（图片）"
#: Less text than this, not in Chinese, without a link or anything of :data:`_MORE`, is what a server says, not a site.
_LEAST_WORDS = 20
_HAN = expression(r"[\u4e00-\u9fff]")
_MORE = "img, svg, canvas, video, frame, iframe, object, embed, form, script, meta[http-equiv]"


async def homepage(visit: SiteVisit, home: Visited) -> HomepageSeen:
    """Read the opened home page. Runs after the columns, whose lists date many of its items."""
    look = visit.looks.known(home)
    page = look.page if look is not None and look.page is not None else home.page
    if page is None:
        status = home.status if home.status is not FetchStatus.OK else FetchStatus.BAD_RESPONSE
        return HomepageSeen(
            visit.plan.site.url, status, home.evidence, http_status=home.http_status, cause=home.cause
        )
    if _is_a_word(page):
        return HomepageSeen(
            visit.plan.site.url, FetchStatus.BAD_RESPONSE, home.evidence, http_status=home.http_status
        )
    rows = rows_of(page, visit.plan.asof)
    entries = await _dated(visit, entries_of(rows, visit))
    if not _has_young_item(visit, entries):
        entries += await _pictured(visit, page, entries)
    scripted = needs_script(page) or await filled_by_script_file(visit, page)
    scripted = scripted or (look is not None and look.page is not None and not look.is_whole)
    why = look.why_not_whole if look is not None else visit.looks.why_not() if scripted else ""
    unread = sum(entry.published is None and entry.article is None for entry in entries)
    reason = (
        f"首页部分内容由脚本加载，未能读取{f'（{why}）' if why else ''}"
        if scripted
        else f"首页有 {unread} 条信息未逐条打开"
        if unread
        else home.unread
    )
    return HomepageSeen(
        url=home.final_url,
        status=FetchStatus.OK,
        evidence=home.evidence,
        entries=tuple(entry for entry in entries if entry.published or entry.article is not None),
        navigation_only=not (rows or scripted or home.unread) and bool(leads(page, visit.home_url)),
        needs_script=scripted,
        conclusive=not scripted and not unread and not home.unread,
        http_status=home.http_status,
        stop_reason=reason,
        picture_news=_picture_news(page, scripted=scripted),
        picture_only=is_picture_alone(page, visit.home_url),
        offers=offered_by_pictures(page, visit),
    )


def _is_a_word(page: Page) -> bool:
    """True for what no home page is: a word of a program or a figure, nothing to look at and nowhere to go."""
    if page.anchors or page.has_text(_LEAST_WORDS) or page.tree.css_first(_MORE) is not None:
        return False
    return _HAN.search("".join(page.segments)) is None


async def look_at_home(visit: SiteVisit, home: Visited) -> None:
    """Show the home page in a browser where it has no links as delivered, or scripts that fill parts of it."""
    page = home.page
    if page is None or not visit.looks.is_possible:
        return
    links = leads(page, visit.home_url)
    if links and not needs_script(page) and not await filled_by_script_file(visit, page):
        return
    rows = len(rows_of(page, visit.plan.asof))

    def has_more(shown: Page) -> bool:
        enough = len(rows_of(shown, visit.plan.asof)) > rows
        return enough and len(leads(shown, visit.home_url)) >= max(1, len(links))

    await visit.looks.look(home, has_more)


async def _dated(visit: SiteVisit, entries: list[EntrySeen]) -> list[EntrySeen]:
    """Entries with the newest confirmed on its own page; items without a date are opened until one is young."""
    await _open(visit, entries, newest_dated(entries, 3))
    batch = 10
    for start in range(0, visit.plan.depth.home_articles, batch):
        pending = [n for n in likeliest_undated(entries, len(entries)) if entries[n].article is None]
        if not pending or (start and _has_young_item(visit, entries)):
            break
        await _open(visit, entries, pending[: min(batch, visit.plan.depth.home_articles - start)])
    return entries


async def _open(visit: SiteVisit, entries: list[EntrySeen], numbers: list[int]) -> None:
    opened = await asyncio.gather(*(open_item(visit, entries[number]) for number in numbers))
    for number, entry in zip(numbers, opened, strict=True):
        entries[number] = entry


def _has_young_item(visit: SiteVisit, entries: list[EntrySeen]) -> bool:
    newest = newest_of(tuple(entries))
    young = visit.plan.asof - timedelta(days=visit.plan.depth.fresh_days)
    return newest is not None and newest.published is not None and not newest.published.is_before(young)


async def _pictured(visit: SiteVisit, page: Page, entries: list[EntrySeen]) -> list[EntrySeen]:
    """What pictures alone lead to, where it is dated or may be: a banner can be the newest item of a home page."""
    known = {page_key(entry.url) for entry in entries}
    urls = [url for url in offered_by_pictures(page, visit) if page_key(url) not in known]
    opened = await asyncio.gather(*(open_item(visit, EntrySeen(_PICTURE, url)) for url in urls))
    return [entry for entry in opened if entry.published is not None or entry.article is not FetchStatus.OK]


def offered_by_pictures(page: Page, visit: SiteVisit) -> tuple[str, ...]:
    """Articles of the site to which a picture of the page leads, each once, as far as they count."""
    urls = [
        anchor.url
        for anchor in page.anchors
        if visit.is_own(anchor.url)
        and not (looks_like_folder(anchor.url) or is_file(anchor.url))
        and anchor.node.css_first("img") is not None
    ]
    return tuple(dict.fromkeys(urls))[:_OFFERS]


def _picture_news(page: Page, *, scripted: bool) -> Content | None:
    found = picture_news_block(page)
    if found is None:
        return None
    block, anchors = found
    if anchors or block.css_first("img, video, iframe, a[href]") is not None:
        return Content.ENTRIES
    if len(squeeze(block.text())) >= 10:
        return Content.TEXT
    return Content.SCRIPT if scripted else Content.NOTHING
