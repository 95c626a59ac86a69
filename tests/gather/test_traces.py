"""Traces: what is found on the pages of a visit, and what only those get who come from a search engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from four_columns import NAMES, four_columns, own_items
from small_sites import HOME, gathered, html, listing, menu, plan_of, rows, site, visiting
from specimens.site_files import PageRule

from xuncha.facts.seen import Unseen
from xuncha.facts.traces import TraceSeen
from xuncha.facts.website import NOT_ASKED, SiteFacts
from xuncha.gather.traces import MISSING_PAGE, SEARCH_ONLY, SPIDER_ONLY, traces

BAD = "<a href='http://www.q7w3.test/'>新葡京娱乐官网</a>"
HIDDEN = "<div style='position:absolute;left:-9999px'><a href='http://www.q7w3.test/'>更多资讯</a><a href='http://m.zz90.test/'>下载</a></div>"
PARTNERS = "".join(f"<a href='http://www.partner{n}.test/'>共建单位{n}</a>" for n in range(3))


def home(body: str = "", head: str = "", title: str = "石堰县人民政府") -> str:
    return html(title, menu(NAMES) + rows(own_items("gzdt")) + body, head)


async def facts_of(pages: dict[str, str], folder: Path, *rules: PageRule) -> SiteFacts:
    plan = plan_of(wanted=frozenset({"homepage", "columns", "traces"}))
    return await gathered(site({**four_columns(), **pages}, *rules), folder, plan)


async def traces_of(pages: dict[str, str], folder: Path, *rules: PageRule) -> tuple[TraceSeen, ...]:
    seen = (await facts_of(pages, folder, *rules)).traces
    assert not isinstance(seen, Unseen), seen
    return seen


async def searched(
    folder: Path, shown: str | None = None, cloaked: str = "", to: str = "", plain: str = ""
) -> tuple[TraceSeen, ...]:
    """A home page that gives ``cloaked`` (or a redirect ``to``) to those who come from a search engine."""
    pages = {"/": plain or home(), "/searched.html": home(shown or "") if shown is not None else cloaked}
    return await traces_of(pages, folder, PageRule("/", for_search=to or "/searched.html"))


async def test_a_healthy_site_has_no_traces(tmp_path: Path) -> None:
    assert await traces_of({"/": home()}, tmp_path) == ()


async def test_a_visible_link_to_a_betting_site(tmp_path: Path) -> None:
    (trace,) = await traces_of({"/": home(BAD)}, tmp_path)
    assert (trace.page_url, trace.url, trace.text) == (HOME, "http://www.q7w3.test/", "新葡京娱乐官网")
    assert (trace.technique, trace.suspicion) == ("", "赌博")
    assert "葡京" in trace.reason
    assert trace.evidence is not None
    assert trace.evidence.url == HOME


async def test_links_moved_off_the_screen(tmp_path: Path) -> None:
    found = await traces_of({"/": home(HIDDEN)}, tmp_path)
    assert {(trace.url, trace.technique) for trace in found} == {
        ("http://www.q7w3.test/", "移出屏幕"),
        ("http://m.zz90.test/", "移出屏幕"),
    }


async def test_a_hidden_link_is_not_named_as_a_visible_one_too(tmp_path: Path) -> None:
    markup = f"<div style='position:absolute;left:-9999px'>{BAD}</div>"
    (trace,) = await traces_of({"/": home(markup)}, tmp_path)
    assert (trace.technique, trace.suspicion) == ("移出屏幕", "赌博")


async def test_the_pages_of_columns_are_looked_over(tmp_path: Path) -> None:
    page = listing("通知公告", own_items("tzgg"), more=HIDDEN, menu=menu(NAMES))
    found = await traces_of({"/": home(), "/tzgg/": page}, tmp_path)
    assert {trace.page_url for trace in found} == {f"{HOME}tzgg/"}


async def test_what_stands_on_every_page_is_told_once(tmp_path: Path) -> None:
    words = "<div style='display:none'>线上赌场 时时彩平台 北京赛车pk10 百家乐</div>"
    pages = {
        url: listing(name, own_items(url.strip("/")), more=BAD + words, menu=menu(NAMES))
        for name, url in NAMES.items()
    }
    found = await traces_of({"/": home(BAD + words), **pages}, tmp_path)
    assert [(trace.url, trace.technique) for trace in found] == [
        ("", "设为不显示"),
        ("http://www.q7w3.test/", ""),
    ]
    assert {trace.page_url for trace in found} == {HOME}


async def test_title_and_keywords_are_told_apart(tmp_path: Path) -> None:
    head = "<meta name='keywords' content='百家乐,博彩网站'>"
    found = await traces_of({"/": home(head=head, title="bet365体育投注")}, tmp_path)
    assert [trace.technique for trace in found] == ["标题或关键词被篡改"] * 2


@pytest.mark.parametrize(
    "markup",
    [
        f"<ul class='dropdown-menu' style='display:none'>{PARTNERS}</ul>",
        f"<div class='swiper-wrapper' style='position:absolute;left:-1200px'>{PARTNERS}</div>",
        f"<div class='tab-con' style='display:none'>{PARTNERS}</div>",
        "<a href='#main' style='position:absolute;left:-9999px'>跳到正文</a>",
        "<div class='rightFloat' style='display:none'><a href='https://weibo.com/shiyan'>政务微博</a></div>",
        "<a href='/gzdt/1.html'>公安机关破获特大网络赌博案：百家乐网站被捣毁</a>",
        PARTNERS,
    ],
)
async def test_ordinary_pages_have_none(tmp_path: Path, markup: str) -> None:
    assert await traces_of({"/": home(markup)}, tmp_path) == ()


@pytest.mark.parametrize("status", [403, 500, 404])
async def test_a_home_page_that_would_not_open_is_unseen(tmp_path: Path, status: int) -> None:
    seen = (await facts_of({}, tmp_path, PageRule("/", status))).traces
    assert isinstance(seen, Unseen)
    assert "首页未能打开" in seen.reason


async def test_what_other_pages_show_is_kept_when_the_home_page_would_not_open(tmp_path: Path) -> None:
    pages = {**four_columns(), "/tzgg/": listing("通知公告", own_items("tzgg"), more=BAD)}
    async with visiting(site(pages, PageRule("/", 403)), tmp_path) as (visit, _):
        first = await visit.open_home()
        await visit.open(f"{HOME}tzgg/")
        found = await traces(visit, first)
    assert not isinstance(found, Unseen)
    assert [trace.url for trace in found] == ["http://www.q7w3.test/"]


async def test_where_no_rule_reads_them_nothing_is_asked_twice(tmp_path: Path) -> None:
    plan = plan_of(wanted=frozenset({"homepage"}))
    facts = await gathered(site({**four_columns(), "/": home(BAD)}), tmp_path, plan)
    assert facts.traces is NOT_ASKED


# --- for those who come from a search engine alone ---


async def test_a_page_for_search_engines_alone(tmp_path: Path) -> None:
    (trace,) = await searched(tmp_path, cloaked=home(BAD, title="新葡京娱乐官网"))
    assert (trace.technique, trace.suspicion, trace.page_url) == (SEARCH_ONLY, "赌博", HOME)
    assert (trace.url, trace.text) == ("http://www.q7w3.test/", "新葡京娱乐官网")
    assert "新葡京娱乐官网" in trace.reason
    assert trace.evidence is not None


@pytest.mark.parametrize(
    "jump",
    [
        "<script>window.location.href='http://www.q7w3.test/';</script>",
        "<meta http-equiv='refresh' content='0;url=http://www.q7w3.test/'>",
    ],
)
async def test_a_page_that_sends_visitors_from_search_engines_away(tmp_path: Path, jump: str) -> None:
    (trace,) = await searched(tmp_path, cloaked=html("请稍候", "", jump))
    assert (trace.technique, trace.url) == (SEARCH_ONLY, "http://www.q7w3.test/")
    assert "自动跳转" in trace.reason


async def test_a_redirect_for_visitors_from_search_engines(tmp_path: Path) -> None:
    (trace,) = await searched(tmp_path, to="http://www.bet36588.test/")
    assert (trace.technique, trace.url) == (SEARCH_ONLY, "http://www.bet36588.test/")
    assert trace.suspicion == "赌博或色情"
    assert "直接访问则不转" in trace.reason


async def test_many_strangers_for_search_engines(tmp_path: Path) -> None:
    links = "".join(f"<a href='http://www.q7w{n}.test/'>资讯{n}</a>" for n in range(4))
    (trace,) = await searched(tmp_path, links)
    assert (trace.technique, trace.suspicion) == (SEARCH_ONLY, "")


@pytest.mark.parametrize(
    "more",
    [
        "",
        "<a href='/gzdt/3.html'>今天新发的一条要闻</a>",
        PARTNERS,
        "<a href='http://www.mof.gov.cn/'>财政部</a><a href='/hd/'>您是从搜索引擎来的，点此站内搜索</a>",
        "<script>if(/Android/.test(navigator.userAgent)){location.href='/wap/'}</script>",
    ],
)
async def test_small_changes_are_none(tmp_path: Path, more: str) -> None:
    assert await searched(tmp_path, more) == ()


async def test_what_everybody_is_shown_is_told_once(tmp_path: Path) -> None:
    (trace,) = await searched(tmp_path, BAD, plain=home(BAD))
    assert trace.technique == ""


@pytest.mark.parametrize("to", [f"{HOME}gzdt/", "http://m.shiyan.gov.example/", "http://www.gov.cn/"])
async def test_redirects_to_own_and_public_hosts_are_none(tmp_path: Path, to: str) -> None:
    assert await searched(tmp_path, to=to) == ()


async def test_a_page_that_changed_for_everybody_meanwhile_is_none(tmp_path: Path) -> None:
    served = site({**four_columns(), "/": home()})
    async with visiting(served, tmp_path) as (visit, _):
        first = await visit.open_home()
        served.pages["/"] = home(BAD).encode()
        assert await traces(visit, first) == ()


async def test_a_redirect_for_everybody_meanwhile_is_none(tmp_path: Path) -> None:
    served = site({**four_columns(), "/": home()})
    async with visiting(served, tmp_path) as (visit, _):
        first = await visit.open_home()
        served.rules["/"] = PageRule("/", 302, "http://www.q7w3.test/")
        assert await traces(visit, first) == ()


@pytest.mark.parametrize("rule", [PageRule("/", 403), PageRule("/", content_type="application/pdf")])
async def test_a_second_look_that_fails_says_nothing(tmp_path: Path, rule: PageRule) -> None:
    served = site({**four_columns(), "/": home()})
    async with visiting(served, tmp_path) as (visit, _):
        first = await visit.open_home()
        served.rules["/"] = rule
        assert await traces(visit, first) == ()


async def test_an_honest_site_is_asked_once_as_each_visitor_and_no_oftener(tmp_path: Path) -> None:
    async with visiting(site({**four_columns(), "/": home()}), tmp_path) as (visit, server):
        first = await visit.open_home()
        before = [path for _, _, path in server.requests].count("/")
        await traces(visit, first)
        assert [path for _, _, path in server.requests].count("/") == before + 3


# --- for the crawlers of search engines alone, and where there is no page ---


async def test_a_page_for_crawlers_alone(tmp_path: Path) -> None:
    pages = {"/": home(), "/spider.html": home(BAD, title="新葡京娱乐官网")}
    (trace,) = await traces_of(pages, tmp_path, PageRule("/", for_spiders="/spider.html"))
    assert (trace.technique, trace.suspicion, trace.url) == (SPIDER_ONLY, "赌博", "http://www.q7w3.test/")
    assert "抓取程序" in trace.reason


async def test_a_redirect_for_crawlers_alone(tmp_path: Path) -> None:
    (trace,) = await traces_of(
        {"/": home()}, tmp_path, PageRule("/", for_spiders="http://www.bet36588.test/")
    )
    assert (trace.technique, trace.url) == (SPIDER_ONLY, "http://www.bet36588.test/")


async def test_shown_to_both_is_told_once(tmp_path: Path) -> None:
    pages = {"/": home(), "/other.html": home(BAD)}
    rule = PageRule("/", for_search="/other.html", for_spiders="/other.html")
    (trace,) = await traces_of(pages, tmp_path, rule)
    assert trace.technique == SEARCH_ONLY


async def test_a_site_that_refuses_crawlers_has_no_trace(tmp_path: Path) -> None:
    pages = {"/": home(), "/no.html": html("403 Forbidden", "<h1>拒绝访问</h1>")}
    assert await traces_of(pages, tmp_path, PageRule("/", for_spiders="/no.html")) == ()


@pytest.mark.parametrize("status", [404, 200])
async def test_betting_where_there_is_no_page(tmp_path: Path, status: int) -> None:
    served = site({**four_columns(), "/": home()})
    async with visiting(served, tmp_path) as (visit, _):
        first = await visit.open_home()
        path = "/" + visit.missing_address.partition("/")[2].lstrip("/").partition("/")[2]
        served.rules[path] = PageRule(path, status, body=html("澳门赌场", BAD))
        found = await traces(visit, first)
    assert not isinstance(found, Unseen)
    assert [(trace.technique, trace.suspicion) for trace in found] == [(MISSING_PAGE, "赌博")]


async def test_an_ordinary_page_that_says_there_is_none_is_no_trace(tmp_path: Path) -> None:
    served = site({**four_columns(), "/": home()})
    async with visiting(served, tmp_path) as (visit, _):
        first = await visit.open_home()
        path = "/" + visit.missing_address.partition("/")[2].lstrip("/").partition("/")[2]
        links = "".join(f"<a href='http://www.hoster{n}.test/'>云主机{n}</a>" for n in range(5))
        served.rules[path] = PageRule(path, 404, body=html("页面不存在", "您访问的页面不存在" + links))
        assert await traces(visit, first) == ()
