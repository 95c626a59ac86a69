"""The text of an article, cut out of pages in the manners of government sites."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from xuncha.text.articles.article_body import ArticleBody, article_body
from xuncha.text.pages.page import Page

_REAL = Path(__file__).parents[3] / "../shared/data/pages"
_FIRST = "为做好今年的防汛工作，市水利局组织人员对全市水库逐一检查。"
_SECOND = "各县区要落实责任，备足物资，确保安全度汛。"
_BODY = f"<p>　　{_FIRST}</p><p>　　{_SECOND}</p>"


def read(
    box: str, *, before: str = "", after: str = "", title: str = "关于做好防汛工作的通知"
) -> ArticleBody:
    html = (
        f"<html><head><title>{title}_青石市人民政府</title></head><body>"
        "<div class='nav'><a href='/'>首页</a><a href='/xw/'>新闻</a></div>"
        f"<h1>{title}</h1>{before}{box}{after}"
        "<div class='footer'>主办：青石市人民政府办公室，地址：人民路1号。</div></body></html>"
    )
    return article_body(Page(html, "http://www.qingshi.gov.cn/t1.html"))


@pytest.mark.parametrize(
    "box",
    [
        "<div class='TRS_Editor'><style>.x{color:red}</style>%s</div>",
        "<div class='trs_editor_view TRS_UEDITOR trs_paper_default'>%s</div>",
        "<UCAPCONTENT>%s</UCAPCONTENT>",
        "<div id='zoom'>%s</div>",
        "<div class='con'>%s</div>",
        "<div class='article-content'>%s</div>",
        "<div id='vsb_content_2'>%s</div>",
        "<table><tr><td class='bt_content'>%s</td></tr></table>",
        "<div class='news_content'><div class='TRS_Editor'>%s</div></div>",
        "<div id='js_content' style='visibility: hidden'>%s</div>",
        "<div class='x1'>%s</div>",
    ],
)
def test_text_is_read_from_any_container(box: str) -> None:
    body = read(box % _BODY)

    assert body.text == f"{_FIRST}\n{_SECOND}"
    assert body.node_found
    assert body.title == "关于做好防汛工作的通知"


@pytest.mark.parametrize(
    "line",
    [
        "来源：市水利局　发布时间：2025-03-01 09:00　浏览次数：128",
        "【字号：大 中 小】 打印 关闭窗口",
        "发布日期：2025年3月1日 信息来源：市政府办 作者：王小明 点击：8",
        "责任编辑：李红",
        "编辑：李红 审核：王强",
        "打印本页 关闭",
        "分享到： 微信 微博",
        "关于做好防汛工作的通知",
        "当前位置：首页 > 通知公告",
        "2025-03-01 09:00",
    ],
)
def test_lines_about_the_article_are_left_out(line: str) -> None:
    body = read(f"<div class='con'><p>{line}</p>{_BODY}</div>")

    assert body.text == f"{_FIRST}\n{_SECOND}"


@pytest.mark.parametrize(
    "line",
    [
        "报名时间：2025年3月1日至3月10日",
        "会议日期：3月5日",
        "联系人：王小明 联系电话：0531-1234567",
        "2025年3月1日",
        "公开招聘岗位：教师，人数：12",
        "市水利局",
    ],
)
def test_lines_of_the_article_stay(line: str) -> None:
    body = read(f"<div class='con'>{_BODY}<p>{line}</p></div>")

    assert body.text.splitlines()[-1] == line


def test_what_follows_the_article_is_cut() -> None:
    rest = "<p>上一篇：<a href='/1.html'>去年的通知，请见这里。</a></p><p>下一篇：没有了</p><p>扫一扫在手机打开当前页</p>"
    body = read(f"<div class='content'>{_BODY}<p>（责任编辑：李红）</p>{rest}</div>")

    assert body.text == f"{_FIRST}\n{_SECOND}"


def test_attachments_are_kept_apart() -> None:
    links = "<p>附件：<a href='/a.doc'>1.申报表.doc</a></p><p><a href='/b.xls'>2.汇总表.xls</a></p>"
    body = read(f"<div class='con'>{_BODY}{links}<p>市水利局</p></div>")

    assert body.text == f"{_FIRST}\n{_SECOND}\n市水利局"
    assert body.attachments == ("1.申报表.doc", "2.汇总表.xls")


def test_hidden_nodes_and_scripts_are_no_text() -> None:
    hidden = "<p style='display:none'>某某彩票，欢迎光临。</p><script>var a='脚本，文字。';</script>"
    hidden += (
        "<div style='position:absolute;left:-9999px'>某某网站，请点击这里。</div><p hidden>看不见的文字。</p>"
    )
    body = read(f"<div class='con'>{_BODY}{hidden}</div>")

    assert body.text == f"{_FIRST}\n{_SECOND}"


def test_lists_of_links_in_a_larger_box_do_not_win() -> None:
    links = "".join(f"<li><a href='/{n}.html'>另一篇很长很长的新闻标题，第{n}条</a></li>" for n in range(40))
    box = f"<div class='content'><ul>{links}</ul><div class='wz'><div class='news_text'>{_BODY}</div></div></div>"

    assert read(box).text == f"{_FIRST}\n{_SECOND}"


def test_cells_of_a_row_share_a_line() -> None:
    table = (
        "<table><tr><td><p>姓名</p></td><td>单位</td></tr><tr><td>王小明</td><td>市水利局</td></tr></table>"
    )
    body = read(f"<div class='TRS_Editor'>{_BODY}{table}</div>")

    assert body.text.splitlines()[-2:] == ["姓名 单位", "王小明 市水利局"]


def test_page_without_text_gives_an_empty_text() -> None:
    body = article_body(Page("<html><body><div></div></body></html>", "http://www.qingshi.gov.cn/"))

    assert body == ArticleBody("", "", False)


def test_title_comes_from_the_meta_tag_first() -> None:
    html = f"<head><meta name='ArticleTitle' content='真正的标题'><title>栏目_网站</title></head><div class='con'>{_BODY}</div>"

    assert article_body(Page(html, "http://www.qingshi.gov.cn/1.html")).title == "真正的标题"


def test_long_hostile_lines_take_no_time() -> None:
    noise = "<p>" + "！>" * 60_000 + "</p><p>" + "- " * 60_000 + "</p>"
    page = Page(
        f"<title>{'a-' * 50_000}</title><div class='con'>{_BODY}{noise}</div>",
        "http://www.qingshi.gov.cn/1.html",
    )
    begun = process_time()
    body = article_body(page)

    assert process_time() - begun < 20
    assert body.text.startswith(_FIRST)


@pytest.mark.skipif(not _REAL.is_dir(), reason="the shared pages are absent")
def test_real_articles_lose_their_frame() -> None:
    html = (_REAL / "gne_tests_gzggw_1.html").read_text("utf-8")
    body = article_body(Page(html, "http://www.qingshi.gov.cn/1.html"))

    assert body.node_found
    assert body.text.startswith("1-10月")
    assert "版权所有" not in body.text
    assert "备案号" not in body.text
