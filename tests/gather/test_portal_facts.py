"""tags, marks, ipv6 and interpretations of a whole portal over loopback, and how names are looked up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from specimens.server import serve
from specimens.site_files import load_base

from xuncha.facts.portal import PageRole, SearchEntry
from xuncha.facts.seen import BEIJING, Unseen
from xuncha.facts.targets import RunState, Site, SiteKind
from xuncha.facts.website import SiteFacts
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import Depth, SitePlan
from xuncha.gather.portal import look_up_ipv6
from xuncha.gather.site import gather_site

SITE = Site(
    "9908210013", "郡山县人民政府网", "http://www.junshan.gov.example/", "郡山县人民政府办公室", "郡山县",
    "砚江市", SiteKind.PORTAL, RunState.RUNNING,
)  # fmt: skip
WANTED = frozenset({"columns", "tags", "marks", "ipv6", "interpretations"})
PLAN = SitePlan(
    SITE, (), datetime(2025, 6, 25, 10, tzinfo=BEIJING), Depth(), Unseen("未监测"), wanted=WANTED, staged=True
)


@pytest.fixture
async def facts(tmp_path: Path) -> AsyncIterator[SiteFacts]:
    with serve([load_base("junshan")]) as server:
        settings = FetchSettings(rate=1000, connections=16, connect_to=("127.0.0.1", server.port))
        async with Fetcher(settings) as fetcher:
            yield await gather_site(PLAN, fetcher, tmp_path)


async def test_a_portal_is_seen_whole(facts: SiteFacts) -> None:
    assert not isinstance(facts.tags, Unseen)
    roles = [page.role for page in facts.tags]
    assert roles.count(PageRole.HOME) == 1
    assert roles.count(PageRole.COLUMN) == 11
    assert roles.count(PageRole.ARTICLE) > 10
    assert all(page.evidence for page in facts.tags)
    assert all(page.value("SiteIDCode") == SITE.site_code for page in facts.tags)
    assert not isinstance(facts.marks, Unseen)
    marks = facts.marks
    assert (marks.party_mark, marks.police, marks.search, marks.unseen) == (True, True, SearchEntry.FORM, "")
    assert not isinstance(facts.interpretations, Unseen)
    (pair,) = facts.interpretations
    assert (pair.from_document, pair.to_document, len(pair.evidence)) == (True, True, 2)
    assert isinstance(facts.ipv6, Unseen)  # every host is reached at one address: no name was looked up
    assert not isinstance(facts.columns, Unseen)
    assert {c.name for c in facts.columns if c.complete} >= {"意见征集", "政务要闻"}


def test_names_are_really_looked_up() -> None:
    assert look_up_ipv6("::1") == ("::1",)
    assert look_up_ipv6("127.0.0.1") in ((), None)  # no IPv6 address, whatever the library calls that


async def test_an_address_is_no_name(tmp_path: Path) -> None:
    with serve([load_base("junshan")]) as server:
        site = replace(SITE, url=f"http://127.0.0.1:{server.port}/")
        settings = FetchSettings(rate=1000, allow_net=(ip_network("127.0.0.0/8"),))
        plan = replace(PLAN, site=site, staged=False, wanted=frozenset({"ipv6"}))
        async with Fetcher(settings) as fetcher:
            seen = (await gather_site(plan, fetcher, tmp_path)).ipv6
    assert isinstance(seen, Unseen)
    assert "不是域名" in seen.reason
