"""The pages as served: links, encodings, dates, and the looks."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from xuncha.demo.model import Body, Province
from xuncha.demo.plots import DEAD_HOST, SERVICE_HOST
from xuncha.demo.roster import ROSTER
from xuncha.demo.server import find_page
from xuncha.demo.templates.styles import STYLES

NOT_FETCHED = ("javascript:", "mailto:", "#")


def html_pages(province: Province):
    for host, pages in province.pages.items():
        for path, page in pages.items():
            if page.status == 200 and page.content_type.startswith("text/html"):
                yield host, path, page


def text_of(province: Province, host: str, page) -> str:
    site = next((s for s in province.sites if s.host == host), None)
    return page.body.decode(STYLES[site.style].encoding if site else "utf-8")


def links_of(tree: LexborHTMLParser):
    for node in tree.css("a[href]"):
        yield node.attributes["href"]
    for node in tree.css("img[src]"):
        yield node.attributes["src"]


def statuses(province: Province) -> Counter:
    """How often a link of some site leads to each (host of the page, address, status) but 200 and 302."""
    found = Counter()
    for host, path, page in html_pages(province):
        for href in links_of(LexborHTMLParser(text_of(province, host, page))):
            if href.startswith(NOT_FETCHED):
                continue
            url = urlsplit(urljoin(f"http://{host}{path}", href))
            target = (url.path or "/") + (f"?{url.query}" if url.query else "")
            answer = find_page(province.pages, url.netloc, target)
            if answer.status not in (200, 302):
                found[(host, url.netloc + target, answer.status)] += 1
    return found


def planted_dead(province: Province) -> set[tuple[str, str, int]]:
    found = set()
    for site in province.sites:
        addresses = STYLES[site.style].addresses
        for column in site.columns:
            if column.spec.status != 200:
                found.add((site.host, site.host + addresses.column_path(column), column.spec.status))
            for article in column.articles:
                if article.status != 200:
                    found.add((site.host, site.host + addresses.article_path(column, article), 404))
                if article.attachment_status != 200:
                    found.add((site.host, site.host + addresses.attachment_path(column, article), 404))
        for link in site.odd_links:
            if link.status not in (None, 200) and not link.commented_out:
                whole = link.href if link.href.startswith("http") else f"http://{site.host}{link.href}"
                found.add((site.host, whole.removeprefix("http://"), link.status))
    return found


def test_every_link_opens_but_the_planted_ones(province):
    assert set(statuses(province)) == planted_dead(province)


def test_the_only_unknown_host_is_the_planted_one(province):
    hosts = set()
    for host, path, page in html_pages(province):
        for href in links_of(LexborHTMLParser(text_of(province, host, page))):
            if not href.startswith(NOT_FETCHED):
                hosts.add(urlsplit(urljoin(f"http://{host}{path}", href)).netloc)
    assert hosts - set(province.pages) == {DEAD_HOST}
    assert SERVICE_HOST in hosts


def test_no_link_leads_to_a_closed_or_exempt_site(province):
    running = {site.site.site_code for site in province.sites}
    idle = [s for s in province.registry if s.site_code not in running]
    assert len(idle) == 3
    assert not {urlsplit(s.url).netloc for s in idle} & set(province.pages)


def test_old_sites_are_gbk_and_say_gb2312(province):
    site = next(s for s in province.sites if s.style == "oldgbk")
    body = province.pages[site.host]["/index.asp"].body
    assert b"charset=gb2312" in body
    assert site.site.name in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_every_style_is_used_by_a_running_site(province):
    assert {site.style for site in province.sites} == set(STYLES) == {entry.style for entry in ROSTER}


#: Plots that change what articles say, not how a site lists them.
IN_ARTICLES = ("n101", "n105", "n106", "n110", "w101")


def plain_site(province: Province, style: str):
    return next(
        s for s in province.sites if s.style == style and (not s.plot or s.plot.startswith(IN_ARTICLES))
    )


def column_page(province: Province, style: str):
    site = plain_site(province, style)
    column = next(c for c in site.columns if c.spec.slug == "tzgg")
    page = province.pages[site.host][STYLES[style].addresses.column_path(column)]
    return column, text_of(province, site.host, page)


@pytest.mark.parametrize(
    ("style", "pattern"),
    [
        ("ribbon", "<span>{at:%Y-%m-%d}</span>"),
        ("ledger", ">{at:%Y-%m-%d}</td>"),
        ("cards", "发布时间：{at:%Y-%m-%d}</div>"),
        ("calendar", "<b>{at:%d}</b><span>{at:%Y-%m}</span>"),
        ("tooltip", '发布时间：{at:%Y-%m-%d %H:%M}">'),
        ("oldgbk", "({at.year}-{at.month}-{at.day})"),
        ("leftjsp", "{at:%Y.%m.%d}"),
        ("portal", "{at:%Y/%m/%d}</i>"),
    ],
)
def test_lists_print_dates_in_their_manner(province, style, pattern):
    column, html = column_page(province, style)
    for article in column.articles:
        assert pattern.format(at=article.published) in html


def test_lists_of_the_undated_style_print_no_date_but_their_articles_carry_one(province):
    column, html = column_page(province, "undated")
    site = plain_site(province, "undated")
    for article in column.articles:
        assert f"{article.published:%m-%d}" not in html
        path = STYLES["undated"].addresses.article_path(column, article)
        tree = LexborHTMLParser(province.pages[site.host][path].body.decode())
        declared = tree.css_first('meta[name="PubDate"]').attributes["content"]
        assert declared == f"{article.published:%Y-%m-%d %H:%M}"


def test_bodies_of_empty_columns(province):
    for site in province.sites:
        for column in site.columns:
            if column.spec.body not in (Body.BLANK, Body.PLACEHOLDER, Body.EXPLAINED):
                continue
            page = province.pages[site.host][STYLES[site.style].addresses.column_path(column)]
            html = text_of(province, site.host, page)
            assert ("暂无数据" in html) is (column.spec.body is Body.PLACEHOLDER)
            if column.spec.text:
                assert (column.spec.text in html) is (column.spec.body is Body.EXPLAINED)


def test_pages_are_small_and_titled(province):
    for _, path, page in html_pages(province):
        assert 200 <= len(page.body) <= 20_000, path


def test_sub_columns_are_linked_from_their_parent_alone(province):
    site = next(s for s in province.sites if s.plot == "w401_second_level")
    addresses = STYLES[site.style].addresses
    home = text_of(province, site.host, province.pages[site.host][addresses.home])
    parent = next(c for c in site.columns if c.spec.slug == "zcwj")
    menu = text_of(province, site.host, province.pages[site.host][addresses.column_path(parent)])
    below = [c for c in site.columns if c.spec.parent]
    assert len(below) == 5
    for column in below:
        assert column.spec.name not in home
        assert column.spec.name in menu


def test_what_a_script_asks_for_is_served(province: Province) -> None:
    """A browser must be able to read what a script fills in, in the encoding that browsers take an answer for."""
    asked = [
        (host, url)
        for host, _, page in html_pages(province)
        for url in re.findall(r'fetch\("([^"]+)"\)', text_of(province, host, page))
    ]
    assert any("guide" in url for _, url in asked)
    for host, url in asked:
        answer = find_page(province.pages, host, url)
        assert answer.status == 200, (host, url)
        answer.body.decode("utf-8")
