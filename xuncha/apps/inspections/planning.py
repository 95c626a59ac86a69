"""From the files handed in to what is looked at: one plan a site, facts of accounts straight from the export."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from xuncha.apps.directory.inputs import Inputs
from xuncha.apps.inspections.request import Request
from xuncha.facts.account import AccountFacts
from xuncha.facts.seen import Evidence, Unseen
from xuncha.facts.targets import RunState, Site, SiteKind
from xuncha.facts.website import NOT_ASKED, ProbeSample, SiteFacts
from xuncha.gather.plan import Depth, SitePlan
from xuncha.indicators.kernel import Target, rules_of
from xuncha.standards.standard import Standard
from xuncha.text.pages.addresses import host_of

#: Facts that need the site's pages.
_FROM_PAGES = frozenset(
    {"homepage", "columns", "links", "texts", "boards", "services", "traces", "identity"}
    | {"tags", "marks", "ipv6", "interpretations", "opened_columns"}
)
#: Of those, what stands on the home page alone, or anywhere else but in columns.
_BESIDE_COLUMNS = frozenset({"homepage", "identity", "marks", "ipv6"})
#: Deduction and bonus indicators are for portals alone.
_FOR_PORTALS = ("D", "B")
_NO_PROBES = Unseen("没有提供可用性监测记录")
_SITE_NOT_PROBED = Unseen("可用性监测记录中没有该网站")
_NO_POSTS = Unseen("没有提供发布记录")
_ACCOUNT_NOT_EXPORTED = Unseen("发布记录中没有该账号，可能是从未更新，也可能是没有采到")
_NO_CHANNELS = Unseen("没有提供互动功能检查记录")
_CHANNELS_NOT_SEEN = Unseen("互动功能检查记录中没有该账号")


@dataclass(frozen=True, slots=True)
class Planning:
    """What all plans of a run share. ``kept`` are the input files kept as evidence, by role."""

    asof: datetime
    depth: Depth
    scope: tuple[str, ...]
    kept: Mapping[str, Evidence]
    staged: bool


def planning_of(request: Request, standard: Standard, kept: Mapping[str, Evidence]) -> Planning:
    """What a request says of all plans."""
    return Planning(
        asof=request.asof,
        depth=Depth(
            max_pages=request.max_pages,
            max_links=3 * request.max_pages,
            whole_site=request.whole_site,
            site_minutes=request.site_minutes or math.inf,
        ),
        scope=standard.scope(request.indicators),
        kept=kept,
        staged=request.staged,
    )


def site_plans(inputs: Inputs, planning: Planning) -> list[SitePlan]:
    """A plan for every site in operation, and for closed ones a look whether they are really gone.

    Pages are visited only when an indicator in scope reads pages.
    """
    sites = inputs.sites or ()
    hosts = frozenset(host_of(site.url) for site in sites)
    wanted = {
        SiteKind.PORTAL: facts_wanted(planning.scope),
        SiteKind.DEPARTMENT: facts_wanted(_for_departments(planning.scope)),
    }
    plans = []
    for site in sites:
        facts = wanted[site.kind] if site.state is RunState.RUNNING else wanted[site.kind] & {"identity"}
        if site.state is not RunState.RUNNING and (
            site.state is not RunState.CLOSED or not facts or not site.url
        ):
            continue
        plans.append(
            SitePlan(
                site=site,
                columns=tuple((inputs.columns or {}).get(site.site_code, ())),
                asof=planning.asof,
                depth=planning.depth,
                probes=_probes(inputs, site),
                probes_evidence=planning.kept.get("probes"),
                crawl=bool(facts & _FROM_PAGES),
                wanted=facts,
                hosts=hosts,
                staged=planning.staged,
            )
        )
    return plans


def facts_wanted(scope: Iterable[str]) -> frozenset[str]:
    """The facts that the rules of these codes read of a site."""
    rules = rules_of(Target.SITE)
    return frozenset(fact for code in scope if code in rules for fact in rules[code].facts)


def lacks_facts(facts: SiteFacts, scope: Iterable[str]) -> bool:
    """True for a site that was visited for a narrower scope: what these codes ask for was not read from its pages."""
    codes = scope if facts.site.kind is SiteKind.PORTAL else _for_departments(scope)
    wanted = facts_wanted(codes) & (_FROM_PAGES if facts.site.state is RunState.RUNNING else {"identity"})
    return facts.coverage.pages > 0 and any(getattr(facts, name) == NOT_ASKED for name in wanted)


def _for_departments(scope: Iterable[str]) -> list[str]:
    return [code for code in scope if not code.startswith(_FOR_PORTALS)]


def with_columns(plan: SitePlan) -> SitePlan:
    """The plan for somebody who also wants to know how old columns are, wherever columns are looked at at all."""
    wanted = plan.wanted
    if wanted is None or not wanted & (_FROM_PAGES - _BESIDE_COLUMNS):
        return plan
    return replace(plan, wanted=wanted | {"columns"})


def _probes(inputs: Inputs, site: Site) -> tuple[ProbeSample, ...] | Unseen:
    if inputs.probes is None:
        return _NO_PROBES
    samples = inputs.probes.get(site.site_code)
    return tuple(sorted(samples, key=lambda sample: sample.at)) if samples else _SITE_NOT_PROBED


def account_facts(inputs: Inputs, kept: Mapping[str, Evidence]) -> Iterator[AccountFacts]:
    """Facts of every account in operation. An account the export does not mention is unseen, not silent."""
    for account in inputs.accounts or ():
        if account.state is not RunState.RUNNING:
            continue
        posts = (inputs.posts or {}).get(account.account_id)
        channels = (inputs.channels or {}).get(account.account_id)
        yield AccountFacts(
            account=account,
            posts=_NO_POSTS if inputs.posts is None else tuple(posts) if posts else _ACCOUNT_NOT_EXPORTED,
            channels=_NO_CHANNELS
            if inputs.channels is None
            else tuple(channels)
            if channels
            else _CHANNELS_NOT_SEEN,
            posts_evidence=kept.get("posts"),
            channels_evidence=kept.get("channels"),
        )
