"""Chinese in links: the path in UTF-8, the query in the page's charset, and different pages stay different."""

from __future__ import annotations

import pytest

from xuncha.text.pages.addresses import page_key, query_in
from xuncha.text.pages.page import Page


@pytest.mark.parametrize(
    ("charset", "href", "sent"),
    [
        ("gb18030", "/公告.html?name=中文", "/公告.html?name=%D6%D0%CE%C4"),
        ("utf-8", "/公告.html?name=中文", "/公告.html?name=中文"),
        ("utf-16-le", "?a=中", "?a=中"),
        ("big5hkscs", "a?q=中文&b=1#中", "a?q=%A4%A4%A4%E5&b=1#中"),
        ("gb18030", "/中#段?中", "/中#段?中"),
        ("cp1252", "?q=中", "?q=%26%2320013%3B"),
        ("gb18030", "?a=%C8A", "?a=%C8A"),
    ],
)
def test_what_browsers_send(charset: str, href: str, sent: str) -> None:
    assert query_in(charset, href) == sent


def test_links_and_pictures_of_a_page() -> None:
    page = Page(
        "<a href='/公告.html?name=中文'>甲</a><img src='t?n=图'>", "http://a.gov.example/x/", "gb18030"
    )
    assert [url for url, _ in page.linked] == [
        "http://a.gov.example/公告.html?name=%D6%D0%CE%C4",
        "http://a.gov.example/x/t?n=%CD%BC",
    ]


def test_queries_in_other_charsets_are_different_pages() -> None:
    keys = {page_key(f"http://a.gov.example/q?n={value}") for value in ("%D6%D0", "%CE%C4", "%C8A", "%C9A")}
    assert len(keys) == 4
    assert page_key("http://a.gov.example/q?n=中") == page_key("http://a.gov.example/q?n=%E4%B8%AD")
