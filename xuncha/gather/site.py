"""One site from plan to facts. The one place that catches what a gatherer raises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from xuncha.facts.seen import Unseen
from xuncha.facts.website import NOT_ASKED, Coverage, SiteFacts
from xuncha.gather.boards import boards
from xuncha.gather.columns import columns
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.homepage import homepage
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.identity import identity
from xuncha.gather.links import links
from xuncha.gather.plan import SitePlan
from xuncha.gather.services import services
from xuncha.gather.texts import texts
from xuncha.gather.traces import traces
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
        seen_columns = await _caught("栏目", columns(visit, home)) if _needs_columns(plan) else NOT_ASKED
        known = seen_columns if isinstance(seen_columns, tuple) else ()
        asked = {
            "homepage": ("首页", homepage(visit, home)),
            "boards": ("留言", boards(visit, home, known)),
            "services": ("办事服务", services(visit, home, known)),
            "identity": ("网站标识", identity(visit, home)),
            "texts": ("文字", texts(visit, home, known)),
            "traces": ("暗链", traces(visit, home)),
            "links": ("链接", links(visit, home, known)),  # last: it checks what all the others opened
        }
        seen = {fact: await _asked(plan, fact, what, gatherer) for fact, (what, gatherer) in asked.items()}
        coverage = visit.coverage()
    finally:
        recorder.close()
    return SiteFacts(
        site=plan.site,
        coverage=coverage,
        columns=seen_columns,
        probes=plan.probes,
        probes_evidence=plan.probes_evidence,
        **seen,
    )


def _needs_columns(plan: SitePlan) -> bool:
    """Every gatherer but those of the home page alone starts from the columns."""
    return any(plan.wants(fact) for fact in ("columns", "boards", "services", "texts", "traces", "links"))


async def _asked(plan: SitePlan, fact: str, what: str, gatherer: Coroutine[Any, Any, Any]) -> Any:
    """What a gatherer saw, where an indicator in scope asks for it."""
    if plan.wants(fact):
        return await _caught(what, gatherer)
    gatherer.close()
    return NOT_ASKED


async def _caught(what: str, gatherer: Awaitable[T]) -> T | Unseen:
    """Run a gatherer; a fault of ours leaves its fact unseen and spoils no other."""
    try:
        return await gatherer
    except Exception as error:
        return Unseen(f"读取{what}时程序出错（{type(error).__name__}: {error}）")
