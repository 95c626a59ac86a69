"""traces — links that visitors do not see, links to illegal targets, and signs of tampering."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.traces import TraceSeen
from xuncha.gather.http.response import Response
from xuncha.gather.visit import SiteVisit, Visited
from xuncha.text.pages.addresses import host_of, resolve
from xuncha.text.pages.page import Page, TooDeepError
from xuncha.text.tampering.cloaking import Difference, cloaking_difference
from xuncha.text.tampering.hidden_links import find_hidden_links
from xuncha.text.tampering.link_targets import is_outward, suspicious_target

#: Shown, or sent elsewhere, only when the visitor comes from a search engine.
SEARCH_ONLY = "仅对搜索来源显示"
_RESULTS_PAGE = "https://www.baidu.com/s?wd="


async def traces(visit: SiteVisit, home: Visited) -> tuple[TraceSeen, ...] | Unseen:
    """Look over the home page and every column and list page that was kept open.

    The home page is asked for once more as a visitor from a search engine would. Unseen where the home page
    would not open and the other pages show nothing.
    """
    found: dict[tuple[str, str, str], TraceSeen] = {}
    for visited in visit.opened.values():
        if visited.page is not None:
            for trace in _on_page(visited, visited.page):
                # Words have no address: the same ones on many pages are one trace.
                words = "" if trace.url else trace.text
                found.setdefault((trace.url, trace.technique, words), trace)
    if home.page is None:
        return tuple(found.values()) or Unseen(f"首页未能打开：{home.status.label}", home.status)
    return (*found.values(), *await _search_only(visit, home.final_url, home.page))


def _on_page(visited: Visited, page: Page) -> Iterator[TraceSeen]:
    hidden = find_hidden_links(page)
    for link in hidden:
        yield TraceSeen(
            page_url=visited.final_url,
            url=link.url,
            text=link.text,
            technique=link.technique.value,
            reason=link.reason,
            suspicion=link.suspicion.kind if link.suspicion else "",
            evidence=visited.evidence,
        )
    known = {link.url for link in hidden}
    for anchor in page.anchors:
        if anchor.url in known or not is_outward(anchor.url, visited.final_url):
            continue
        suspicion = suspicious_target(host_of(anchor.url), anchor.text)
        if suspicion is not None:
            reason = f"链接文字或域名含“{suspicion.word}”"
            yield TraceSeen(
                visited.final_url, anchor.url, anchor.text, "", reason, suspicion.kind, visited.evidence
            )


async def _search_only(visit: SiteVisit, url: str, first: Page) -> tuple[TraceSeen, ...]:
    """What the home page gives only to those who come from a search engine; nothing where it cannot be told."""
    referer = _RESULTS_PAGE + quote(visit.plan.site.name)
    searched = await _ask(visit, url, referer)
    strange = _strange_target(searched, url)
    page = None if strange else _page_of(searched)
    difference = cloaking_difference(first, page) if page is not None else None
    if not strange and difference is None:
        return ()
    # The page may have changed since it was first seen, for everyone.
    plain = await _ask(visit, url)
    if strange:
        alike = plain.status is not FetchStatus.OK or bool(_strange_target(plain, url))
        return () if alike else (_sent_away(url, strange, searched),)
    now = _page_of(plain)
    difference = cloaking_difference(now, page) if now is not None and page is not None else None
    return (_shown(url, difference, searched),) if difference is not None else ()


async def _ask(visit: SiteVisit, url: str, referer: str = "") -> Response:
    return await visit.fetcher.fetch(url, recorder=visit.recorder, always_allowed=True, referer=referer)


def _page_of(response: Response) -> Page | None:
    if response.status is not FetchStatus.OK or "html" not in (response.content_type or "html").lower():
        return None
    try:
        return Page(response.decoded.text, response.final_url)
    except TooDeepError:
        return None


def _strange_target(response: Response, home: str) -> str:
    """The first strange host that the answer redirects to, "" where it stays at home."""
    for hop in response.hops:
        target = resolve(hop.url, hop.location)
        if target is not None and is_outward(target, home):
            return target
    return ""


def _sent_away(url: str, target: str, response: Response) -> TraceSeen:
    suspicion = suspicious_target(host_of(target), "")
    reason = f"来自搜索引擎的访问被转到外部网站 {host_of(target)}，直接访问则不转"
    return TraceSeen(
        url, target, "", SEARCH_ONLY, reason, suspicion.kind if suspicion else "", response.evidence
    )


def _shown(url: str, difference: Difference, response: Response) -> TraceSeen:
    return TraceSeen(
        page_url=url,
        url=next(iter((*difference.jumps, *difference.links)), ""),
        text=difference.title or "、".join(item.word for item in difference.words),
        technique=SEARCH_ONLY,
        reason=difference.reason,
        suspicion=difference.words[0].kind if difference.words else "",
        evidence=response.evidence,
    )
