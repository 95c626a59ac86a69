"""Services: ways to them, the lists of items, the guides on their own pages, and what could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from letter_sites import column_page, front, guide_page, guide_rows, services_of
from small_sites import HOME, article, html
from specimens.site_files import PageRule

from xuncha.facts.services import ServicesSeen

MENU = {"办事指南": "/bszn/"}
NAMES = ("取水许可核发", "户口迁移登记", "老年人优待证办理")
SCRIPT = "<div id='guideBox'></div><script>$.get('/api/g?id=1',function(d){$('#guideBox').html(d)})</script>"


def items(*names: str) -> str:
    inner = "".join(f"<li><a href='/bszn/{n}.html'>{name}</a></li>" for n, name in enumerate(names, 1))
    return f"<ul>{inner}</ul>"


def guides_site(*pages: str, more: str = "", **others: str) -> dict[str, str]:
    names = NAMES[: len(pages)]
    own = {f"/bszn/{n}.html": page for n, page in enumerate(pages, 1)}
    return {"/": front(MENU), "/bszn/": column_page("办事指南", items(*names) + more, MENU), **own, **others}


def told(seen: ServicesSeen) -> list[tuple[str, tuple[str, ...]]]:
    return [(guide.title, guide.missing) for guide in seen.guides]


async def test_guides_of_a_list_with_what_they_lack(tmp_path: Path) -> None:
    lacking = ("设定依据", "办理地点", "办理时间", "联系电话")
    pages = guides_site(guide_page(NAMES[0]), guide_page(NAMES[1], *lacking))
    seen = await services_of(pages, tmp_path)
    assert told(seen) == [(NAMES[0], ()), (NAMES[1], lacking)]
    assert (seen.offered, seen.all_guides_read, seen.unseen) == (True, True, "")
    for guide in seen.guides:
        assert guide.evidence is not None
        assert guide.evidence.url == guide.url


async def test_words_that_say_nothing_are_no_value(tmp_path: Path) -> None:
    empty = guide_page(NAMES[0], 设定依据="无", 办理地点="详见附件", 办理时间="——", 联系电话="略")
    ((_, missing),) = told(await services_of(guides_site(empty), tmp_path))
    assert missing == ("设定依据", "办理地点", "办理时间", "联系电话")


async def test_a_column_that_is_a_guide_itself(tmp_path: Path) -> None:
    pages = {"/": front(MENU), "/bszn/": column_page("办事指南", guide_rows("联系电话"), MENU)}
    seen = await services_of(pages, tmp_path)
    assert told(seen) == [("取水许可", ("联系电话",))]
    assert seen.guides[0].evidence is not None


async def test_lists_below_lists_are_followed(tmp_path: Path) -> None:
    below = (
        "<ul>"
        + "".join(
            f"<li><a href='/bszn/gr/{n}.html'>{name}</a></li>"
            for n, name in enumerate((*NAMES, "校车使用许可"), 1)
        )
        + "</ul>"
    )
    pages = {
        "/": front(MENU),
        "/bszn/": column_page("办事指南", "<p><a href='/bszn/gr/'>个人事项办理</a></p>", MENU),
        "/bszn/gr/": column_page("个人事项", below, MENU),
        **{f"/bszn/gr/{n}.html": guide_page(name) for n, name in enumerate((*NAMES, "校车使用许可"), 1)},
    }
    assert len((await services_of(pages, tmp_path)).guides) == 4


async def test_further_pages_of_a_list_are_read(tmp_path: Path) -> None:
    pager = "<div class='page'>共2页 <a href='/bszn/list2.html'>下一页</a></div>"
    second = column_page(
        "办事指南",
        "<ul><li><a href='/bszn/9.html'>校车使用许可</a></li></ul><div class='page'>共2页 <a href='/bszn/'>上一页</a></div>",
        MENU,
    )
    pages = guides_site(
        guide_page(NAMES[0]),
        more=pager,
        **{"/bszn/list2.html": second, "/bszn/9.html": guide_page("校车使用许可")},
    )
    seen = await services_of(pages, tmp_path)
    assert {title for title, _ in told(seen)} == {NAMES[0], "校车使用许可"}
    assert seen.all_guides_read


async def test_a_further_page_that_will_not_open_leaves_guides_unread(tmp_path: Path) -> None:
    pager = "<div class='page'><a href='/bszn/list2.html'>下一页</a></div>"
    pages = guides_site(guide_page(NAMES[0]), more=pager)
    assert not (await services_of(pages, tmp_path, PageRule("/bszn/list2.html", 403))).all_guides_read


async def test_a_guide_that_will_not_open_leaves_guides_unread(tmp_path: Path) -> None:
    pages = guides_site(guide_page(NAMES[0]), guide_page(NAMES[1]))
    seen = await services_of(pages, tmp_path, PageRule("/bszn/2.html", 403))
    assert len(seen.guides) == 1
    assert not seen.all_guides_read


@pytest.mark.parametrize("body", [SCRIPT, f"<h1>{NAMES[0]}</h1>{SCRIPT}"])
async def test_a_guide_that_a_script_fills_is_unseen(tmp_path: Path, body: str) -> None:
    seen = await services_of(guides_site(html(f"{NAMES[0]}-石堰县人民政府", body)), tmp_path)
    (guide,) = seen.guides
    assert "脚本" in guide.unseen
    assert len(guide.missing) >= 7


async def test_a_column_that_a_script_fills_leaves_guides_unread(tmp_path: Path) -> None:
    seen = await services_of({"/": front(MENU), "/bszn/": column_page("办事指南", SCRIPT, MENU)}, tmp_path)
    assert (seen.guides, seen.all_guides_read, seen.offered) == ((), False, True)


async def test_articles_among_the_guides_are_none(tmp_path: Path) -> None:
    news = (
        "<ul><li><a href='/bszn/8.html'>政务服务中心推出延时服务新举措</a><span>2025-06-02</span></li></ul>"
    )
    pages = guides_site(
        guide_page(NAMES[0]),
        more=news,
        **{"/bszn/8.html": article("政务服务中心推出延时服务", "发布时间：2025-06-02")},
    )
    seen = await services_of(pages, tmp_path)
    assert [title for title, _ in told(seen)] == [NAMES[0]]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='https://zwfw.pingsheng.gov.example/sy/'>政务服务网</a>",
        "<a href='https://www.pszwfw.gov.example/'><img src='/a.png' alt='平省政务服务网'></a>",
        "<iframe src='https://zwfw.pingsheng.gov.example/widget?area=sy' title='办事服务'></iframe>",
    ],
)
async def test_the_platform_of_the_province_offers_services(tmp_path: Path, link: str) -> None:
    seen = await services_of({"/": front({}, link)}, tmp_path)
    assert (seen.offered, seen.guides, seen.all_guides_read) == (True, (), True)


async def test_a_column_that_leads_to_the_platform_is_read_there(tmp_path: Path) -> None:
    rule = PageRule("/bszn/", 302, "https://zwfw.pingsheng.gov.example/sy/")
    seen = await services_of({"/": front(MENU), "/bszn/": ""}, tmp_path, rule)
    assert seen.guides == ()
    assert seen.offered is not False


async def test_a_site_without_services(tmp_path: Path) -> None:
    seen = await services_of({}, tmp_path)
    assert (seen.offered, seen.guides) == (False, ())
    assert seen.evidence is not None
    assert seen.evidence.url == HOME


@pytest.mark.parametrize(
    ("pages", "rules", "why"),
    [
        ({"/": front(MENU)}, (), "打不开"),
        ({"/": front(MENU), "/bszn/": "x"}, (PageRule("/bszn/", 403),), "打不开"),
        ({"/": front(MENU), "/bszn/": column_page("办事指南", "<ul></ul>", MENU)}, (), "没有内容"),
        ({"/": front({}, "<a href='javascript:void(0)' onclick='go()'>办事服务</a>")}, (), "脚本"),
    ],
)
async def test_ways_to_services_that_lead_nowhere_are_in_doubt(
    tmp_path: Path, pages: dict[str, str], rules: tuple[PageRule, ...], why: str
) -> None:
    seen = await services_of(pages, tmp_path, *rules)
    assert seen.offered is None
    assert why in seen.unseen


async def test_whether_guides_are_on_another_site(tmp_path: Path) -> None:
    own = await services_of(guides_site(guide_page(NAMES[0])), tmp_path / "own")
    portal = {
        "/": front({**MENU, "政务服务网": "http://zwfw.example.gov.cn/"}),
        "/bszn/": column_page("办事指南", "", MENU),
    }
    led = await services_of(portal, tmp_path / "led")
    assert (own.elsewhere, led.elsewhere) == (False, True)
