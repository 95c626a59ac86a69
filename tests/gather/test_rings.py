"""Pages that send their readers round in a ring: nobody gets to see any."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sites import HOME, html, site, visiting
from specimens.site_files import PageRule

from xuncha.facts.seen import FetchStatus
from xuncha.gather.link_check import ask


def _tag(to: str, body: str = "") -> str:
    return f"<html><head><meta http-equiv='refresh' content='0;url={to}'></head><body>{body}</body></html>"


RINGS = {
    "tags": {"/a.html": _tag("/b.html"), "/b.html": _tag("/a.html")},
    "a few words": {
        "/a.html": _tag("/b.html", "正在跳转"),
        "/b.html": _tag("/c.html"),
        "/c.html": _tag("/b.html"),
    },
    "a script": {"/a.html": _tag("/b.html"), "/b.html": "<script>location.href='/a.html';</script>"},
    "pictures in turn": {
        "/a.html": _tag("/b.html", "<img src='/1.jpg'>"),
        "/b.html": _tag("/a.html", "<img src='/2.jpg'>"),
    },
    "words in turn": {
        "/a.html": _tag("/b.html", "今日要闻轮播：全县重点项目建设现场推进会在石堰召开"),
        "/b.html": _tag("/a.html", "今日要闻轮播：县政府常务会议研究部署防汛工作"),
    },
}
ENDS = {
    "tags": FetchStatus.REDIRECT_LOOP,
    "a few words": FetchStatus.REDIRECT_LOOP,
    "a script": FetchStatus.EMPTY,
    "pictures in turn": FetchStatus.OK,
    "words in turn": FetchStatus.OK,
}


@pytest.mark.parametrize("ring", RINGS)
async def test_a_link_into_a_ring(tmp_path: Path, ring: str) -> None:
    served = site({"/": html("首页", "<p>欢迎</p>"), **RINGS[ring]})
    async with visiting(served, tmp_path) as (visit, _):
        assert (await ask(visit, HOME + "a.html")).status is ENDS[ring]


@pytest.mark.parametrize("ring", RINGS)
async def test_a_page_in_a_ring(tmp_path: Path, ring: str) -> None:
    served = site({"/": html("首页", "<p>欢迎</p>"), **RINGS[ring]})
    async with visiting(served, tmp_path) as (visit, server):
        visited = await visit.open(HOME + "a.html")
        assert visited.status is ENDS[ring]
        assert (visited.page is None) == (visited.status is not FetchStatus.OK)
        assert len(server.requests) <= 8


async def test_a_ring_that_a_cookie_may_open_is_no_proof(tmp_path: Path) -> None:
    rules = [PageRule("/a.html", cookie="seen=1")]
    served = site({"/": html("首页", "<p>欢迎</p>"), **RINGS["tags"]}, *rules)
    async with visiting(served, tmp_path) as (visit, _):
        assert (await ask(visit, HOME + "a.html")).status is FetchStatus.EMPTY
        assert (await visit.open(HOME + "a.html")).status is FetchStatus.EMPTY


async def test_a_long_way_is_no_ring(tmp_path: Path) -> None:
    way = {f"/{n}.html": _tag(f"/{n + 1}.html") for n in range(3)}
    served = site({"/": html("首页", "<p>欢迎</p>"), **way, "/3.html": html("公告", "<p>内容</p>")})
    async with visiting(served, tmp_path) as (visit, _):
        assert (await ask(visit, HOME + "0.html")).status is FetchStatus.OK
        assert (await visit.open(HOME + "0.html")).final_url == HOME + "3.html"
