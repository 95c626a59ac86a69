"""Links read page after page: the same targets as on each page alone, whatever is remembered."""

from __future__ import annotations

import pytest

from xuncha.text.pages.outlinks import OutlinkReader
from xuncha.text.pages.page import Page


def urls(reader: OutlinkReader, body: str, url: str, charset: str = "utf-8") -> list[str]:
    page = Page(f"<html><body>{body}</body></html>", url, charset)
    return [link for _, link, _ in reader.read(page, lambda key: True)]


@pytest.mark.parametrize(
    ("href", "on_first", "on_second"),
    [
        ("a.html", "http://x.cn/d/a.html", "http://x.cn/e/a.html"),
        ("../a.html", "http://x.cn/a.html", "http://x.cn/a.html"),
        ("/a.html", "http://x.cn/a.html", "http://x.cn/a.html"),
        ("?p=2", "http://x.cn/d/list.asp?p=2", "http://x.cn/e/show.asp?p=2"),
        (" ?p=3", "http://x.cn/d/list.asp?p=3", "http://x.cn/e/show.asp?p=3"),
        (" a.html\n", "http://x.cn/d/a.html", "http://x.cn/e/a.html"),
        ("//y.cn/b", "http://y.cn/b", "http://y.cn/b"),
    ],
)
def test_the_same_words_on_pages_of_two_folders(href: str, on_first: str, on_second: str) -> None:
    reader = OutlinkReader()
    body = f"<a href='{href}'>文</a>"
    for _ in range(2):
        assert urls(reader, body, "http://x.cn/d/list.asp?p=1&back=/e/") == [on_first]
        assert urls(reader, body, "http://x.cn/e/show.asp") == [on_second]


def test_the_query_counts_from_the_page_not_from_its_folder() -> None:
    reader = OutlinkReader()
    assert urls(reader, "<a href='?p=2'>二</a>", "http://x.cn/d/a.asp") == ["http://x.cn/d/a.asp?p=2"]
    assert urls(reader, "<a href='?p=2'>二</a>", "http://x.cn/d/b.asp") == ["http://x.cn/d/b.asp?p=2"]


def test_a_query_goes_in_the_charset_of_each_page() -> None:
    reader = OutlinkReader()
    body = "<a href='s.asp?k=公告'>搜</a>"
    gbk = urls(reader, body, "http://x.cn/d/a.asp", "gb18030")
    assert gbk == ["http://x.cn/d/s.asp?k=%B9%AB%B8%E6"]
    assert urls(reader, body, "http://x.cn/d/b.asp") != gbk


def test_a_base_tag_moves_every_link() -> None:
    body = "<base href='http://x.cn/other/'><a href='a.html'>文</a>"
    assert urls(OutlinkReader(), body, "http://x.cn/d/list.asp") == ["http://x.cn/other/a.html"]


def test_words_come_from_the_link_that_has_them() -> None:
    page = Page("<a href='/a'><img src='/i.png'></a><a href='/a'>公告</a><a href='#x'>顶</a>", "http://x.cn/")
    found = {key: words for key, _, words in OutlinkReader().read(page, lambda key: True)}
    assert found == {"x.cn/a": "公告", "x.cn/i.png": "图片"}


def test_more_than_can_be_remembered() -> None:
    reader = OutlinkReader()
    for number in range(0, 60_000, 30_000):
        body = "".join(f"<a href='{n}'>x</a>" for n in range(number, number + 30_000))
        assert len(urls(reader, body, "http://x.cn/d/")) == 30_000
    assert urls(reader, "<a href='7'>x</a>", "http://x.cn/d/") == ["http://x.cn/d/7"]


def test_targets_of_which_nothing_is_wanted_are_left_out_on_this_page_and_the_next() -> None:
    reader, full = OutlinkReader(), {"x.cn/menu"}
    for name in ("a", "b"):
        page = Page(
            f"<a href='/menu'>栏目</a><a href='?p={name}'>页</a><a href='{name}'>文</a>",
            f"http://x.cn/{name}",
        )
        found = [url for _, url, _ in reader.read(page, lambda key: True, full)]
        assert found == [f"http://x.cn/{name}?p={name}", f"http://x.cn/{name}"]
    only_menu = Page("<a href='/menu'>栏目</a>", "http://x.cn/c")
    assert reader.read(only_menu, lambda key: True, full) == []
    assert reader.finds_any(only_menu)
    assert not reader.finds_any(Page("<a href='#top'>顶部</a>", "http://x.cn/c"))
