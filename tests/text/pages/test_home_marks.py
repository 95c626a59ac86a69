"""Marks of a home page by the words and scripts that stand for them, and its way to search."""

from __future__ import annotations

import pytest

from xuncha.facts.portal import SearchEntry
from xuncha.text.pages.home_marks import HomeMarks, home_marks
from xuncha.text.pages.page import Page

URL = "http://www.qinghe.gov.example/"


def marks(body: str) -> HomeMarks:
    return home_marks(
        Page(f"<html><head><title>清河县人民政府</title></head><body>{body}</body></html>", URL)
    )


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("party_mark", '<a href="https://bszs.conac.cn/sitename?id=1"><img src="r.png"></a>'),
        ("party_mark", "<script>document.write(\"<script src='https://dcs.conac.cn/js/1.js'>\")</script>"),
        ("party_mark", '<img src="m.png" alt="党政机关网站标识">'),
        ("site_code", "<p>网站标识码：4400000001</p>"),
        ("site_code", "<p>政府网站标识码 bm01000001</p>"),
        ("icp", "<p>粤ICP备05000001号-1</p>"),
        ("icp", '<a href="https://beian.miit.gov.cn/"><img src="i.png"></a>'),
        ("police", "<p>粤公网安备 44000002000001号</p>"),
        ("police", '<a href="http://www.beian.gov.cn/portal/registerSystemInfo"><img src="p.png"></a>'),
        ("sponsor", "<p>主　办：清河县人民政府办公室</p>"),
        ("sponsor", "<p>版权所有：清河县人民政府办公室</p>"),
        ("contact", '<a href="/gy/">关于我们</a>'),
        ("contact", "<p>联系电话：0990-1234567</p>"),
        ("contact", '<a href="mailto:a@b.gov.example">写邮件</a>'),
        ("report", '<script src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>'),
        ("report", "<a href='/x'>我为政府网站找错</a>"),
    ],
)
def test_each_mark_is_seen_in_the_ways_pages_show_it(name: str, body: str) -> None:
    assert getattr(marks(body), name)


def test_a_page_without_any_has_none() -> None:
    assert marks("<p>欢迎来到清河</p>") == HomeMarks(*[False] * 7, SearchEntry.NONE)


def test_what_stands_in_a_comment_is_not_shown() -> None:
    shown = marks("<!-- <a href='https://bszs.conac.cn/'>党政机关</a> 粤ICP备1号 公网安备 找错 搜索 -->")
    assert shown == HomeMarks(*[False] * 7, SearchEntry.NONE)


@pytest.mark.parametrize(
    ("body", "entry"),
    [
        ('<input type="text" name="searchWord">', SearchEntry.FORM),
        ('<input placeholder="请输入搜索内容">', SearchEntry.FORM),
        ('<input type="text" name="username">', SearchEntry.NONE),
        ('<input type="hidden" name="keyword">', SearchEntry.NONE),
        ('<a href="/search/">全站</a>', SearchEntry.LINK),
        ('<a href="/so?q=1">查一查</a>', SearchEntry.LINK),
        ('<a href="/a.html">站内搜索</a>', SearchEntry.LINK),
        ("<script>function doSearch(){}</script>", SearchEntry.HINT),
        ('<a href="/social/">社会保障</a>', SearchEntry.NONE),
    ],
)
def test_ways_to_search(body: str, entry: SearchEntry) -> None:
    assert marks(body).search is entry
