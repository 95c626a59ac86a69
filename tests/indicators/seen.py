"""Short ways to write down facts for tests of rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from xuncha.facts.account import AccountFacts, Post
from xuncha.facts.seen import BEIJING, DateSource, Evidence, FetchStatus, Published, Unseen
from xuncha.facts.targets import ColumnKind, MediaAccount, Platform, RunState, Site, SiteKind
from xuncha.facts.website import (
    ColumnSeen,
    Content,
    Coverage,
    EntrySeen,
    HomepageSeen,
    KindSource,
    LinkRole,
    LinkSeen,
    ProbeSample,
    SiteFacts,
)
from xuncha.indicators.kernel import Judgement, Target, judge, rules_of

ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
HOME = "http://www.qinghe.yl.gov.example/"
PAGE = Evidence("4400000001.warc.gz", "urn:uuid:1", HOME, "0" * 64, "2025-06-25T10:00:00+08:00")
SITE = Site(
    "4400000001",
    "清河县人民政府",
    HOME,
    "清河县人民政府办公室",
    "清河县",
    "清河市",
    SiteKind.PORTAL,
    RunState.RUNNING,
)
ACCOUNT = MediaAccount("wx-1", "清河发布", Platform.WECHAT, "清河县", "清河市", "清河市", RunState.RUNNING)


def entry(day: date | str | None, **more: Any) -> EntrySeen:
    """An item published on ``day``; None for one whose row prints no date and whose page was not opened."""
    given = date.fromisoformat(day) if isinstance(day, str) else day
    published = Published(given, DateSource.LIST) if given else None
    return EntrySeen(
        **{"title": "关于开展检查的通知", "url": HOME + "a/1.html", "published": published, **more}
    )


def days_ago(days: int) -> date:
    """The calendar day ``days`` before the timepoint."""
    return (ASOF - timedelta(days=days)).date()


def column(name: str, kind: ColumnKind = ColumnKind.NEWS, **more: Any) -> ColumnSeen:
    """A listed column that was read to its end; with entries unless said otherwise."""
    entries = more.pop("entries", ())
    given = {
        "kind_source": KindSource.LISTED,
        "url": f"{HOME}{name}/",
        "level": 1,
        "status": FetchStatus.OK,
        "evidence": PAGE,
        "content": Content.ENTRIES if entries else Content.NOTHING,
        "entries": tuple(entries),
        "conclusive": True,
    }
    return ColumnSeen(name=name, kind=kind, **{**given, **more})


def unreachable(
    name: str, kind: ColumnKind = ColumnKind.NEWS, status: FetchStatus = FetchStatus.BLOCKED
) -> ColumnSeen:
    """A column that did not open."""
    return column(name, kind, status=status, http_status=403)


def home(*entries: EntrySeen, **more: Any) -> HomepageSeen:
    """A home page that was read."""
    given = {"url": HOME, "status": FetchStatus.OK, "evidence": PAGE, "entries": entries, "conclusive": True}
    return HomepageSeen(**{**given, **more})


def link(status: FetchStatus, role: LinkRole = LinkRole.ENTRY, **more: Any) -> LinkSeen:
    """A link that did not open."""
    given = {
        "url": HOME + "x.html",
        "text": "附件",
        "http_status": 404,
        "tries": 2,
        "external": False,
        "found_on": (HOME,),
    }
    return LinkSeen(role=role, status=status, **{**given, **more})


def samples(failed: int, total: int = 140, **more: Any) -> tuple[ProbeSample, ...]:
    """``total`` samples over the seven calendar days before the timepoint, the first ``failed`` of them failing."""
    start = datetime(2025, 6, 18, tzinfo=BEIJING)
    step = timedelta(days=7) / total
    good = {"elapsed_ms": 800, "outcome": "200", "valid": True}
    bad = {"elapsed_ms": 15_000, "outcome": "timeout", "valid": True, **more}
    return tuple(ProbeSample(start + step * n, **(bad if n < failed else good)) for n in range(total))


def site_facts(**fields: Any) -> SiteFacts:
    """Facts of a site with everything unseen but ``fields``."""
    unseen = Unseen("未看")
    given = {"homepage": unseen, "columns": unseen, "links": unseen, "probes": unseen}
    return SiteFacts(site=SITE, coverage=Coverage(), **{**given, **fields})


def account_facts(*posted: datetime, **fields: Any) -> AccountFacts:
    """Facts of an account that posted at the given times."""
    posts = tuple(Post(str(n), at, f"第{n}条", "", "") for n, at in enumerate(posted))
    return AccountFacts(**{"account": ACCOUNT, "posts": posts, "channels": Unseen("未看"), **fields})


def judged(code: str, facts: SiteFacts | AccountFacts, asof: datetime = ASOF, **limits: Any) -> Judgement:
    """What one rule says of the facts."""
    target = Target.SITE if isinstance(facts, SiteFacts) else Target.ACCOUNT
    return judge(rules_of(target)[code], facts, asof, limits)
