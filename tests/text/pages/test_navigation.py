"""Links that lead to columns, the block of picture news, and what a page calls itself."""

from __future__ import annotations

import pytest
from pages import HOME, page

from xuncha.facts.targets import ColumnKind
from xuncha.text.pages.navigation import column_identity, is_article_page, leads, picture_news_block


def led(body: str) -> list[tuple[str, str, bool]]:
    return [(lead.name, lead.url.removeprefix(HOME), lead.in_menu) for lead in leads(page(body, HOME), HOME)]


def test_a_menu_leads_to_columns_of_the_site_only() -> None:
    body = (
        '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwdt/">政务动态</a>'
        '<ul><li><a href="/zwdt/bm/">部门动态</a></li></ul></li><li><a href="http://other.example/">政务服务</a></li>'
        '<li><a href="/a.pdf">手册</a></li><li><a href="/l.asp?id=1">登录</a></li><li><a href="/en/">English</a></li></ul></div>'
    )
    assert led(body) == [("政务动态", "zwdt/", True), ("部门动态", "zwdt/bm/", True)]


@pytest.mark.parametrize(
    "body",
    [
        '<div class="hd"><h3><a href="/x/1/">通知公告</a></h3><a href="/x/1/">更多&gt;&gt;</a></div>',
        '<div class="hd"><h3>通知公告</h3><a href="/x/1/">更多</a></div><ul><li><a href="/t20250612_1.html">关于开展检查</a></li></ul>',
        '<div><span>通知公告</span><span><a href="/x/1/">more</a></span></div>',
        '<table><tr><td>通知公告</td><td><a href="/x/1/" title="更多"><img src="m.gif"></a></td></tr></table>',
        '<div><a href="/x/1/" title="通知公告">更多</a></div>',
        '<div class="tit"><a href="/x/1/">通知公告</a></div>',
        '<p><a href="/x/1/">通知公告</a></p>',
    ],
)
def test_section_headings_lead_to_their_column(body: str) -> None:
    assert led(body) == [("通知公告", "x/1/", False)]


@pytest.mark.parametrize(
    "body",
    [
        '<div class="footer"><a href="/lxwm/">联络方式</a></div>',
        '<div class="crumb"><a href="/zwdt/">政务动态</a></div>',
        '<a href="/x/">更多</a>',
        '<div><div><div><div><div><div><a href="/x/">更多</a></div></div></div></div></div></div>',
        '<div><p>这里是一段很长的说明文字不是栏目</p><a href="/x/">更多</a></div>',
        '<p><a href="/t20250612_1.html">通知公告</a></p>',
        '<p><a href="/x.html">清河之声</a></p>',
        '<p><a href="/x/">2025年6月工作</a></p>',
        '<p><a href="/x/">要闻，公告</a></p>',
        '<p><a href="/x/">News</a></p>',
        '<p><a href="/x/">关于开展夏季安全生产检查工作的紧急通知</a></p>',
        '<p><a href="/x/">部门动态及重要会议精神</a></p>',
    ],
)
def test_what_leads_to_no_column(body: str) -> None:
    assert led(body) == []


def test_a_list_program_with_a_number_is_a_column() -> None:
    assert led('<div class="nav"><a href="/list.asp?id=5">信息公开</a></div>') == [
        ("信息公开", "list.asp?id=5", True)
    ]


def test_the_menu_wins_over_a_heading_and_nothing_counts_twice() -> None:
    body = '<p><a href="/zwdt/">动态</a></p><div class="nav"><a href="/zwdt/">政务动态</a><a href="/zwdt/">动态</a></div>'
    assert led(body) == [("政务动态", "zwdt/", True)]


@pytest.mark.parametrize(
    ("body", "topical"),
    [
        ('<div><h3>专题专栏</h3><ul><li><a href="/zt/">乡村要闻</a></li></ul></div>', True),
        ('<div>历史专题<p><a href="/zt/">乡村要闻</a></p></div>', True),
        ('<div><h3>政务公开</h3><ul><li><a href="/zt/">乡村要闻</a></li></ul></div>', False),
        ('<a href="/zt/">乡村要闻</a>', False),
        ('<div><div><div><div><div><a href="/zt/">乡村要闻</a></div></div></div></div></div>', False),
        ('<div class="nav"><b>专题</b><a href="/zt/">乡村要闻</a></div>', True),
    ],
)
def test_columns_under_the_heading_of_topics(body: str, topical: bool) -> None:
    (lead,) = leads(page(body, HOME), HOME)
    assert lead.topical is topical


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (
            '<meta name="ColumnName" content="要闻"><meta name="ColumnType" content="工作动态">',
            "",
            ("要闻", ColumnKind.NEWS),
        ),
        ('<meta name="ColumnName" content="要闻">', "今日要闻", ("今日要闻", None)),
        ('<meta name="ColumnName" content="null">', "", ("", None)),
        ('<meta name="ColumnName" content="清河县"><meta name="SiteName" content="清河县">', "", ("", None)),
        ("", "动态", ("动态", None)),
    ],
)
def test_a_pages_own_name_and_kind(head: str, name: str, expected: tuple[str, ColumnKind | None]) -> None:
    assert column_identity(page("", head=head), name) == expected


def test_article_pages_say_so() -> None:
    tags = '<meta name="ArticleTitle" content="通知"><meta name="PubDate" content="2025-06-12">'
    assert is_article_page(page("", head=tags))
    assert not is_article_page(page("", head='<meta name="ArticleTitle" content="通知">'))


PICTURE = '<a href="/1.html"><img src="1.jpg" alt="会议"></a>'


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (f"<div><h3>图片新闻</h3><ul><li>{PICTURE}</li></ul></div>", ["会议"]),
        (
            f'<div><div class="hd"><h3><a href="/tp/">图片新闻</a></h3><a href="/tp/">更多</a></div><div>{PICTURE}</div></div>',
            ["会议"],
        ),
        (
            '<div><div class="hd"><h3>图片新闻</h3><a href="/tp/">更多</a></div><div class="bd"></div></div>',
            [],
        ),
        ('<div><h3>图片新闻</h3><a href="/tp/">更多</a><div></div></div>', []),
        ("<div><h3>图 片\u3000新 闻</h3><div></div></div>", []),
        (f"<table><tr><td>图片新闻</td><td></td></tr><tr><td>{PICTURE}</td></tr></table>", ["会议"]),
        (f"<div><ul><li>图片新闻</li><li>视频新闻</li></ul><div>{PICTURE}</div></div>", ["会议"]),
        (f"<div><b>图片要闻</b><!-- x --><script>f()</script>{PICTURE}</div>", ["会议"]),
        (f'<div><p>图片新闻</p><div><a href="/tp/">更多</a>{PICTURE}</div></div>', ["会议"]),
    ],
)
def test_the_block_after_the_heading_of_picture_news(body: str, texts: list[str]) -> None:
    found = picture_news_block(page(body, HOME))
    assert found is not None
    assert [anchor.text for anchor in found[1]] == texts


@pytest.mark.parametrize(
    "body",
    [
        '<div class="nav"><a href="/tp/">图片新闻</a></div>',
        "<div><h3>政务要闻</h3></div>",
        "<h3>图片新闻</h3>",
        "<div><h3>图片新闻</h3></div><h3>通知公告</h3>",
        "<div><div><div><div><div><h3>图片新闻</h3></div></div></div></div></div><p>页脚</p>",
    ],
)
def test_no_block_of_picture_news(body: str) -> None:
    assert picture_news_block(page(body, HOME)) is None
