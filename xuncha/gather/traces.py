"""traces — links that visitors do not see, links to illegal targets, and signs of tampering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.traces import TraceSeen
from xuncha.gather.http.response import Response
from xuncha.gather.http.visitor import INSPECTOR, Visitor
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.pages.addresses import host_of, resolve
from xuncha.text.pages.forwarding import is_for_phones
from xuncha.text.pages.page import Page, TooDeepError
from xuncha.text.tampering.cloaking import Difference, cloaking_difference
from xuncha.text.tampering.hidden_links import find_hidden_links
from xuncha.text.tampering.link_targets import is_outward, registered_domain, suspicious_target

#: Shown, or sent elsewhere, only when the visitor comes from a search engine.
SEARCH_ONLY = "仅对搜索来源显示"
#: Shown, or sent elsewhere, only when the visitor looks like the crawler of a search engine.
SPIDER_ONLY = "仅对搜索引擎抓取程序显示"
#: Shown, or sent elsewhere, only when the visitor uses a telephone.
PHONE_ONLY = "仅对手机显示"
#: Shown where there is no page.
MISSING_PAGE = "不存在的地址返回异常内容"
_RESULTS_PAGE = "https://www.baidu.com/s?wd="
#: Sites look for one of these words in the address a visitor comes from, and in the name of a crawler.
_OTHER_ENGINES = "&from=www.google.com,www.bing.com,www.so.com,www.sogou.com,m.sm.cn,so.toutiao.com"
_CRAWLERS = "Baiduspider; Googlebot; bingbot; Sogou web spider; 360Spider; YisouSpider; Bytespider"


@dataclass(frozen=True, slots=True)
class Guise:
    """A kind of visitor to whom tampered sites like to show another page. ``who`` names it in Chinese."""

    technique: str
    who: str
    visitor: Visitor = INSPECTOR

    async def ask(self, visit: SiteVisit, url: str, *, home: bool = True) -> Response:
        """The page as this visitor gets it; the home page is looked at whatever robots.txt says."""
        return await visit.ask(url, recorder=visit.recorder, always_allowed=home, visitor=self.visitor)


_PLAIN = Guise("", "直接访问")
_CRAWLER = Guise(SPIDER_ONLY, "搜索引擎的抓取程序", Visitor(seen_as=_CRAWLERS))
_PHONE = Guise(PHONE_ONLY, "用手机访问", Visitor(seen_as="Linux; Android 14; iPhone; Mobile; MicroMessenger"))


async def traces(visit: SiteVisit, home: Visited) -> tuple[TraceSeen, ...] | Unseen:
    """Look over the home page and every column and list page that was kept open.

    The home page is asked for once more as a visitor from a search engine would, as its crawler would and as a
    telephone would; an address that does not exist, as the crawler would. Unseen where the home page would not open and the other pages show nothing.
    """
    found: dict[tuple[str, str, str], TraceSeen] = {}
    for visited in visit.opened.values():
        if visited.page_delivered is not None:
            for trace in _on_page(visited, visited.page_delivered):
                # Words have no address: the same ones on many pages are one trace.
                words = "" if trace.url else trace.text
                found.setdefault((trace.url, trace.technique, words), trace)
    if home.page_delivered is None:
        return tuple(found.values()) or Unseen(f"首页未能打开：{home.why}", home.status)
    came_from = Visitor(referer=_RESULTS_PAGE + quote(visit.plan.site.name) + _OTHER_ENGINES)
    searcher = Guise(SEARCH_ONLY, "来自搜索引擎的访问", came_from)
    shown: tuple[TraceSeen, ...] = ()
    for guise in (searcher, _CRAWLER, _PHONE):
        shown = shown or await _shown_to(guise, visit, home.final_url, home.page_delivered)
    return (*found.values(), *shown, *await _at_missing_address(visit, home.final_url, home.page_delivered))


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


async def _shown_to(guise: Guise, visit: SiteVisit, url: str, first: Page) -> tuple[TraceSeen, ...]:
    """What the home page gives to such visitors alone; nothing where it cannot be told."""
    answer = await guise.ask(visit, url)
    strange = _strange_target(answer, url)
    page = None if strange else _page_of(answer)
    difference = cloaking_difference(first, page) if page is not None else None
    if guise is _PHONE and not _harms_phones(first, strange, difference):
        return ()
    if not strange and difference is None:
        return ()
    # The page may have changed since it was first seen, for everyone.
    plain = await _PLAIN.ask(visit, url)
    if strange:
        alike = plain.status is not FetchStatus.OK or bool(_strange_target(plain, url))
        return () if alike else (_sent_away(guise, url, strange, answer),)
    now = _page_of(plain)
    difference = cloaking_difference(now, page) if now is not None and page is not None else None
    if difference is None:
        return ()
    reason = f"{guise.who}得到的页面比直接访问多出{difference.in_words}"
    return (_shown(guise.technique, url, difference, answer, reason),)


def _harms_phones(first: Page, strange: str, difference: Difference | None) -> bool:
    """Whether what telephones alone get is none of their own version: illegal words, or a way to strangers that the
    page nowhere links to. Versions for telephones look different, and lawfully stand elsewhere."""
    if difference is not None and difference.words:
        return True
    jumps = (strange,) if strange else difference.jumps if difference is not None else ()
    known = {registered_domain(host_of(anchor.url)) for anchor in first.anchors}
    return any(not is_for_phones(url) and registered_domain(host_of(url)) not in known for url in jumps)


async def _at_missing_address(visit: SiteVisit, home: str, first: Page) -> tuple[TraceSeen, ...]:
    """Illegal words or a jump to strangers where there should be no page: a doorway made by rewriting addresses."""
    answer = await _CRAWLER.ask(visit, visit.missing_address, home=False)
    page = _page_of(answer, missing=True)
    difference = cloaking_difference(first, page) if page is not None else None
    if difference is None or not (difference.words or difference.jumps):
        return ()
    reason = f"不存在的地址（状态码 {answer.http_status}）返回的页面含{difference.in_words}"
    return (_shown(MISSING_PAGE, home, difference, answer, reason),)


def _page_of(response: Response, *, missing: bool = False) -> Page | None:
    """The page of an answer; with ``missing`` also one that says that there is none."""
    readable = response.status is FetchStatus.OK or (missing and response.status.is_gone)
    if not readable or "html" not in (response.content_type or "html").lower():
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


def _sent_away(guise: Guise, url: str, target: str, response: Response) -> TraceSeen:
    suspicion = suspicious_target(host_of(target), "")
    reason = f"{guise.who}被转到外部网站 {host_of(target)}，直接访问则不转"
    return TraceSeen(
        url, target, "", guise.technique, reason, suspicion.kind if suspicion else "", response.evidence
    )


def _shown(technique: str, url: str, difference: Difference, response: Response, reason: str) -> TraceSeen:
    return TraceSeen(
        page_url=url,
        url=next(iter((*difference.jumps, *difference.links)), ""),
        text=difference.title or "、".join(item.word for item in difference.words),
        technique=technique,
        reason=reason,
        suspicion=difference.words[0].kind if difference.words else "",
        evidence=response.evidence,
    )
