"""Every port of a host has its own robots.txt; a site is told of those of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small_sites import HOME, SITE, html, plan_of, site, visiting
from specimens.site_files import PageRule

from xuncha.gather.visit import SiteVisit


async def test_the_rules_of_another_port_are_another_sites(tmp_path: Path) -> None:
    closed = "User-agent: *\nDisallow: /a.html\n"
    pages = {"/": html("首页", "<p>石堰县</p>"), "/a.html": html("甲", "<p>文</p>"), "/robots.txt": closed}
    rules = PageRule("/robots.txt", content_type="text/plain", body=closed)
    async with visiting(site(pages, rules), tmp_path) as (visit, _):
        await visit.open(HOME + "a.html")
        plan = plan_of(site=replace(SITE, site_code="9901000002", url=HOME[:-1] + ":8080/"))
        beside = SiteVisit(plan, visit.fetcher, visit.recorder)
        await beside.open(f"{HOME[:-1]}:8080/a.html")
        assert [one.host for one in visit.robots] == [HOME[:-1]]
        assert [one.host for one in beside.robots] == [f"{HOME[:-1]}:8080"]
