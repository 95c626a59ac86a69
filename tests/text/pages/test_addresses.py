"""Addresses: broken ones are no pages, and one page keeps one key however it is linked."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import HOME

from xuncha.text.pages import addresses
from xuncha.text.pages.addresses import (
    host_of,
    is_file,
    looks_endless,
    looks_like_article,
    looks_like_folder,
    page_key,
    resolve,
    same_site,
)

BASE = HOME + "a/b/c.html"


@pytest.mark.parametrize(
    "href",
    [
        "",
        "  ",
        "#top",
        "http://[",
        "javascript:void(0)",
        "JavaScript:go(1)",
        "mailto:a@b.example",
        "tel:0668",
        "http://a.example:99999/",
        "ftp://a.example/b",
        "{{url}}",
        "<%=url%>",
        "${url}",
        "x" * 3000,
    ],
)
def test_what_leads_to_no_page(href: str) -> None:
    assert resolve(BASE, href) is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        (" ./x.html ", HOME + "a/b/x.html"),
        ("x.\nhtml", HOME + "a/b/x.html"),
        ("../../../x", HOME + "x"),
        ("..\\x\\y.html", HOME + "a/x/y.html"),
        ("x.asp?p=a\\b", HOME + "a/b/x.asp?p=a\\b"),
        ("x.html#a\\b", HOME + "a/b/x.html"),
        ("?id=1", HOME + "a/b/c.html?id=1"),
        ("//b.example/x", "http://b.example/x"),
        ("HTTP://A.EXAMPLE:80/", "http://a.example/"),
        ("https://a.example:443", "https://a.example/"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("http://[::1]/", "http://[::1]/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://user:pw@a.example/", "http://a.example/"),
        ("http://政府.example/a", "http://政府.example/a"),
    ],
)
def test_what_leads_to_a_page(href: str, url: str) -> None:
    assert resolve(BASE, href) == url


@pytest.mark.parametrize(
    "other",
    [
        "https://www.qinghe.gov.example/zwdt/",
        HOME + "zwdt/index.html",
        HOME + "zwdt/default.aspx",
        HOME + "zwdt/;jsessionid=A1B2",
        HOME + "zwdt/?JSESSIONID=A1",
        HOME.upper().replace("HTTP", "http") + "zwdt/",
    ],
)
def test_one_page_under_several_addresses(other: str) -> None:
    assert page_key(other) == page_key(HOME + "zwdt/")


def test_the_order_of_a_query_does_not_count_but_its_values_do() -> None:
    assert page_key(HOME + "l.asp?b=2&a=1") == page_key(HOME + "l.asp?a=1&b=2")
    assert page_key(HOME + "l.asp?a=1") != page_key(HOME + "l.asp?a=2")
    assert page_key(HOME) == page_key(HOME.rstrip("/"))


def test_hosts_of_one_site() -> None:
    assert host_of("http://[") == ""
    assert host_of("HTTP://A.Example:80/") == "a.example"
    assert same_site("http://qinghe.gov.example/", HOME)
    assert same_site("http://bm.qinghe.gov.example/x", HOME)
    assert not same_site("http://notqinghe.gov.example/", HOME)


@pytest.mark.parametrize(
    "path",
    [
        "zwdt/202506/t20250612_1234.html",
        "art/2025/6/12/art_12_345.html",
        "content/post_123456.html",
        "zwgk/content_5678.html",
        "show.asp?id=12",
        "info/1234/5678.htm",
        "12345.html",
        "u/a.pdf",
    ],
)
def test_shapes_of_articles(path: str) -> None:
    assert looks_like_article(HOME + path)


@pytest.mark.parametrize(
    "path",
    [
        "zwdt/",
        "zwdt/index.html",
        "list.asp?id=5",
        "news_list.jsp?id=3",
        "newslist_2.html",
        "article_list.aspx?id=1",
    ],
)
def test_shapes_of_columns(path: str) -> None:
    assert looks_like_folder(HOME + path)
    assert not looks_like_article(HOME + path)


def test_files_are_no_pages() -> None:
    assert is_file(HOME + "a.PDF?x=1")
    assert not is_file(HOME + "a.html?f=b.pdf")
    assert not is_file("http://files.zip")
    assert not is_file("http://files.zip/")
    assert is_file(HOME + "附件/a.doc#1")
    assert is_file(HOME + "a;b/c.doc")


def test_traps_repeat_folders_or_go_very_deep() -> None:
    assert looks_endless(HOME + "a/b/" * 4)
    assert looks_endless(HOME + "/".join(str(n) for n in range(13)))
    assert not looks_endless(HOME + "a/b/c/2025/06/t1.html")
    assert looks_endless(HOME + "a/a/a/a")
    assert not looks_endless(HOME + "a/a/a/b")
    assert not looks_endless(HOME + "/".join(str(n) for n in range(12)))
    assert not looks_endless(HOME + "a?from=/a/a/a/a")
    assert not looks_endless(HOME)


#: What addresses are made of, plain and crooked.
_PIECES = st.sampled_from(
    [
        "/",
        "//",
        "a",
        "B",
        "index.html",
        "Default.asp",
        ".",
        "..",
        "%E4",
        "-",
        "_",
        "~",
        "栏目",
        "?a=1",
        "#x",
        ";sid=1",
        "\\",
        " ",
        "\n",
        ":",
        "@",
        "{{",
        "t20250101_5.html",
        "+",
        "&",
    ]
)
_BASES = st.sampled_from(
    [
        "http://A.gov.cn/b/c.html",
        "https://a.gov.cn:443/",
        "http://a.gov.cn:8080/x/?y=/z",
        "http://[::1]:80/a/",
        "http://a.gov.cn:99999/b/",
        "ftp://a.gov.cn/b/",
        "http:///b/",
        "http://u@a.gov.cn/b/",
        "not an address",
        "",
    ]
)


@given(_BASES, st.lists(_PIECES, max_size=7).map("".join))
def test_a_plain_link_is_resolved_just_as_any_other(base: str, rest: str) -> None:
    href = "/" + rest

    assert addresses._resolve(base, href) == addresses._joined(base, href)


@given(
    st.sampled_from(
        ["http://A.cn", "https://a.cn:443", "http://a.cn:", "HTTP://a.cn", "http://[::1]", "http://u@a.cn"]
    ),
    st.lists(_PIECES, max_size=7).map("".join),
)
def test_a_plain_address_has_the_same_key_as_any_other(start: str, rest: str) -> None:
    assert addresses.page_key(f"{start}/{rest}") == addresses._key(f"{start}/{rest}")


_WHOLE = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    st.sampled_from(
        ["a.gov.cn", "A.cn", "10.0.0.1", "a..b", "-a.cn", "a_b.cn", "u@a.cn", "[::1]", "中国.cn", ""]
    ),
    st.sampled_from(
        ["", ":", ":80", ":443", ":8080", ":08", ":0", ":36677", ":65535", ":65536", ":99999", ":8o"]
    ),
    st.lists(_PIECES, max_size=7).map("".join),
)


@given(_BASES, _WHOLE)
def test_a_whole_address_is_resolved_just_as_any_other(base: str, href: str) -> None:
    assert addresses._resolve(base, href.strip()) == addresses._joined(base, href)


@given(_WHOLE)
def test_the_host_of_a_plain_address_is_that_of_any_other(url: str) -> None:
    try:
        expected = (urlsplit(url).hostname or "").lower()
    except ValueError:
        expected = ""
    assert host_of(url) == expected


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("t1.html", "http://a.cn/x/y/t1.html"),
        ("./t1.html", "http://a.cn/x/y/t1.html"),
        ("../t1.html", "http://a.cn/x/t1.html"),
        ("../../z/t1.html", "http://a.cn/z/t1.html"),
        ("../../../../t1.html", "http://a.cn/t1.html"),
        ("../", "http://a.cn/x/"),
        ("..", "http://a.cn/x/"),
        ("a/../b.html", "http://a.cn/x/y/b.html"),
        (".././b.html", "http://a.cn/x/b.html"),
        ("z/", "http://a.cn/x/y/z/"),
        ("mailto:a", None),
    ],
)
def test_a_link_from_the_folder(href: str, leads: str | None) -> None:
    assert resolve("HTTP://A.cn:80/x//./y/page.html?n=1", href) == leads


@pytest.mark.parametrize(
    ("base", "href", "target"),
    [
        ("http", "http:///www.gov.example/a", "http://www.gov.example/a"),
        ("http", "https:////www.gov.example/a", "https://www.gov.example/a"),
        ("http", "https:/www.gov.example/a", "https://www.gov.example/a"),
        ("https", "http:www.gov.example", "http://www.gov.example/"),
        ("https", "///www.gov.example/a", "https://www.gov.example/a"),
        ("http", "http:/a", "http://a.gov.example/a"),
        ("https", "https:a.html", "https://a.gov.example/x/a.html"),
        ("http", "?to=http:///b", "http://a.gov.example/x/?to=http:///b"),
    ],
)
def test_slashes_before_a_host_are_read_as_in_browsers(base: str, href: str, target: str) -> None:
    """Compared with Chromium; people mistype them, and readers get there all the same."""
    assert resolve(f"{base}://a.gov.example/x/", href) == target
