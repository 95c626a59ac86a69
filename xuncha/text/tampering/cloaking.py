"""What search engines and those who come from them are shown that other visitors are not (搜索引擎劫持)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xuncha.text.pages.addresses import host_of, resolve
from xuncha.text.pages.page import Page
from xuncha.text.tampering.link_targets import (
    Suspicion,
    is_outward,
    registered_domain,
    suspicious_target,
    suspicious_words,
)
from xuncha.text.tampering.written_scripts import read_script

#: Ordinary pages change a little from day to day; so many new strangers at once are no daily change.
_STRANGERS = 4
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'\s]+)", re.I)


@dataclass(frozen=True, slots=True)
class Difference:
    """What only the spider got: outward addresses, illegal words, and the changed title, "" where the same.

    ``jumps`` are outward addresses that the page itself sends its reader to; ``in_words`` tells all this in Chinese.
    """

    links: tuple[str, ...]
    words: tuple[Suspicion, ...]
    title: str
    in_words: str
    jumps: tuple[str, ...] = ()


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
    jumps = tuple(url for url in dict.fromkeys(_jumps(as_spider)) if url not in set(_jumps(normal)))
    if not (words or suspicious or many or jumps):
        return None
    links = tuple(dict.fromkeys([*suspicious, *strangers.values()]))
    title = as_spider.title if as_spider.title != normal.title else ""
    return Difference(links, words, title, _in_words(links, words, title, jumps), jumps)


def _jumps(page: Page) -> Iterator[str]:
    """Outward addresses to which refresh tags and scripts send the reader."""
    targets = [address for text in page.scripts if text.strip() for address in read_script(text).goes_to]
    for node in page.tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh":
            targets += _REFRESH.findall(node.attributes.get("content") or "")
    for target in targets:
        url = resolve(page.base, target)
        if url is not None and is_outward(url, page.url):
            yield url


def _words(page: Page) -> tuple[Suspicion, ...]:
    """Illegal words of the title, the meta tags and the links, each once."""
    found: dict[str, Suspicion] = {}
    texts = [page.title, page.meta.get("keywords", ""), page.meta.get("description", "")]
    texts += [anchor.text[:300] for anchor in page.anchors]
    for text in texts:
        for item in suspicious_words(text):
            found.setdefault(item.word, item)
    return tuple(found.values())


def _in_words(
    links: tuple[str, ...], words: tuple[Suspicion, ...], title: str, jumps: tuple[str, ...]
) -> str:
    parts = []
    if words:
        parts.append(f"{words[0].kind}类词语“{words[0].word}”等 {len(words)} 个")
    if links:
        parts.append(f"外部链接 {len(links)} 个（如 {links[0]}）")
    if jumps:
        parts.append(f"到外部网站 {host_of(jumps[0])} 的自动跳转")
    if title:
        parts.append(f"标题变为“{title[:60]}”")
    return "、".join(parts)
