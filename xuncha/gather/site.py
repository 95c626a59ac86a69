"""One site from plan to facts. The one place that catches what a gatherer raises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from xuncha.facts.seen import Unseen
from xuncha.facts.website import NOT_ASKED, Coverage, SiteFacts
from xuncha.gather.columns import columns
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.homepage import homepage
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.links import links
from xuncha.gather.plan import SitePlan
from xuncha.gather.texts import texts
from xuncha.gather.visit import SiteVisit

T = TypeVar("T")
NOT_CRAWLED = Unseen("检查范围内的指标不需要访问网页，未访问")


async def gather_site(
    plan: SitePlan, fetcher: Fetcher, evidence: Path, tick: Callable[[], None] = lambda: None
) -> SiteFacts:
    """Visit a site and return what was seen; its pages are kept in ``evidence/<site code>.warc.gz``."""
    if not plan.crawl:
        return SiteFacts(
            plan.site, Coverage(), NOT_CRAWLED, NOT_CRAWLED, NOT_CRAWLED, plan.probes, plan.probes_evidence
        )
    recorder = WarcRecorder(evidence, plan.site.site_code)
    try:
        visit = SiteVisit(plan, fetcher, recorder, tick)
        home = await _caught("首页", visit.open_home())
        if isinstance(home, Unseen):
            return SiteFacts(plan.site, Coverage(), home, home, home, plan.probes, plan.probes_evidence)
        seen_columns = await _caught("栏目", columns(visit, home))
        seen_home = await _caught("首页", homepage(visit, home))
        known = seen_columns if isinstance(seen_columns, tuple) else ()
        seen_texts = await _caught("文字", texts(visit, home, known)) if plan.wants("texts") else NOT_ASKED
        seen_links = await _caught("链接", links(visit, home, known)) if plan.wants("links") else NOT_ASKED
        coverage = visit.coverage()
    finally:
        recorder.close()
    return SiteFacts(
        site=plan.site,
        coverage=coverage,
        homepage=seen_home,
        columns=seen_columns,
        links=seen_links,
        probes=plan.probes,
        probes_evidence=plan.probes_evidence,
        texts=seen_texts,
    )


async def _caught(what: str, gatherer: Awaitable[T]) -> T | Unseen:
    """Run a gatherer; a fault of ours leaves its fact unseen and spoils no other."""
    try:
        return await gatherer
    except Exception as error:
        return Unseen(f"读取{what}时程序出错（{type(error).__name__}: {error}）")
