"""What a search engine's spider is shown that a visitor is not (搜索引擎劫持)."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.text.addresses import host_of
from xuncha.text.link_targets import (
    Suspicion,
    is_outward,
    registered_domain,
    suspicious_target,
    suspicious_words,
)
from xuncha.text.page import Page

#: Ordinary pages change a little from day to day; so many new strangers at once are no daily change.
_STRANGERS = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """What only the spider got: outward addresses, illegal words, and the changed title, "" where the same."""

    links: tuple[str, ...]
    words: tuple[Suspicion, ...]
    title: str
    reason: str


def cloaking_difference(normal: Page, as_spider: Page) -> Difference | None:
    """Links and words that were served to a spider (or to a visitor from a search engine) alone.

    None for the changes of ordinary days: new articles, links to the own site and to public bodies, a few
    partners. A page that refuses spiders shows nothing more, and is no difference either.
    """
    seen = {registered_domain(host_of(anchor.url)) for anchor in normal.anchors}
    known_words = {item.word for item in _words(normal)}
    words = tuple(item for item in _words(as_spider) if item.word not in known_words)
    strangers: dict[str, str] = {}
    suspicious: dict[str, str] = {}
    for anchor in as_spider.anchors:
        domain = registered_domain(host_of(anchor.url))
        if (
            domain in seen
            or not is_outward(anchor.url, normal.url)
            or not is_outward(anchor.url, as_spider.url)
        ):
            continue
        strangers.setdefault(domain, anchor.url)
        if suspicious_target(host_of(anchor.url), anchor.text[:300]):
            suspicious.setdefault(anchor.url, anchor.text)
    many = len(strangers) >= _STRANGERS
    if not (words or suspicious or many):
        return None
    links = tuple(dict.fromkeys([*suspicious, *strangers.values()]))
    title = as_spider.title if as_spider.title != normal.title else ""
    return Difference(links, words, title, _reason(links, words, title))


def _words(page: Page) -> tuple[Suspicion, ...]:
    """Illegal words of the title, the meta tags and the links, each once."""
    found: dict[str, Suspicion] = {}
    texts = [page.title, page.meta.get("keywords", ""), page.meta.get("description", "")]
    texts += [anchor.text[:300] for anchor in page.anchors]
    for text in texts:
        for item in suspicious_words(text):
            found.setdefault(item.word, item)
    return tuple(found.values())


def _reason(links: tuple[str, ...], words: tuple[Suspicion, ...], title: str) -> str:
    parts = []
    if words:
        parts.append(f"{words[0].kind}类词语“{words[0].word}”等 {len(words)} 个")
    if links:
        parts.append(f"外部链接 {len(links)} 个（如 {links[0]}）")
    if title:
        parts.append(f"标题变为“{title[:60]}”")
    return "向搜索引擎返回的页面比向访问者多出" + "、".join(parts)
