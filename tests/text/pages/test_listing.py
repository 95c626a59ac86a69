"""Rows of list pages as the content systems of Chinese government sites write them."""

from __future__ import annotations

from datetime import date

import pytest
from pages import ASOF, COLUMN, HOME, page

from xuncha.facts.seen import DateSource
from xuncha.text.pages.listing import Pager, Row, pager_of, rows_of
from xuncha.text.pages.regions import Region

FLOOD = "县政府召开常务会议研究部署防汛工作"
SAFETY = "我县举办夏季安全生产培训班"
A = f'<a href="a1.html">{FLOOD}</a>'
B = f'<a href="a2.html">{SAFETY}</a>'


def rows(body: str) -> tuple[Row, ...]:
    return rows_of(page(body), ASOF)


def dates(body: str) -> list[tuple[str, str | None]]:
    return [
        (row.url.removeprefix(COLUMN), row.published.day.isoformat() if row.published else None)
        for row in rows(body)
    ]


LAYOUTS = {
    "ul, date before": f"<ul><li><span>2025-06-12</span>{A}</li><li><span>2025-06-11</span>{B}</li></ul>",
    "ul, date after": f"<ul><li>{A}<span>2025-06-12</span></li><li>{B}<span>2025-06-11</span></li></ul>",
    "table with header": "<table><tr><th>序号</th><th>标题</th><th>发布时间</th></tr>"
    f"<tr><td>1</td><td>{A}</td><td>2025-06-12</td></tr><tr><td>2</td><td>{B}</td><td>2025-06-11</td></tr></table>",
    "a table for each row": f'<table><tr><td><img src="d.gif"></td><td>{A}</td><td>(2025-06-12)</td></tr></table>'
    f'<table><tr><td><img src="d.gif"></td><td>{B}</td><td>(2025-06-11)</td></tr></table>',
    "two items in a table row": f"<table><tr><td>{A} 2025-06-12</td><td>{B} 2025-06-11</td></tr></table>",
    "two items and their dates in a table row": f"<table><tr><td>{A}</td><td>2025-06-12</td>"
    f"<td>{B}</td><td>2025-06-11</td></tr></table>",
    "two dates and their items in a table row": f"<table><tr><td>2025-06-12</td><td>{A}</td>"
    f"<td>2025-06-11</td><td>{B}</td></tr></table>",
    "written and published": f"<table><tr><td>{A}</td><td>清府〔2025〕3号</td><td>2025-05-02</td><td>2025-06-12</td></tr>"
    f"<tr><td>{B}</td><td></td><td>2025-05-01</td><td>2025-06-11</td></tr></table>",
    "dt and dd": f"<dl><dt>{A}</dt><dd>2025-06-12</dd><dt>{B}</dt><dd>2025-06-11</dd></dl>",
    "dt is the date": f"<dl><dt>2025-06-12</dt><dd>{A}</dd><dt>2025-06-11</dt><dd>{B}</dd></dl>",
    "dt, summary, date": f"<dl><dt>{A}</dt><dd>会议强调。</dd><dd>2025-06-12</dd>"
    f"<dt>{B}</dt><dd>培训要求。</dd><dd>2025-06-11</dd></dl>",
    "a dl for each row": f"<dl><dt>{A}</dt><dd>会议强调。</dd><dd>2025-06-12</dd></dl>"
    f"<dl><dt>{B}</dt><dd>培训要求。</dd><dd>2025-06-11</dd></dl>",
    "cards": f'<div class="i"><h3>{A}</h3><p>6月20日起……</p><div>发布时间：2025-06-12</div></div>'
    f'<div class="i"><h3>{B}</h3><p>摘要</p><div>2025-06-11</div></div>',
    "paragraphs": f"<p>{A} 2025-06-12</p><p>{B} 2025-06-11</p>",
    "breaks": f"<div>·{A} (2025-06-12)<br>·{B} (2025-06-11)<br></div>",
    "breaks, date first": f"<div>2025-06-12 {A}<br>2025-06-11 {B}<br></div>",
    "breaks, date in a font tag": f"<div>·{A}<font>[2025-06-12]</font><br>·{B}<font>[2025-06-11]</font></div>",
    "flat": f"<div>{A}<span>2025-06-12</span>{B}<span>2025-06-11</span></div>",
    "flat, date first": f"<div><span>2025-06-12</span>{A}<span>2025-06-11</span>{B}</div>",
    "date in the link": f'<ul><li><a href="a1.html"><p>{FLOOD}</p><span>2025-06-12</span></a></li>'
    f'<li><a href="a2.html"><i>2025-06-11</i><p>{SAFETY}</p></a></li></ul>',
    "date in the link's words": f'<ul><li><a href="a1.html">{FLOOD} 2025-06-12</a></li>'
    f'<li><a href="a2.html">[2025-06-11]{SAFETY}</a></li></ul>',
    "date in the title attribute": f'<ul><li><a href="a1.html" title="标题：{FLOOD}&#10;发表时间：2025-06-12">县政府召开…</a></li>'
    f'<li><a href="a2.html" title="{SAFETY} 更新时间：2025-06-11">我县举办夏季…</a></li></ul>',
    "date in a span's title": f'<ul><li>{A}<span title="2025-06-12">06-12</span></li>'
    f'<li>{B}<time datetime="2025-06-11">前天</time></li></ul>',
    "big day": f'<ul><li><div><b>12</b><span>2025-06</span></div><a href="a1.html">{FLOOD}</a></li>'
    f"<li><div><strong>11</strong><em>2025年06月</em></div>{B}</li></ul>",
    "nested": f"<div><div><div><div>{A}</div></div><div><p><span>2025-06-12</span></p></div></div>"
    f"<div><div><div>{B}</div></div><div><p><span>2025-06-11</span></p></div></div></div>",
    "table inside li": f"<ul><li><table><tr><td>{A}</td><td>2025/6/12</td></tr></table></li>"
    f"<li><table><tr><td>{B}</td><td>2025/6/11</td></tr></table></li></ul>",
    "empty separators": f"<ul><li>{A}<i>2025-06-12</i></li><li class='line'></li><li>{B}<i>2025-06-11</i></li></ul>",
    "hits beside": f"<ul><li>{A}<i>浏览：123次</i><i>2025-06-12 10:30</i></li><li>{B}<i>45</i><i>2025-06-11</i></li></ul>",
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_each_item_gets_its_own_date(body: str) -> None:
    assert dates(body) == [("a1.html", "2025-06-12"), ("a2.html", "2025-06-11")]


def test_month_and_day_alone_take_the_last_such_day() -> None:
    first, second = rows(f"<ul><li>{A}[06-12]</li><li>{B}[12-28]</li></ul>")
    assert first.published is not None
    assert second.published is not None
    assert (first.published.day, second.published.day) == (date(2025, 6, 12), date(2024, 12, 28))
    assert first.published.source is DateSource.LIST_NO_YEAR


@pytest.mark.parametrize(
    "mark",
    [
        f"<em>[置顶]</em>{A}",
        f'<span class="t">顶</span>{A}',
        f'<img src="t.gif" alt="置顶">{A}',
        f'<a href="a1.html"><font color="red">【置顶】</font>{FLOOD}</a>',
        f'<a href="a1.html">【置顶】{FLOOD}</a>',
        f'<a href="a1.html">{FLOOD}（置顶）</a>',
    ],
)
def test_pinned_items_are_told(mark: str) -> None:
    (row,) = rows(f"<ul><li>{mark}<span>2024-06-12</span></li></ul>")
    assert row.pinned


def test_a_title_that_speaks_of_pinning_is_not_pinned() -> None:
    (row,) = rows('<ul><li><a href="a1.html">关于规范置顶信息发布工作的通知</a> 2025-06-12</li></ul>')
    assert not row.pinned


@pytest.mark.parametrize(
    "label",
    [
        '<a href="/zwdt/bmdt/">[部门动态]</a>',
        '<a href="/zwdt/bmdt/">部门动态</a>',
        '<a href="/zwdt/list.asp?id=5">部门动态</a>',
    ],
)
def test_the_name_of_the_column_in_a_row_is_no_item(label: str) -> None:
    assert dates(f"<ul><li>{label} {A}<span>2025-06-12</span></li></ul>") == [("a1.html", "2025-06-12")]


def test_attachments_in_a_row_are_no_items() -> None:
    files = '<p><a href="f1.pdf">附件1：清单.pdf</a><a href="f2.docx">附件2：情况表.docx</a></p>'
    assert dates(f"<ul><li>{A}<span>2025-06-12</span>{files}</li></ul>") == [("a1.html", "2025-06-12")]


def test_picture_and_title_of_one_page_are_one_item() -> None:
    (row,) = rows(
        f'<ul><li><a href="a1.html"><img src="1.jpg" alt="{FLOOD}"></a><h4>{A}</h4>2025-06-12</li></ul>'
    )
    assert (row.title, row.picture) == (FLOOD, True)


def test_an_item_shown_twice_is_dated_by_the_place_that_dates_it() -> None:
    body = f'<div><a href="t20250612_1.html">防汛部署</a></div><ul><li><a href="t20250612_1.html">{FLOOD}</a>2025-06-12</li></ul>'
    (row,) = rows(body)
    assert row.title == FLOOD
    assert row.published is not None
    twice = f"<ul><li>{A} 2025-06-12</li></ul><ul><li>{A} 2025-06-01</li></ul>"
    assert dates(twice) == [("a1.html", "2025-06-12")]


def test_a_list_of_one_row() -> None:
    assert dates(f"<div><ul><li>{A}<span>2025-06-12</span></li></ul></div>") == [("a1.html", "2025-06-12")]
    assert dates(f"<div><div>{A}<span>2025-06-12</span></div></div>") == [("a1.html", "2025-06-12")]


@pytest.mark.parametrize(
    "body",
    [
        '<div><a href="http://share.example/weibo">分享到新浪微博</a></div>',
        '<div class="left"><ul><li><a href="/xxgk/zfxxgknb/">政府信息公开工作年度报告</a></li>'
        '<li><a href="/xxgk/xzgfxwj/index.html">行政规范性文件备案审查情况</a></li></ul></div>',
        '<div>承办：<a href="http://data.gov.example/">清河县大数据发展管理局信息中心</a> 更新日期 2025-06-12</div>',
        '<p><a href="http://beian.example/x">粤ICP备12345678号-1</a><a href="http://b.example/y">粤公网安备 44000000000001号</a></p>',
        f'<div class="footer"><ul><li>{A} 2025-06-12</li></ul></div>',
        f'<div class="crumb">{A}</div>',
        '<ul><li><a href="a1.html">查看</a> 2025-06-12</li><li><a href="a2.html"></a> 2025-06-12</li></ul>',
        '<ul><li><a href="/zwdt/">政务动态与重要会议精神</a> 2025-06-12</li></ul>',
        '<ul><li><a href="/zwdt/x.html">短</a></li></ul>',
        f'<nav><ul><li><a href="t20250612_1.html">{FLOOD}</a></li></ul></nav>',
        "",
    ],
)
def test_furniture_gives_no_items(body: str) -> None:
    assert rows(body) == ()


def test_undated_items_need_the_look_of_an_article() -> None:
    assert dates('<ul><li><a href="t20250612_1234.html">全县动员</a></li></ul>') == [
        ("t20250612_1234.html", None)
    ]
    assert dates('<ul><li><a href="/archives/1234/">全县教育工作会议隆重召开</a></li></ul>') == [
        (HOME + "archives/1234/", None)
    ]


def test_a_hot_list_beside_is_marked_as_such() -> None:
    body = f"<div><ul><li>{A}<i>2025-06-12</i></li></ul></div><div><h3>热点推荐</h3><ul><li>{B}<i>2025-06-20</i></li></ul></div>"
    assert [row.region for row in rows(body)] == [Region.BODY, Region.SIDE]


def test_dates_in_titles_and_headers_are_not_the_items() -> None:
    body = '<ul><li><a href="a1.html">清河县2024年国民经济和社会发展统计公报</a><i>2025-03-12</i></li></ul>'
    assert dates(body) == [("a1.html", "2025-03-12")]
    head = f"<div>今天是2025年6月25日 星期三</div><ul><li>{A}</li></ul>"
    assert dates(head) == [("a1.html", None)]


def test_a_day_without_its_month_is_not_guessed() -> None:
    assert dates(f"<ul><li>6月<ul><li>{A}<span>12日</span></li></ul></li></ul>") == [("a1.html", None)]


@pytest.mark.parametrize(
    ("body", "following", "last"),
    [
        ('<a href="index_1.html">下一页</a><a href="index_9.html">尾页</a>', "index_1.html", "index_9.html"),
        (
            '<a href="index_1.html">下页 &gt;</a><a href="index_9.html">末页</a>',
            "index_1.html",
            "index_9.html",
        ),
        (
            '<a href="index_1.html">&gt;</a><a href="index_9.html">&gt;&gt;</a>',
            "index_1.html",
            "index_9.html",
        ),
        ('<a href="?page=2" title="下一页"><img src="n.gif"></a>', "?page=2", None),
        ('<script>createPageHTML(10, 0, "index", "html");</script>', "index_1.html", "index_9.html"),
        ('<script>createPageHTML("div",10,0,"index","html",200);</script>', "index_1.html", "index_9.html"),
        ('<span>1</span><a href="?p=2">2</a><a href="?p=3">3</a>', "?p=2", "?p=3"),
        ("<p>没有分页</p>", None, None),
        ('<a href="/zwdt/">下一页</a>', None, None),
        ('<a href="t20250601_1.html">下一页：关于开展检查的通知</a>', None, None),
    ],
)
def test_where_the_list_goes_on(body: str, following: str | None, last: str | None) -> None:
    absolute = [COLUMN + part if part else None for part in (following, last)]
    pager = pager_of(page(body))
    assert [pager.next, pager.last] == absolute


def test_numbered_links_on_a_middle_page() -> None:
    body = '<a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=3">3</a>'
    assert pager_of(page(body, COLUMN + "?p=2")).next == COLUMN + "?p=3"
    assert pager_of(page(body, COLUMN + "?p=3")) == Pager()


def test_the_last_page_of_scripted_paging_is_the_end() -> None:
    body = (
        "<script>function createPageHTML(count, current, name, extension){}</script>"
        '<script>createPageHTML(10, 9, "index", "html");</script>'
    )
    assert pager_of(page(body, COLUMN + "index_9.html")) == Pager()


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ('<a href="javascript:go(2)">下一页</a>', True),
        ("<span>共 12 页</span>", True),
        ("<span>共 1 页</span><span>下一页</span>", False),
        ("<script>createPageHTML(total, now, 'index', 'html')</script>", True),
        ("<script>function createPageHTML(a, b, c, d){}</script>", False),
        ("<p>列表</p>", False),
    ],
)
def test_paging_that_no_link_leads_to(body: str, hidden: bool) -> None:
    assert pager_of(page(body)).hidden is hidden
