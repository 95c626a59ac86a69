"""identity — what the home page says of itself, for comparison with the directory."""

from __future__ import annotations

from dataclasses import asdict

from xuncha.facts.seen import Unseen
from xuncha.facts.traces import IdentitySeen
from xuncha.gather.visit import SiteVisit, Visited
from xuncha.text.closing_notice import says_closed
from xuncha.text.link_targets import registered_domain
from xuncha.text.site_identity import outward_government_hosts, stated_identity


async def identity(visit: SiteVisit, home: Visited) -> IdentitySeen | Unseen:
    """Read the home page's tags and foot; unseen where it would not open."""
    if home.page is None:
        return Unseen(f"首页未能打开：{home.status.label}")
    closing = says_closed(home.page)
    own = registered_domain(visit.plan.site.url.split("//")[-1].split("/")[0])
    unregistered = tuple(
        host
        for host in outward_government_hosts(home.page)
        if host not in visit.plan.hosts and registered_domain(host) == own
    )
    return IdentitySeen(
        **asdict(stated_identity(home.page)),
        closing=closing.quote if closing else "",
        unregistered=unregistered,
        evidence=home.evidence,
    )
