"""traces — links that visitors do not see, links to illegal targets, and signs of tampering."""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.traces import TraceSeen
from xuncha.gather.visit import SiteVisit, Visited
from xuncha.text.addresses import host_of
from xuncha.text.hidden_links import find_hidden_links
from xuncha.text.link_targets import is_outward, suspicious_target
from xuncha.text.page import Page


async def traces(visit: SiteVisit) -> tuple[TraceSeen, ...]:
    """Look over the home page and every column and list page that was kept open."""
    found: dict[tuple[str, str], TraceSeen] = {}
    for visited in visit.opened.values():
        if visited.page is not None:
            for trace in _on_page(visited, visited.page):
                found.setdefault((trace.url, trace.technique), trace)
    return tuple(found.values())


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
