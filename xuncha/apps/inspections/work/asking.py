"""From the row of a recheck to what is looked at: the site as the directory has it now, the round's standard."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from xuncha.apps.directory.models import ColumnEntry, SiteEntry
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.models import FindingCase, Recheck
from xuncha.apps.inspections.planning import facts_wanted, with_columns
from xuncha.apps.inspections.rechecks.comparing import Bench, Fault
from xuncha.apps.inspections.rechecks.looking import Asked
from xuncha.apps.inspections.settling import BY_HAND
from xuncha.facts.seen import BEIJING, Unseen
from xuncha.facts.targets import ColumnKind, ListedColumn, RunState, Site, SiteKind
from xuncha.facts.website import ColumnSeen
from xuncha.facts.words import WordEntry
from xuncha.gather.plan import Depth, SitePlan
from xuncha.indicators.kernel import Target, rules_of
from xuncha.standards.standard import Standard, load_standard
from xuncha.text.pages.addresses import host_of, page_key
from xuncha.text.pages.column_kinds import kind_by_name

_PAGE_CODES = ("W101", "W103", "W104", "N105", "N110")
#: Rests on weeks of samples, not on a look.
_NOT_BY_A_LOOK = ("W201",)
#: Other columns read along with the one asked for: what stands on all of them is the site's frame.
_NEIGHBOURS = 5
_NO_PROBES = Unseen("复查只看网页，不看可用性监测记录")


def asked_of(row: Recheck) -> Asked:
    """What a recheck asks.

    Raises:
        StandardError: its standard is no longer there.
    """
    standard = load_standard(row.standard)
    now = timezone.now().astimezone(BEIJING)
    codes = _codes(row, standard)
    bench = Bench(standard, codes, _words(row), now)
    fault = _fault(row.finding) if row.finding is not None else None
    before: tuple[Fault, ...] = ()
    if row.round_id is not None and row.what == Recheck.What.SITE and fault is None:
        cases = FindingCase.objects.filter(round_id=row.round_id, kind="site", target=row.site.site_code)
        known = set(codes)
        before = tuple(_fault(c) for c in cases if c.code in known and BY_HAND not in c.observed)
    urls = tuple(row.urls)
    plan = _plan(row, bench)
    return Asked(row.what, urls, plan, bench, row.result, fault, before, _as_seen(row))


def _fault(case: FindingCase) -> Fault:
    urls = tuple(case.urls)
    return Fault(case.pk, case.code, case.title, case.fingerprint, urls, case.observed, case.outcome == "hit")


def _codes(row: Recheck, standard: Standard) -> tuple[str, ...]:
    if row.finding_id is None and row.what == Recheck.What.PAGE:
        return tuple(code for code in _PAGE_CODES if code in standard.weights)
    rules = rules_of(Target.SITE)
    scope = standard.scope(tuple(row.codes))
    return tuple(code for code in scope if code in rules and code not in _NOT_BY_A_LOOK)


def _words(row: Recheck) -> tuple[WordEntry, ...]:
    if row.round is None or not (row.round.result / "facts" / "registry.json.gz").exists():
        return ()
    return FactsStore(row.round.result).registry().office_words


def _plan(row: Recheck, bench: Bench) -> SitePlan:
    site = site_of(row.site)
    # What the home page says of itself costs nothing more, and tells whether it opened at all.
    wanted = facts_wanted(bench.codes) | {"identity"}
    if site.state is not RunState.RUNNING:
        wanted = frozenset({"identity"})
    hosts = SiteEntry.objects.exclude(url="").values_list("url", flat=True)
    listed = _listed(row)
    if row.what == Recheck.What.COLUMN:
        listed = _with_neighbours(row, listed)
    max_pages = int(row.network.get("max_pages", Depth().max_pages))
    plan = SitePlan(
        site=site,
        columns=tuple(listed),
        asof=bench.asof,
        depth=Depth(max_pages=max_pages, max_links=3 * max_pages),
        probes=_NO_PROBES,
        wanted=wanted,
        hosts=frozenset(host_of(url) for url in hosts),
        staged=bool(row.network.get("connect_to")),
    )
    return with_columns(plan)


def site_of(entry: SiteEntry) -> Site:
    """The site as an inspection is handed it."""
    record = entry.record()
    return Site(
        site_code=entry.site_code,
        name=entry.name,
        url=entry.url,
        sponsor=record["主办单位"],
        supervisor=record["主管单位"],
        region=record["地区"],
        kind=SiteKind(entry.kind),
        state=RunState(entry.state),
        serves_public=entry.serves_public,
    )


def _listed(row: Recheck) -> list[ListedColumn]:
    code = row.site.site_code
    return [
        ListedColumn(code, one.name, ColumnKind(one.kind), one.url, one.period_days)
        for one in ColumnEntry.objects.filter(site=row.site)
    ]


def _with_neighbours(row: Recheck, listed: list[ListedColumn]) -> list[ListedColumn]:
    """The column asked for, as the office lists it or the round saw it, and some others of the site."""
    wanted = page_key(row.urls[0])
    known = {page_key(one.url): one for one in _seen(row)} | {page_key(one.url): one for one in listed}
    own = known.pop(wanted, None) or ListedColumn(
        row.site.site_code, row.name, kind_by_name(row.name), row.urls[0], None
    )
    return [replace(own, url=row.urls[0]), *list(known.values())[:_NEIGHBOURS]]


def _seen(row: Recheck) -> list[ListedColumn]:
    code = row.site.site_code
    return [
        ListedColumn(code, one.name, one.kind, one.url, one.period_days) for one in _columns_of_round(row)
    ]


def _as_seen(row: Recheck) -> ColumnSeen | None:
    """The column as the round saw it: on what level, and who says what kind it is."""
    if row.what != Recheck.What.COLUMN:
        return None
    wanted = page_key(row.urls[0])
    return next((one for one in _columns_of_round(row) if page_key(one.url) == wanted), None)


def _columns_of_round(row: Recheck) -> tuple[ColumnSeen, ...]:
    facts = FactsStore(row.round.result).site(row.site.site_code) if row.round is not None else None
    columns = facts.opened_columns if facts is not None else ()
    return columns if isinstance(columns, tuple) else ()
