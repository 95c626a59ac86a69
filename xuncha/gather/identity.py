"""identity — what the home page says of itself, for comparison with the directory."""

from __future__ import annotations

from dataclasses import asdict

from xuncha.facts.seen import Unseen
from xuncha.facts.traces import IdentitySeen
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Visited
from xuncha.text.pages.closing_notice import ClosingKind, says_closed
from xuncha.text.pages.site_identity import sibling_hosts, stated_identity


async def identity(visit: SiteVisit, home: Visited) -> IdentitySeen | Unseen:
    """Read the home page's tags and foot; unseen where it would not open."""
    if home.page is None:
        return Unseen(f"首页未能打开：{home.why}", home.status)
    closing = says_closed(home.page)
    # A site that is down for a while is neither closed nor moved.
    ended = closing is not None and closing.kind is not ClosingKind.SUSPENDED
    known = {host.removeprefix("www.") for host in visit.plan.hosts}
    siblings = sibling_hosts(home.page, visit.plan.site.url)
    return IdentitySeen(
        **asdict(stated_identity(home.page)),
        closing=closing.quote if closing is not None and ended else "",
        unregistered=tuple(host for host in siblings if host.removeprefix("www.") not in known),
        evidence=home.evidence,
    )
