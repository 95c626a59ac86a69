"""Every page is opened once, kept, counted, and named by how it ended."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sites import HOME, Generated, article, html, listed, plan_of, site, visiting
from specimens.site_files import PageRule

from xuncha.facts.seen import FetchStatus
from xuncha.gather.evidence.verify import verify
from xuncha.gather.plan import Depth

PLAIN = {"/": html("首页", "<p>石堰县</p>"), "/a.html": article("关于公开征求意见的公告")}


async def test_a_page_is_asked_for_once_under_all_its_names(tmp_path: Path) -> None:
    async with visiting(site(PLAIN), tmp_path) as (visit, server):
        await visit.open_home()
        names = ["a.html", "a.html;jsessionid=1F", "a.html?jsessionid=2"]
        opened = [await visit.open(HOME + name) for name in names]
        assert {page.status for page in opened} == {FetchStatus.OK}
        assert [path for _, _, path in server.requests].count("/a.html") == 1
        assert (await visit.open(HOME + "index.html")).final_url == HOME


async def test_budget_is_kept_and_said(tmp_path: Path) -> None:
    plan = plan_of(depth=Depth(max_pages=2, confirm_pause_s=0.01))
    async with visiting(site(PLAIN), tmp_path, plan) as (visit, server):
        await visit.open_home()
        assert (await visit.open(HOME + "a.html")).status is FetchStatus.OK
        assert (await visit.open(HOME + "b.html")).status is FetchStatus.BUDGET
        assert (await visit.open(HOME + "a.html")).status is FetchStatus.OK
        assert "/b.html" not in [path for _, _, path in server.requests]
        coverage = visit.coverage()
        assert (coverage.pages, coverage.reached, coverage.stop_reason) == (2, 2, "已达到页面预算 2 页")


async def test_gone_is_asked_twice_and_counted(tmp_path: Path) -> None:
    async with visiting(site(PLAIN), tmp_path) as (visit, server):
        await visit.open_home()
        gone = await visit.open(HOME + "gone.html")
        assert (gone.status, gone.http_status, gone.tries) == (FetchStatus.NOT_FOUND, 404, 2)
        assert [path for _, _, path in server.requests].count("/gone.html") == 2
        assert visit.coverage().causes == (("not_found", 1),)


async def test_forbidden_is_asked_once(tmp_path: Path) -> None:
    async with visiting(site(PLAIN, PageRule("/x.html", 403)), tmp_path) as (visit, server):
        await visit.open_home()
        assert (await visit.open(HOME + "x.html")).status is FetchStatus.BLOCKED
        assert [path for _, _, path in server.requests].count("/x.html") == 1


async def test_pages_that_say_they_do_not_exist(tmp_path: Path) -> None:
    pages = PLAIN | {"/no.html": html("404", "<p>抱歉，您访问的页面不存在。</p>")}
    async with visiting(site(pages), tmp_path) as (visit, _):
        await visit.open_home()
        assert not visit.hides_missing_pages
        assert (await visit.open(HOME + "no.html")).status is FetchStatus.SOFT_NOT_FOUND


async def test_a_host_that_answers_everything_is_known(tmp_path: Path) -> None:
    everything = html("提示", "<p>内容已转移，请从首页进入。</p>")
    served = site(Generated(lambda path: None if path == "/robots.txt" else everything, PLAIN))
    async with visiting(served, tmp_path) as (visit, _):
        assert (await visit.open_home()).is_read
        assert visit.hides_missing_pages
        assert (await visit.open(HOME + "b.html")).status is FetchStatus.SOFT_NOT_FOUND
        assert (await visit.open(HOME + "a.html")).status is FetchStatus.OK


async def test_tags_nested_without_end_are_no_page(tmp_path: Path) -> None:
    pages = PLAIN | {"/deep.html": "<html><body>" + "<div>" * 60_000}
    async with visiting(site(pages), tmp_path) as (visit, _):
        await visit.open_home()
        assert (await visit.open(HOME + "deep.html")).status is FetchStatus.BAD_RESPONSE


@pytest.mark.parametrize("sends", ["/loop1", "http://[bad/", "javascript:void(0)"])
async def test_redirects_that_lead_nowhere(tmp_path: Path, sends: str) -> None:
    rules = [PageRule("/loop1", 302, sends)]
    async with visiting(site(PLAIN, *rules), tmp_path) as (visit, _):
        await visit.open_home()
        visited = await visit.open(HOME + "loop1")
        assert visited.status in (FetchStatus.REDIRECT_LOOP, FetchStatus.REFUSED, FetchStatus.BAD_RESPONSE)
        assert visited.page is None


async def test_what_type_a_page_is_of(tmp_path: Path) -> None:
    typed = {
        "/p": "application/pdf",
        "/x": "application/xhtml+xml",
        "/i": "image/png",
        "/t": "TEXT/HTML;charset=utf-8",
    }
    rules = [PageRule(path, content_type=kind, body=html("页", "<p>文</p>")) for path, kind in typed.items()]
    async with visiting(site(PLAIN, *rules), tmp_path) as (visit, _):
        await visit.open_home()
        read = {path: (await visit.open(HOME + path[1:])).is_read for path in typed}
        assert read == {"/p": False, "/x": True, "/i": False, "/t": True}


async def test_robots_are_obeyed_but_for_the_home_page(tmp_path: Path) -> None:
    pages = PLAIN | {"/robots.txt": "User-agent: *\nDisallow: /\n"}
    rules = PageRule("/robots.txt", content_type="text/plain", body=pages["/robots.txt"])
    async with visiting(site(pages, rules), tmp_path) as (visit, server):
        assert (await visit.open_home()).status is FetchStatus.OK
        assert (await visit.open(HOME + "a.html")).status is FetchStatus.ROBOTS
        assert "/a.html" not in [path for _, _, path in server.requests]


async def test_a_files_text_is_fetched_once(tmp_path: Path) -> None:
    served = site(PLAIN | {"/a.js": "var a"}, PageRule("/closed.js", 403))
    async with visiting(served, tmp_path) as (visit, server):
        assert [await visit.text_of(HOME + "a.js"), await visit.text_of(HOME + "a.js")] == ["var a"] * 2
        assert await visit.text_of(HOME + "none.js") == ""
        assert await visit.text_of(HOME + "closed.js") is None
        assert [path for _, _, path in server.requests].count("/a.js") == 1


async def test_whose_pages_are_whose(tmp_path: Path) -> None:
    plan = plan_of(
        [listed("公告", "/g/")], hosts=frozenset({"www.shiyan.gov.example", "jy.shiyan.gov.example"})
    )
    async with visiting(site(PLAIN), tmp_path, plan) as (visit, _):
        own = ["http://shiyan.gov.example/a", "https://zwfw.shiyan.gov.example/", HOME + "b"]
        assert [visit.is_own(url) for url in own] == [True] * 3
        other = ["http://jy.shiyan.gov.example/", "http://notshiyan.gov.example/", "http://www.else.example/"]
        assert [visit.is_own(url) for url in other] == [False] * 3


async def test_every_page_is_kept(tmp_path: Path) -> None:
    async with visiting(site(PLAIN), tmp_path) as (visit, _):
        visited = [
            await visit.open_home(),
            await visit.open(HOME + "a.html"),
            await visit.open(HOME + "gone.html"),
        ]
        assert all(page.evidence is not None for page in visited)
        assert [page.final_url for page in visit.opened.values()] == [
            HOME,
            HOME + "a.html",
            HOME + "gone.html",
        ]
    assert verify(tmp_path / "evidence").problems == ()
