"""A site read again from its evidence gives the same facts to the last record id, and asks nobody."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_sites import (
    HOME,
    HOST,
    QUICK,
    dated_article,
    html,
    listed,
    listing,
    menu,
    plan_of,
    settings_for,
    site,
)
from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule, SpecimenSite

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.website import SiteFacts
from xuncha.gather.evidence.archive import archive_of
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.plan import Depth, SitePlan
from xuncha.gather.rereading import ArchiveFetcher, reread_site
from xuncha.gather.site import gather_site
from xuncha.text.pages.page import Page

COLUMNS = {f"栏目{n}": f"/c{n}/" for n in range(4)}
PLAN = plan_of(
    [listed(name, url) for name, url in COLUMNS.items()], depth=replace(QUICK, confirm_pause_s=0.0)
)


def troubled_site() -> SpecimenSite:
    """Redirects, dead and soft-dead links, refusals, other charsets, Chinese addresses, a broken server, a slow page."""
    pages = {
        "/": html(
            "石堰县人民政府",
            menu(COLUMNS | {"公告": "/公告/index.html?名=中文", "外部": "http://other.gov.example/"}),
        )
    }
    for n, url in enumerate(COLUMNS.values()):
        items = [
            (f"/c{n}/t{k}.html", f"关于做好第{n}{k}项工作的通知", f"2025-06-{10 + k}" if n % 2 else "")
            for k in range(5)
        ]
        items += [("/gone.html", "关于已撤销事项的通知", ""), ("/old.html", "关于迁移的说明", "2025-05-01")]
        pages[url] = listing(f"栏目{n}", items, "<a href='/c0/附件.txt'>附件</a>", menu(COLUMNS))
        pages |= {
            f"/c{n}/t{k}.html": dated_article(f"关于做好第{n}{k}项工作的通知", f"2025-06-{10 + k}")
            for k in range(5)
        }
    pages |= {
        "/公告/index.html": html("公告", "<p>暂无</p>"),
        "/new.html": dated_article("迁移说明", "2025-05-01"),
    }
    pages["/c0/附件.txt"] = "名单"
    rules = [
        PageRule("/old.html", 302, "/new.html"),
        PageRule("/c2/t0.html", 403),
        PageRule("/c2/t1.html", 503),
        PageRule("/c3/t1.html", 302, "/c3/t1.html"),
        PageRule("/c1/t2.html", 200, head_status=405),
    ]
    return site(pages, *rules)


async def live(server: SpecimenServer, folder: Path, plan: SitePlan, **settings: Any) -> SiteFacts:
    async with Fetcher(settings_for(server, **settings)) as fetcher:
        return await gather_site(plan, fetcher, folder)


@pytest.mark.parametrize(
    ("depth", "retries"),
    [
        (Depth(confirm_pause_s=0.0), 0),
        (Depth(confirm_pause_s=0.0), 2),
        (Depth(confirm_pause_s=0.0, max_pages=14, max_links=9), 0),
        (Depth(confirm_pause_s=0.0, whole_site=True), 0),
    ],
)
async def test_the_same_facts_without_a_request(tmp_path: Path, depth: Depth, retries: int) -> None:
    plan = replace(PLAN, depth=depth)
    with serve([troubled_site()]) as server:
        seen = await live(server, tmp_path, plan, retries=retries, retry_after_cap_s=0.02)
        asked = len(server.requests)
        again = await reread_site(plan, tmp_path, retries)
        assert len(server.requests) == asked
    assert again == seen
    assert seen.coverage.reached > 8
    assert {link.status for link in seen.links} >= {FetchStatus.NOT_FOUND}  # type: ignore[union-attr]


async def test_the_articles_of_a_site_do_not_lie_parsed_in_memory_all_at_once(tmp_path: Path) -> None:
    parsed: list[int] = []
    with serve([troubled_site()]) as server:
        await live(server, tmp_path, PLAN)
    before = [one for one in gc.get_objects() if type(one) is Page]  # of the visit and of other tests
    known = set(map(id, before))

    def count() -> None:
        parsed.append(sum(type(one) is Page and id(one) not in known for one in gc.get_objects()))

    await reread_site(PLAN, tmp_path, 0, count)
    kept = 1 + len(COLUMNS)  # the home page and those of the columns are asked again and again
    assert len(parsed) > 20
    assert max(parsed) < kept + 12


async def test_an_interrupted_visit_in_the_same_file_is_left_aside(tmp_path: Path) -> None:
    with serve([troubled_site()]) as server:
        async with Fetcher(settings_for(server)) as fetcher:
            broken_off = WarcRecorder(tmp_path, PLAN.site.site_code)
            await fetcher.fetch(HOME + "c0/", recorder=broken_off)
            broken_off.abandon()
            server.sites[HOST] = replace(
                troubled_site(), pages=troubled_site().pages | {"/c0/": "<p>后来改了</p>".encode()}
            )
        seen = await live(server, tmp_path, PLAN)
        assert await reread_site(PLAN, tmp_path, 0) == seen


async def test_a_page_that_is_not_stored_was_not_reached(tmp_path: Path) -> None:
    with serve([troubled_site()]) as server:
        await live(server, tmp_path, PLAN)
        archive = archive_of(tmp_path, PLAN.site.site_code)
        assert archive is not None
        asked = len(server.requests)
        fetcher = ArchiveFetcher(archive, 0)
        for method in ("GET", "HEAD"):
            response = await fetcher.fetch(HOME + "never.html", method=method)
            assert (response.status, response.tries, response.evidence) == (
                FetchStatus.UNSTORED,
                1 if method == "GET" else 0,
                None,
            )
        wider = replace(PLAN, columns=(*PLAN.columns, listed("新栏目", "/new/")))
        facts = await reread_site(wider, tmp_path, 0)
        assert facts is not None
        new = next(column for column in facts.columns if column.name == "新栏目")  # type: ignore[union-attr]
        assert new.status is FetchStatus.UNSTORED
        assert not new.status.is_gone
        assert len(server.requests) == asked


async def test_a_record_that_was_changed_is_not_read(tmp_path: Path) -> None:
    with serve([troubled_site()]) as server:
        await live(server, tmp_path, PLAN)
    path = tmp_path / f"{PLAN.site.site_code}.warc.gz"
    archive = archive_of(tmp_path, PLAN.site.site_code)
    assert archive is not None
    stored = archive.take(("GET", HOME + "c1/", "", ""))
    assert stored is not None
    other = archive.take(("GET", HOME + "c2/", "", ""))
    assert other is not None
    forged = replace(stored, response=other.response)
    archive._asked["GET", HOME + "c1/", "", ""] = [forged]
    response = await ArchiveFetcher(archive, 0).fetch(HOME + "c1/")
    assert response.status is FetchStatus.UNSTORED
    assert "摘要不符" in response.error
    path.write_bytes(b"rubbish")
    facts = await reread_site(PLAN, tmp_path, 0)
    assert facts is not None
    assert isinstance(facts.columns, Unseen)
    assert "证据文件无法读取" in facts.columns.reason
    assert facts.coverage.reached == 0


async def test_a_site_never_visited_and_one_not_to_be_visited(tmp_path: Path) -> None:
    assert await reread_site(PLAN, tmp_path, 0) is None
    unasked = await reread_site(replace(PLAN, crawl=False), tmp_path, 0)
    assert unasked is not None
    assert isinstance(unasked.homepage, Unseen)
