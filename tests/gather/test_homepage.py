"""The home page: what it shows, how young it is, and what could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from four_columns import NAMES, four_columns
from small_sites import HOME, dated_article, gathered, html, listing, menu, plan_of, rows, site
from specimens.site_files import PageRule

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import Content, HomepageSeen
from xuncha.gather.plan import Depth

ITEMS = [
    (f"/n/{n}.html", f"县政府召开第{n}次常务会议研究部署重点工作", f"2025-06-{22 - n:02}")
    for n in range(1, 5)
]
ARTICLES = {url: dated_article(title, day) for url, title, day in ITEMS}
FILLING = (
    "石堰县人民政府主办，石堰县人民政府办公室承办，网站标识码九九零一，联系电话见联系我们页面，欢迎社会各界监督。"
    * 2
)


async def home_of(pages: dict[str, str], folder: Path, *rules: PageRule, **depth: int) -> HomepageSeen:
    plan = plan_of(depth=Depth(confirm_pause_s=0.01, **depth))
    seen = (await gathered(site(pages, *rules), folder, plan)).homepage
    assert isinstance(seen, HomepageSeen), seen
    return seen


def page(body: str, head: str = "") -> str:
    return html("石堰县人民政府", menu(NAMES) + body + f"<div class='foot'>{FILLING}</div>", head)


def newest(seen: HomepageSeen) -> str | None:
    return seen.newest.published.day.isoformat() if seen.newest and seen.newest.published else None


async def test_dated_items(tmp_path: Path) -> None:
    seen = await home_of({**four_columns(), "/": page(rows(ITEMS)), **ARTICLES}, tmp_path)
    assert (newest(seen), seen.conclusive, seen.navigation_only) == ("2025-06-21", True, False)
    assert seen.evidence is not None
    assert seen.newest is not None
    assert seen.newest.article is FetchStatus.OK


@pytest.mark.parametrize(
    "shell",
    [
        "<meta http-equiv='refresh' content='0; url=index.html'>",
        "<noscript><meta http-equiv='refresh' content='0;url=/off.html'></noscript><meta http-equiv='refresh' content='0;url=index.html'>",
        "<script>window.location.href='/main.html'</script>",
    ],
)
async def test_an_entrance_that_sends_on_to_its_own_index(tmp_path: Path, shell: str) -> None:
    pages = {**four_columns(), "/": html("", "", shell), **ARTICLES}
    pages |= {"/index.html": page(rows(ITEMS)), "/main.html": page(rows(ITEMS))}
    assert newest(await home_of(pages, tmp_path)) == "2025-06-21"


@pytest.mark.parametrize(
    "shell",
    [
        "<meta http-equiv='refresh' content='0;url=/portal/index.html'>",
        "<META HTTP-EQUIV='Refresh' CONTENT=\"1; URL='/portal/index.html'\">",
        "<script>window.location.href='/portal/index.html';</script>",
        '<script>location.replace("/portal/index.html")</script>',
    ],
)
async def test_entrance_pages_that_send_on_by_themselves(tmp_path: Path, shell: str) -> None:
    pages = {
        **four_columns(),
        "/": html("进入", "", shell),
        "/portal/index.html": page(rows(ITEMS)),
        **ARTICLES,
    }
    seen = await home_of(pages, tmp_path)
    assert (seen.url, newest(seen)) == (HOME + "portal/index.html", "2025-06-21")


async def test_an_entrance_that_sends_to_another_site_is_not_followed(tmp_path: Path) -> None:
    shell = html("进入", "", "<meta http-equiv='refresh' content='0;url=http://elsewhere.example/'>")
    assert (await home_of({"/": shell}, tmp_path)).url == HOME


async def test_a_redirect_is_followed_and_remembered(tmp_path: Path) -> None:
    pages = {**four_columns(), "/gov/": page(rows(ITEMS)), **ARTICLES}
    seen = await home_of(pages, tmp_path, PageRule("/", 302, "/gov/"))
    assert (seen.url, newest(seen)) == (HOME + "gov/", "2025-06-21")


async def test_navigation_only(tmp_path: Path) -> None:
    seen = await home_of({**four_columns(), "/": page("")}, tmp_path)
    assert (seen.navigation_only, seen.entries) == (True, ())


@pytest.mark.parametrize(
    ("head", "files"),
    [
        ("<script>$.get('/api/news',function(d){$('#newsList').html(d)})</script>", {}),
        (
            "<script src='/static/home.js'></script>",
            {"/static/home.js": "fetch('/a').then(d=>{document.querySelector('#newsList').innerHTML=d})"},
        ),
    ],
)
@pytest.mark.parametrize("shown", ["", "old"])
async def test_lists_filled_by_a_script_are_not_seen(
    tmp_path: Path, head: str, files: dict[str, str], shown: str
) -> None:
    old = [(url, title, day.replace("2025", "2023")) for url, title, day in ITEMS] if shown else []
    body = "<ul id='newsList'></ul>" + (rows(old) if shown else "")
    articles = {url: dated_article(title, day) for url, title, day in old}
    seen = await home_of({**four_columns(), "/": page(body, head), **files, **articles}, tmp_path)
    assert (seen.needs_script, seen.navigation_only, seen.conclusive) == (True, False, False)
    assert "脚本" in seen.stop_reason


async def test_undated_items_take_their_dates_from_column_lists(tmp_path: Path) -> None:
    undated = [(url, title, "") for url, title, _ in ITEMS]
    pages = {**four_columns(gzdt=listing("工作动态", ITEMS)), "/": page(rows(undated)), **ARTICLES}
    assert newest(await home_of(pages, tmp_path)) == "2025-06-21"


async def test_undated_items_take_their_dates_from_their_pages(tmp_path: Path) -> None:
    undated = [(url, title, "") for url, title, _ in ITEMS]
    seen = await home_of({**four_columns(), "/": page(rows(undated)), **ARTICLES}, tmp_path)
    assert (newest(seen), seen.conclusive) == ("2025-06-21", True)


async def test_items_that_were_not_opened_leave_it_open(tmp_path: Path) -> None:
    many = [(f"/old/{n}.html", f"县政府召开第{n}次会议研究部署重点工作事项", "") for n in range(12)]
    articles = {url: dated_article(title, "2023-01-01") for url, title, _ in many}
    seen = await home_of({**four_columns(), "/": page(rows(many)), **articles}, tmp_path, home_articles=5)
    assert not seen.conclusive
    assert seen.stop_reason == "首页有 7 条信息未逐条打开"


@pytest.mark.parametrize(
    ("status", "expected"),
    [(403, FetchStatus.BLOCKED), (500, FetchStatus.SERVER_ERROR), (404, FetchStatus.NOT_FOUND)],
)
async def test_a_home_page_that_would_not_open(tmp_path: Path, status: int, expected: FetchStatus) -> None:
    seen = await home_of({"/x": ""}, tmp_path, PageRule("/", status))
    assert (seen.status, seen.http_status, seen.entries, seen.conclusive) == (expected, status, (), False)


async def test_a_home_page_that_is_no_html(tmp_path: Path) -> None:
    seen = await home_of({"/x": ""}, tmp_path, PageRule("/", content_type="application/pdf", body="%PDF-1.4"))
    assert seen.status is FetchStatus.BAD_RESPONSE


PICTURES = {
    "with items": ("<ul><li><a href='/n/1.html'><img src='/i/1.jpg'></a></li></ul>", "", Content.ENTRIES),
    "empty": ("<div class='pic'></div>", "", Content.NOTHING),
    "words": ("<div class='pic'>因网站改版，图片新闻暂时停止更新，敬请谅解。</div>", "", Content.TEXT),
    "script": (
        "<div id='picList'></div>",
        "<script>$.get('/p',function(d){$('#picList').html(d)})</script>",
        Content.SCRIPT,
    ),
    "script file": ("<div id='picList'></div>", "<script src='/static/pic.js'></script>", Content.SCRIPT),
}


@pytest.mark.parametrize(("block", "head", "expected"), PICTURES.values(), ids=PICTURES)
async def test_picture_news(tmp_path: Path, block: str, head: str, expected: Content) -> None:
    body = rows(ITEMS) + f"<div class='tpxw'><h3>图片新闻</h3>{block}</div>"
    script = "$.get('/p',function(d){$('#picList').append(d)})"
    pages = {**four_columns(), "/": page(body, head), "/static/pic.js": script, **ARTICLES}
    assert (await home_of(pages, tmp_path)).picture_news is expected


async def test_no_picture_news(tmp_path: Path) -> None:
    assert (
        await home_of({**four_columns(), "/": page(rows(ITEMS)), **ARTICLES}, tmp_path)
    ).picture_news is None


async def test_a_picture_may_lead_to_the_newest_item(tmp_path: Path) -> None:
    old = [("/n/9.html", "县政府召开第九次常务会议研究部署重点工作", "2025-05-20")]
    banner = "<div class='banner'><a href='/n/1.html'><img src='/u/1.jpg'></a></div>"
    pages = {**four_columns(), "/": page(banner + rows(old)), **ARTICLES}
    pages["/n/9.html"] = dated_article(old[0][1], old[0][2])
    assert newest(await home_of(pages, tmp_path)) == "2025-06-21"
    pages["/n/1.html"] = html("专题", "<h1>乡村振兴专题</h1>")
    assert newest(await home_of(pages, tmp_path / "undated")) == "2025-05-20"


@pytest.mark.parametrize("words", ["1", "OK", "<p>It works!</p>", "null"])
async def test_a_word_is_no_home_page(tmp_path: Path, words: str) -> None:
    seen = await home_of({**four_columns(), "/": words}, tmp_path)
    assert seen.status is FetchStatus.BAD_RESPONSE
