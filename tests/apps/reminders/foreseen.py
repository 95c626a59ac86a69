"""Facts of a site and an account for warnings, and a round that holds them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from xuncha.facts.account import AccountFacts, Post
from xuncha.facts.seen import BEIJING, DateSource, FetchStatus, Published, Unseen
from xuncha.facts.targets import ColumnKind, MediaAccount, Platform, RunState, Site, SiteKind
from xuncha.facts.website import (
    ColumnSeen,
    Content,
    Coverage,
    EntrySeen,
    HomepageSeen,
    KindSource,
    ProbeSample,
    SiteFacts,
)

ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
_NONE = Unseen("未读取")


def item(day: date) -> EntrySeen:
    return EntrySeen("一条信息", "http://jyj1.gov.example/a.html", Published(day, DateSource.META))


def column(name: str, kind: ColumnKind, day: date | None, **more: Any) -> ColumnSeen:
    """A list whose newest item is of ``day``; None: blank."""
    items = (item(day),) if day else ()
    given: dict[str, Any] = {
        "content": Content.ENTRIES if items else Content.NOTHING,
        "entries": items,
        "conclusive": True,
        "status": FetchStatus.OK,
    } | more
    return ColumnSeen(name, kind, KindSource.LISTED, f"http://jyj1.gov.example/{name}/", 1, **given)


def week(failed: int, a_day: int = 20) -> tuple[ProbeSample, ...]:
    """A week of probes of which the first ``failed`` timed out."""
    times = [
        ASOF - timedelta(days=day, minutes=30 + 60 * number) for day in range(7) for number in range(a_day)
    ]
    return tuple(
        ProbeSample(at, 15_000 if n < failed else 200, "timeout" if n < failed else "200", True)
        for n, at in enumerate(times)
    )


def site_facts(columns: Iterable[ColumnSeen] = (), home: date | None = None, **more: Any) -> SiteFacts:
    site = Site(
        "9800000001", "石堰市教育局网站", "http://jyj1.gov.example/", "教育局", "", "石堰市",
        SiteKind.DEPARTMENT, RunState.RUNNING,
    )  # fmt: skip
    homepage: Any = _NONE
    if home:
        homepage = HomepageSeen(site.url, FetchStatus.OK, entries=(item(home),), conclusive=True)
    given = {"links": _NONE, "probes": _NONE} | more
    return SiteFacts(site, Coverage(1, 1), homepage, tuple(columns), **given)


def account_facts(*at: datetime) -> AccountFacts:
    account = MediaAccount(
        "wx-1", "石堰市教育发布", Platform.WECHAT, "教育局", "", "石堰市", RunState.RUNNING
    )
    posts = tuple(Post(str(n), one, "标题", "正文", "") for n, one in enumerate(at))
    return AccountFacts(account, posts, _NONE)


def a_round(
    folder: Path,
    *facts: SiteFacts | AccountFacts,
    asof: datetime = ASOF,
    scope: tuple[str, ...] = ("W2", "W3", "W4", "A2"),
    title: str = "二季度检查",
) -> Any:
    """A finished round of these facts, as ``xuncha inspect`` would have left it."""
    from xuncha.apps.inspections.facts_store import FactsStore, Registry
    from xuncha.apps.inspections.loading import load_result
    from xuncha.apps.inspections.request import Request

    sites = [one for one in facts if isinstance(one, SiteFacts)]
    accounts = [one for one in facts if isinstance(one, AccountFacts)]
    store = FactsStore(folder)
    store.save_request(Request(asof, "national-2019", scope, (), "test"))
    store.save_registry(
        Registry(tuple(one.site for one in sites), tuple(one.account for one in accounts), None)
    )
    for one in sites:
        store.save_site(one)
    store.save_accounts(accounts)
    return load_result(folder, title)
