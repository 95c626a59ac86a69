"""One site from plan to facts. The one place that catches what a gatherer raises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.website import NOT_ASKED, ColumnSeen, Coverage, SiteFacts
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.columns import columns, filled_by_script_file
from xuncha.gather.evidence.archive import ArchiveRecorder
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.warc_file import EvidenceWriteError
from xuncha.gather.framed import with_frames
from xuncha.gather.homepage import look_at_home
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.plan import SitePlan
from xuncha.gather.second_look import NOT_USED, Shows
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.navigation import leads

T = TypeVar("T")
#: Facts whose gatherers start from the columns: all but those of the home page alone.
_FROM_COLUMNS = frozenset(
    {"columns", "opened_columns", "boards", "services", "texts", "traces"}
    | {"interpretations", "tags", "links"}
)
#: Of those, what is read from pages that opened. A column or a link that does not open tells something all the same.
_FROM_OPENED = _FROM_COLUMNS - {"columns", "opened_columns", "links", "traces"}


@dataclass(frozen=True, slots=True)
class _Gatherer:
    """Who sees a fact: the function of that name in ``module``, loaded when the fact is asked for."""

    fact: str
    title: str
    module: str
    starts_from: tuple[str, ...]


_GATHERERS = (
    _Gatherer("homepage", "首页", "homepage", ("visit", "home")),
    _Gatherer("boards", "留言", "boards", ("visit", "home", "columns")),
    _Gatherer("services", "办事服务", "services", ("visit", "home", "columns")),
    _Gatherer("identity", "网站标识", "identity", ("visit", "home")),
    _Gatherer("texts", "文字", "texts", ("visit", "home", "columns")),
    _Gatherer("traces", "暗链", "traces", ("visit", "home")),
    _Gatherer("marks", "网站标识", "portal", ("visit", "home")),
    _Gatherer("ipv6", "IPv6 地址", "portal", ("visit",)),
    _Gatherer("interpretations", "政策解读", "portal", ("visit", "columns")),
    _Gatherer("tags", "网页标签", "portal", ("visit", "home", "columns")),
    _Gatherer("links", "链接", "links", ("visit", "home", "columns")),  # last: checks what the others opened
)
NOT_CRAWLED = Unseen("检查范围内的指标不需要访问网页，未访问")


Picture = Callable[[SiteFacts, WarcRecorder | ArchiveRecorder], Awaitable[SiteFacts]]
#: Saves the facts of a site. Whoever waits for a disk or a database there does not keep other sites waiting.
Keep = Callable[[SiteFacts], Awaitable[None]]


def load_for(plans: Sequence[SitePlan]) -> None:
    """Load what sees the facts that these plans ask for: processes that are copies of this one have it already then."""
    for gatherer in _GATHERERS:
        if any(plan.wants(gatherer.fact) for plan in plans):
            import_module(f"xuncha.gather.{gatherer.module}")
    if any(plan.reads_articles for plan in plans):
        import_module("xuncha.gather.article_reading")


async def _kept_by_nobody(facts: SiteFacts) -> None:
    """The facts are returned all the same."""


async def gather_site(
    plan: SitePlan,
    fetcher: Fetcher,
    evidence: Path,
    tick: Callable[[], None] = lambda: None,
    keep: Keep = _kept_by_nobody,
    browser: Shows | NoBrowser = NOT_USED,
    picture: Picture | None = None,
) -> SiteFacts:
    """Visit a site and return what was seen; its pages are kept in ``evidence/<site code>.warc.gz``.

    ``keep`` saves the facts before the file is sealed: a run killed in between finds the file still open
    under its own name, which the facts cite. ``picture`` adds pictures of pages to the facts.

    Raises:
        EvidenceWriteError: the disk is full; nothing was seen then, and the file can be continued.
    """
    if not plan.crawl:
        facts = unvisited(plan)
        await keep(facts)
        return facts
    with WarcRecorder(evidence, plan.site.site_code) as recorder:
        visit = SiteVisit(plan, fetcher, recorder, tick, browser)
        facts = await gather_from(visit)
        pictured = await _caught("截图", picture(facts, recorder)) if picture is not None else facts
        facts = facts if isinstance(pictured, Unseen) else pictured
        visit.keep_looks()
        visit.keep_robots(facts.coverage.robots)
        await keep(facts)
    return facts


async def gather_from(visit: SiteVisit) -> SiteFacts:
    """Everything that indicators in scope ask for, seen by one visit."""
    plan = visit.plan
    home = await _caught("首页", _open_home(visit))
    if isinstance(home, Unseen):
        return unvisited(plan, home)
    seen_columns = await _caught("栏目", columns(visit, home)) if _needs_columns(plan) else NOT_ASKED
    known = seen_columns if isinstance(seen_columns, tuple) else ()
    nothing = await _caught("首页", _why_nothing(visit, home)) if _needs_columns(plan) else None
    if nothing is not None and seen_columns == ():
        seen_columns = nothing
    of_pages_alone = not plan.reads_articles and seen_columns != NOT_ASKED
    start = {"visit": visit, "home": home, "columns": known}
    unread = _unread(visit, seen_columns) if nothing is not None else frozenset()
    seen: dict[str, Any] = {
        one.fact: nothing if one.fact in unread and plan.wants(one.fact) else await _asked(plan, one, start)
        for one in _GATHERERS
    }
    return SiteFacts(
        site=plan.site,
        coverage=visit.coverage(),
        columns=NOT_ASKED if of_pages_alone else seen_columns,
        column_pages=_without_entries(seen_columns) if of_pages_alone else NOT_ASKED,
        probes=plan.probes,
        probes_evidence=plan.probes_evidence,
        renderings=visit.looks.renderings,
        **seen,
    )


def unvisited(plan: SitePlan, why: Unseen = NOT_CRAWLED) -> SiteFacts:
    """The facts of a site of which no page was looked at."""
    return SiteFacts(plan.site, Coverage(), why, why, why, plan.probes, plan.probes_evidence)


async def _open_home(visit: SiteVisit) -> Visited:
    home = await with_frames(await visit.open_home(), visit.open)
    await look_at_home(visit, home)
    return home


async def _why_nothing(visit: SiteVisit, home: Visited) -> Unseen | None:
    """Why the home page leads nowhere, where that is for want of seeing it. What is found from it is unseen then: a
    site nobody could look into has no column overdue and no link dead, and is not in order for that."""
    page = home.page
    if page is None:
        status = home.status if home.status is not FetchStatus.OK else FetchStatus.BAD_RESPONSE
        return Unseen(f"首页未能打开：{home.cause or status.label}", status)
    if leads(page, visit.home_url) or not (needs_script(page) or await filled_by_script_file(visit, page)):
        return None
    why = visit.looks.why_not()
    return Unseen(f"首页由脚本加载，没有读到任何栏目{f'（{why}）' if why else ''}")


def _unread(visit: SiteVisit, columns: tuple[ColumnSeen, ...] | Unseen) -> frozenset[str]:
    """What cannot have been seen where the home page leads nowhere: all that is found from columns, where there are
    none; what stands in their pages, where none of them opened."""
    if isinstance(columns, Unseen):
        return _FROM_OPENED | {"links"}
    return _FROM_OPENED if not visit.coverage().reached else frozenset()


def _without_entries(columns: tuple[ColumnSeen, ...] | Unseen) -> tuple[ColumnSeen, ...] | Unseen:
    """Of columns whose articles nobody read, what was seen of their own pages: the rest must not be judged."""
    if isinstance(columns, Unseen):
        return columns
    return tuple(
        replace(column, entries=(), conclusive=False, complete=False, pages_read=0, stop_reason="")
        for column in columns
    )


def _needs_columns(plan: SitePlan) -> bool:
    """Every gatherer but those of the home page alone starts from the columns."""
    return any(plan.wants(fact) for fact in _FROM_COLUMNS)


async def _asked(plan: SitePlan, gatherer: _Gatherer, start: dict[str, Any]) -> Any:
    """What a gatherer saw, where an indicator in scope asks for it."""
    if not plan.wants(gatherer.fact):
        return NOT_ASKED
    module = import_module(f"xuncha.gather.{gatherer.module}")
    look: Callable[..., Awaitable[Any]] = getattr(module, gatherer.fact)
    return await _caught(gatherer.title, look(*(start[name] for name in gatherer.starts_from)))


async def _caught(what: str, gatherer: Awaitable[T]) -> T | Unseen:
    """Run a gatherer; a fault of ours leaves its fact unseen and spoils no other. A full disk is no fault of
    one gatherer: it ends the visit."""
    try:
        return await gatherer
    except EvidenceWriteError:
        raise
    except Exception as error:
        return Unseen(f"读取{what}时程序出错（{type(error).__name__}: {error}）")
