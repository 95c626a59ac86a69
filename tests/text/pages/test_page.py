"""A page parsed once: base, tags, links, visible text; and hostile nesting refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import ASOF, COLUMN, HOME, page

from xuncha.text.pages.body import content_of, needs_script
from xuncha.text.pages.frame import SiteFrame
from xuncha.text.pages.inner_frames import own_frames
from xuncha.text.pages.listing import pager_of, rows_of
from xuncha.text.pages.navigation import column_identity, is_article_page, leads, picture_news_block
from xuncha.text.pages.not_found import says_not_found
from xuncha.text.pages.page import MAX_DEPTH, Page, TooDeepError, nesting


def test_relative_links_count_from_the_base() -> None:
    assert page('<a href="x.html">甲</a>', head='<base href="/sub/">').anchors[0].url == HOME + "sub/x.html"
    assert page("", head='<base href="javascript:0">').base == COLUMN
    assert page("", head="<base target=_blank>").base == COLUMN


def test_the_first_meta_tag_of_a_name_counts() -> None:
    head = '<meta name="PubDate" content="2025-06-12"><meta name="pubdate" content="x"><meta property="og:t" content=" a  b ">'
    assert page("", head=head + "<meta charset=utf-8><meta name=empty content=''>").meta == {
        "pubdate": "2025-06-12",
        "og:t": "a b",
    }


def test_a_page_without_title_or_body() -> None:
    bare = Page("<frameset></frameset>", COLUMN)
    assert (bare.title, bare.segments, bare.text_length) == ("", (), 0)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<meta charset=utf-8><link rel=icon><title> 清河县 </title><title>乙</title><p>甲", "清河县"),
        ("<p>甲<title>乙</title>", "乙"),
        ("<noscript><title>乙</title></noscript><title>丙</title>", "乙"),
        ("<body><svg><title>图</title></svg><p>甲", "图"),
        ("<title></title><p>甲<title>乙</title>", ""),
    ],
)
def test_the_first_title_counts_wherever_it_stands(html: str, title: str) -> None:
    assert Page(html, COLUMN).title == title


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="x" title="全称">简\u3000称</a>', "简 称"),
        ('<a href="x" title="全称"><img alt="图"></a>', "全称"),
        ('<a href="x"><img alt="图"></a>', "图"),
        ('<a href="x"><img></a>', ""),
        ('<a href="x"></a>', ""),
        ('<a href="x"><img alt="W020250612.jpg"></a>', ""),
        ('<map><area href="x" title="清河区"></map>', "清河区"),
    ],
)
def test_the_words_of_a_link(link: str, words: str) -> None:
    assert [anchor.text for anchor in page(link).anchors] == [words]


def test_links_that_a_choice_or_a_click_opens() -> None:
    seen = page(
        "<select><option value=''>友情链接</option><option value='3'>三区</option>"
        "<option value='http://b.gov.example/'>乙县</option></select>"
        "<div onclick=\"location.href='/zt/'\">专题</div><p onclick=\"window.open('/a?id='+n)\">甲</p>"
        "<i onclick=\"show('/x/')\">丙</i>",
        head="",
    )
    assert seen.linked == (("http://b.gov.example/", "乙县"), (HOME + "zt/", "专题"))


def test_text_is_what_shows_outside_links() -> None:
    seen = page("<p>甲<b>乙</b></p><a href='x'>丙</a><script>丁</script><select><option>戊</option></select>")
    assert seen.segments == ("甲", "乙")
    assert seen.text_length == 3
    assert seen.scripts == ("丁",)


def test_scripts_are_the_inline_ones() -> None:
    assert page('<script src="/a.js"></script><script>b()</script>').scripts == ("b()",)


def test_deep_nesting_is_refused_and_long_flat_pages_are_not() -> None:
    with pytest.raises(TooDeepError):
        Page("<div>" * 20_000, COLUMN)
    assert len(page("<p>甲</p>" * 20_000).segments) == 20_000
    assert nesting("<div><p><p></div></div><i>") == 1
    assert MAX_DEPTH > 500


_PIECES = [
    "<ul>", "</ul>", "<li>", "</li>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<dl>", "<dt>", "<dd>", "<br>",
    '<div class="nav">', '<div id="page">', "<div>", "</div>", "<h3>图片新闻</h3>", "<span>2025-06-12</span>",
    '<a href="t20250612_1.html">关于开展检查的通知</a>', '<a href="http://[">坏</a>', '<a href="list/" title="更多">更多</a>',
    "<a href='javascript:go()' onclick='x'>下一页</a>", "<a>", "</a>", "<iframe src='x'>", "<img src='http://[' alt='图'>",
    "<script>createPageHTML(3,0,'index','html')", "<script type='text/html'><li>", "</script>", "<form><textarea>", "<!--",
    "<template>", "99-99", "2月30日", "[13-45]", "暂无数据", "{{x}}", "<base href='//['>", "<meta name=ColumnType content='x'>",
]  # fmt: skip


def look_at_all_of(seen: Page) -> None:
    """Everything that reads pages, one after the other."""
    frame = SiteFrame([seen] * 3)
    for compared in (frame, SiteFrame([])):
        content_of(seen, rows_of(seen, ASOF), compared, "动态")
    pager_of(seen)
    own_frames(seen)
    needs_script(seen)
    leads(seen, HOME)
    picture_news_block(seen)
    column_identity(seen, "")
    is_article_page(seen)
    says_not_found(seen)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=12)), max_size=40))
def test_no_page_makes_a_reader_raise(pieces: list[str]) -> None:
    seen = Page("".join(pieces), COLUMN)
    look_at_all_of(seen)
    assert all(anchor.url.startswith("http") for anchor in seen.anchors)


@pytest.mark.parametrize(
    "hidden",
    [
        "<select><p>{0}</p></select>",
        "<option><a href=x>{0}</a></option>",
        "<noscript><p>{0}</p></noscript>",
        "<svg><title><p>{0}</p></title></svg>",
        "<svg><style><a>{0}</a></style></svg>",
        "<template><p>{0}</p></template>",
        "<p><script>{0}</script></p>",
    ],
)
def test_paragraphs_and_links_in_what_is_hidden_are_no_text(hidden: str) -> None:
    page = Page(f"<body>{hidden.format('字' * 500)}<p>正文</p></body>", "http://a.gov.cn/")
    assert not page.has_text(400)
    assert page.has_text(2)
