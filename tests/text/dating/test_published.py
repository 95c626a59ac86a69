"""The publication date of an article page: which places have a vote, and which only look so."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from xuncha.facts.seen import BEIJING, DateSource, Published
from xuncha.text.dating.published import ArticleDate, article_date

ASOF = datetime(2025, 6, 25, 9, 0, tzinfo=BEIJING)
DAY = date(2025, 6, 12)
TITLE = "关于做好安全生产工作的通知"
BODY = (
    "<div class='TRS_Editor'><p>2024年5月6日，市政府召开会议。本办法自2025年1月1日起施行，有效期五年。</p>"
    "<p>发布时间：2024年12月1日的旧办法同时废止；会议时间：2025年6月20日上午9点。</p>"
    "<p>某市人民政府</p><p>2025年6月1日</p></div>"
)


def read(head: str = "", top: str = "", foot: str = "", *, above: str = "", url: str = "") -> ArticleDate:
    """Reads a page with the given pieces round its title and text."""
    html = (
        f"<html><head><title>{TITLE}_某市人民政府</title>{head}</head><body>{above}<h1>{TITLE}</h1>{top}"
        f"{BODY}{foot}<div class='footer'>版权所有 2026 发布时间：2020-01-01</div></body></html>"
    )
    return article_date(LexborHTMLParser(html), url, ASOF)


def text(day: date = DAY, at: datetime | None = None) -> Published:
    return Published(day, DateSource.TEXT, at)


@pytest.mark.parametrize(
    "name",
    [
        "PubDate",
        "pubdate",
        "publishdate",
        "pubDate",
        "publish_date",
        "article:published_time",
        "DC.date.issued",
        "firstpublishedtime",
        "DC.Date",
        "createDate",
        "others",
        "og:release_date",
        "weibo: article:create_at",
    ],
)
@pytest.mark.parametrize("kind", ["name", "property"])
def test_meta_tags_are_read_whatever_their_case(name: str, kind: str) -> None:
    answer = read(f"<META {kind}='{name}' CONTENT='2025-06-12 10:05'>")
    at = datetime(2025, 6, 12, 10, 5, tzinfo=BEIJING)
    stated = Published(DAY, DateSource.META, at)
    assert answer == ArticleDate(stated, (stated,), False, False)


@pytest.mark.parametrize(
    "value",
    [
        "2025-06-12",
        "2025–06–12",
        "2025—06—12",
        "2025/06/12",
        "2025-06-12 00:00",
        "2025-06-11T16:00:00Z",
        "20250612",
        "20250612000000",
        "发布时间：2025年6月12日",
    ],
)
def test_meta_values_in_every_writing(value: str) -> None:
    assert read(f"<meta name='PubDate' content='{value}'>").published == Published(DAY, DateSource.META)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "null",
        "0000-00-00",
        "1970-01-01 08:00",
        "$!{date}",
        "{{pubdate}}",
        "2025-02-30",
        "06-12",
        "2025-06",
        "YYYY-MM-DD",
        "页面生成时间 2025-06-12 10:05",
        "x" * 65 + "2025-06-12",
    ],
)
def test_placeholders_have_no_vote(value: str) -> None:
    assert read(f"<meta name='PubDate' content='{value}'>") == ArticleDate(None, (), False, False)


@pytest.mark.parametrize("name", ["lastmodified", "article:modified_time", "keywords", "expires"])
def test_other_meta_tags_have_no_vote(name: str) -> None:
    assert read(f"<meta name='{name}' content='2025-06-12'>").published is None


def test_the_time_a_page_was_built_is_not_its_publication() -> None:
    built = "<meta name='others' content='页面生成时间 2025-06-20 10:05:43'>"
    answer = read(
        "<meta name='PubDate' content='2025-06-20 10:05:43'>" + built, "<p>发布日期：2025-06-12</p>"
    )
    assert answer.published == text()
    assert [published.day for published in answer.candidates] == [DAY, date(2025, 6, 20)]
    assert not answer.conflict
    alone = read("<meta name='PubDate' content='2025-06-20'>" + built)
    assert alone.published is None
    assert len(alone.candidates) == 1


def test_a_publication_date_of_its_own_stands_beside_the_build_time() -> None:
    built = "<meta name='others' content='页面生成时间 2025-06-20 10:05:43'>"
    assert read("<meta name='PubDate' content='2025-06-12'>" + built).published == Published(
        DAY, DateSource.META
    )


def test_an_item_property_counts_like_a_meta_tag() -> None:
    top = "<span itemprop='datePublished' content='2025-06-12'>x</span><i itemprop='datePublished' content='2025-06-20'>"
    answer = read(top=top)
    assert answer.candidates == (Published(DAY, DateSource.META),)


@pytest.mark.parametrize(
    "thing",
    [
        {"datePublished": "2025-06-12"},
        {"@graph": [{"@type": "Article", "datePublished": "2025-06-12"}]},
        [{"x": 1}, {"mainEntity": {"datePublished": "2025-06-12T00:00:00+08:00"}}],
        {"pubDate": "2025-06-12", "comment": [{"datePublished": "2025-06-20"}]},
        {"datePublished": "2025-06-12", "itemListElement": [{"datePublished": "2025-01-20"}]},
    ],
)
def test_json_ld(thing: object) -> None:
    head = f"<script type='application/ld+json'>{json.dumps(thing)}</script>"
    assert read(head).candidates == (Published(DAY, DateSource.JSON_LD),)


@pytest.mark.parametrize(
    "source",
    [
        '{"datePublished": "2025-06-12", "name": "a "quoted" word",}',
        '{"n": ' + "[" * 5000 + ', "pubDate":"2025-06-12"',
    ],
)
def test_broken_json_ld_is_still_read(source: str) -> None:
    head = f"<script type='application/ld+json'>{source}</script>"
    assert read(head).published == Published(DAY, DateSource.JSON_LD)


@pytest.mark.parametrize(
    "source", ["", "null", "3", "{", '{"datePublished": 5}', '{"dateModified": "2025-06-12"}']
)
def test_json_ld_without_a_date(source: str) -> None:
    assert read(f"<script type='application/ld+json'>{source}</script>").published is None


@pytest.mark.parametrize(
    "top",
    [
        "<p>发布时间：2025-06-12</p>",
        "<p>发布日期:2025年6月12日</p>",
        "<div><span>发布时间：</span><span>2025-06-12</span></div>",
        "<div><span>来源：市政府办公室</span> <span>发布时间：</span><b>2025-06-12</b> 浏览次数：20250101</div>",
        "<ul><li>发布时间：</li><li>2025-06-12</li></ul>",
        "<table><tr><td>成文日期</td><td>2025-06-01</td><td>发布日期</td><td>2025-06-12</td></tr></table>",
        "<dl><dt>发 布 时 间 ：</dt><dd>2025 - 06 - 12</dd></dl>",
        "<p>发布 时间 [2025-06-12]</p>",
        "<p>信息发布时间：2025-06-12</p>",
        "<p>更新时间：2025-06-20 发布时间：2025-06-12</p>",
        "<p>2025-06-12发布</p>",
        "<p>发布时间：<publishtime>2025-06-12</publishtime></p>",
        "<p>发文日期：2025-06-02 发布日期：2025-06-12</p>",
        "<p>发布时间：<em>2025</em>年<em>06</em>月<em>12</em>日</p>",
        "<time datetime='2025-06-12'>上周</time>",
        "<p><time pubdate>2025年6月12日</time></p>",
        "<p>发布日期：25-06-12</p>",
    ],
)
def test_labelled_dates_below_the_title(top: str) -> None:
    assert read(top=top).published == text()


@pytest.mark.parametrize(
    "top",
    [
        "<p>时间：2025-06-12　来源：市政府办公室</p>",
        "<p>日期：2025-06-12</p>",
        "<p>2025-06-12</p>",
        "<p>2025年6月12日 星期四</p>",
        "<p>[2025-06-12]</p>",
        "<p>2025年6月12日　来源：新华社　字体：[大 中 小]</p>",
        "<p>新华社 2025-06-12</p>",
        "<p>来源：市会议中心 2025-06-12 浏览：12</p>",
        "<p>2025-06-12来源：市政府办公室</p>",
    ],
)
def test_the_line_of_date_and_source(top: str) -> None:
    assert read(top=top).published == text()


@pytest.mark.parametrize("label", ["成文日期", "成文时间", "生成日期", "发文日期", "更新时间", "最后更新"])
def test_weaker_labels_count_where_nothing_better_stands(label: str) -> None:
    assert read(top=f"<p>{label}：2025-06-11</p>").published == text(date(2025, 6, 11))
    both = read(top=f"<p>{label}：2025-06-11</p><p>2025-06-12</p>")
    assert both.published == text()
    assert not both.conflict


def test_a_label_above_the_title_or_below_the_text_counts() -> None:
    assert read(above="<table><tr><td>发布日期：</td><td>2025-06-12</td></tr></table>").published == text()
    assert read(foot="<p>发布时间：2025-06-12 [打印] [关闭]</p>").published == text()
    assert read(foot="<footer class='single-footer'>发布日期：2025-06-12</footer>").published == text()


@pytest.mark.parametrize(
    "top",
    [
        "<p>（2025年6月12日市政府常务会议通过 2025年6月20日施行）</p>",
        "<p>（2025年6月12日）</p>",
        "<p>2025年6月12日，市政府召开专题会议</p>",
        "<p>报名时间：2025-06-12</p>",
        "<p>截止日期：2025-06-12</p>",
        "<p>今天是 2025年6月12日</p>",
        "<p>浏览次数：20250612次</p>",
        "<p style='display: none'>发布时间：2025-06-12</p>",
        "<p hidden>发布时间：2025-06-12</p>",
        "<ul><li><a href='/1'>本市开展防汛备汛专项检查</a><span>2025-06-12</span></li></ul>",
        "<div class='related'>发布时间：2025-06-12</div>",
        "<script>var publishTime = '2025-06-12';</script>",
        "<p>发布时间：1949-10-01</p>",
        "<p>发布时间：</p>",
    ],
)
def test_what_is_not_a_publication_date_has_no_vote(top: str) -> None:
    assert read(top=top) == ArticleDate(None, (), False, False)


@pytest.mark.parametrize(
    "above",
    ["<div>今天是2025年6月25日 星期三</div>", "<p>2025-06-25 09:00</p>", "<p>网站更新时间：2025-06-24</p>"],
)
def test_the_header_has_no_vote(above: str) -> None:
    assert read(above=above).published is None


def test_related_articles_below_have_no_vote() -> None:
    rows = "".join(f"<li>发布时间：2025-06-{day}</li>" for day in (10, 11))
    assert read(foot=f"<ul>{rows}</ul>").published is None
    row = "<li><a href='/1'>本市开展防汛备汛专项检查</a> 2025-06-12</li>"
    assert read(foot=f"<ul>{row}</ul>").published is None


def test_a_list_of_articles_is_not_one_article() -> None:
    rows = "".join(f"<p>发布时间：2025-06-{day}</p>" for day in (10, 11, 12))
    assert read(top=rows).published is None


def test_a_label_with_month_and_day_only_is_kept_but_does_not_tell() -> None:
    answer = read(top="<p>发布时间：06-12 10:05</p>")
    assert answer.published is None
    assert answer.candidates == (Published(DAY, DateSource.LIST_NO_YEAR),)


def test_the_address_counts_only_alone() -> None:
    url = "http://x.gov.cn/202506/t20250612_1.html"
    assert read(url=url).published == Published(DAY, DateSource.URL)
    answer = read(top="<p>发布时间：2025-06-13</p>", url=url)
    assert answer.published == text(date(2025, 6, 13))
    assert answer.candidates[-1] == Published(DAY, DateSource.URL)
    assert not answer.conflict


@pytest.mark.parametrize(
    ("day", "conflict"), [("2025-06-12", False), ("2025-06-13", False), ("2025-06-14", True)]
)
def test_strong_votes_more_than_a_day_apart_conflict(day: str, conflict: bool) -> None:
    answer = read(f"<meta name='PubDate' content='{day}'>", "<p>发布时间：2025-06-12</p>")
    assert answer.conflict is conflict
    assert answer.published == Published(date.fromisoformat(day), DateSource.META)


@pytest.mark.parametrize(
    ("printed", "future"), [("2025-06-25", False), ("2025-06-25 09:01", True), ("2025-06-26", True)]
)
def test_a_date_after_the_look_is_flagged(printed: str, future: bool) -> None:
    assert read(top=f"<p>发布时间：{printed}</p>").future is future


def test_votes_stand_in_order_of_strength() -> None:
    answer = read(
        "<meta name='createDate' content='2025-06-11'><meta name='PubDate' content='2025-06-12'>"
        '<script type="application/ld+json">{"datePublished": "2025-06-12"}</script>',
        "<p>更新时间：2025-06-13 发布时间：2025-06-12 来源：市府办</p>",
        url="http://x.gov.cn/2025/06/12/1.html",
    )
    sources = [(published.day.day, published.source) for published in answer.candidates]
    assert sources == [
        (12, DateSource.META),
        (12, DateSource.JSON_LD),
        (12, DateSource.TEXT),
        (11, DateSource.META),
        (13, DateSource.TEXT),
        (12, DateSource.URL),
    ]


def test_without_a_title_only_labels_count() -> None:
    labelled = "<body><p>2025-06-25 09:00</p><p>来源：市府办 发布时间：2025-06-12</p>"
    assert article_date(LexborHTMLParser(labelled), "", ASOF).published == text()
    assert article_date(LexborHTMLParser("<p>2025-06-12 10:05</p>"), "", ASOF).published is None


def test_an_article_inside_a_container_named_like_a_side_block() -> None:
    html = f"<title>{TITLE}</title><div class='sidebar'><h1>{TITLE}</h1><p>发布时间：2025-06-12</p></div>"
    assert article_date(LexborHTMLParser(html), "", ASOF).published == text()


def test_the_title_is_told_from_the_name_of_the_site() -> None:
    html = (
        f"<title>{TITLE}_某市人民政府门户网站</title><h1>某市人民政府门户网站</h1><p>2025-06-25</p>"
        f"<div>{TITLE}</div><p>2025-06-12</p>"
    )
    assert article_date(LexborHTMLParser(html), "", ASOF).published == text()


def test_a_marked_text_of_the_article_has_no_vote() -> None:
    html = f"<title>{TITLE}</title><h1>{TITLE}</h1><div itemprop='articleBody'><p>2025-06-12</p></div>"
    assert article_date(LexborHTMLParser(html), "", ASOF).published is None
