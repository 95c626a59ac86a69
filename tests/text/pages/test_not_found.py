"""Error pages that answer 200, and pages that only speak of errors."""

from __future__ import annotations

import pytest
from pages import HOME, page

from xuncha.text.pages.not_found import NotFoundSample, says_not_found

LONG = "<p>" + "检查发现部分网站存在栏目更新不及时的问题。" * 80 + "</p>"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("404", "出错了"),
        ("404 Not Found", "<h1>nginx</h1>"),
        ("清河县人民政府-404", ""),
        ("页面不存在", "返回首页"),
        ("清河县", "<p>您访问的页面不存在或已删除</p>"),
        ("清河县", "<p>对不起，您要访问的页面找不到了</p>"),
        ("提示", "<p>该信息已被删除！</p>"),
        ("提示", "<p>您查看的文章已下线</p>"),
        ("", "<p>无法找到该页</p>"),
        ("", "<p>您访问的页面已失效</p>"),
        ("", "<p>HTTP 404</p>"),
        ("", "<p>404错误</p>"),
        ("", "<p>页面走丢了</p>"),
    ],
)
def test_pages_that_say_there_is_nothing(title: str, body: str) -> None:
    assert says_not_found(page(body, title=title))


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        ("关于部分网站页面不存在问题的通报", LONG, ""),
        ("通报", LONG + "<p>页面不存在</p>", ""),
        ("通知", "<p>共抽查网站404家，其中合格400家。</p>", ""),
        ("公告", "<p>4月拆除建筑 404 处。</p>", ""),
        ("政务动态", "<ul></ul>", ""),
        (
            "页面不存在问题已整改",
            "<p>页面不存在</p>",
            '<meta name="ArticleTitle" content="整改"><meta name="PubDate" content="2025-06-12">',
        ),
    ],
)
def test_pages_that_exist(title: str, body: str, head: str) -> None:
    assert not says_not_found(page(body, title=title, head=head))


def test_an_answer_like_the_hosts_error_page() -> None:
    sample = NotFoundSample(page("<p>抱歉</p><p>请求 a1</p><a href='/'>首页</a>", HOME + "no-such-1"), HOME)
    same = page("<p>抱歉</p><p>请求 b2</p><a href='/'>首页</a>", HOME + "gone.html")
    assert sample.matches(same, HOME + "gone.html")
    assert not sample.matches(same, HOME)
    assert not sample.matches(page("<p>县情概况</p>", HOME + "x.html"), HOME + "x.html")


def test_a_host_that_sends_missing_pages_home() -> None:
    sample = NotFoundSample(page("<p>首页内容</p>", HOME), HOME)
    assert sample.matches(page("<p>别的内容</p>", HOME + "index.html"), HOME + "gone.html")
    assert not sample.matches(page("<p>首页内容</p>", HOME + "here.html"), HOME + "here.html")


def test_two_pages_without_words_are_not_alike() -> None:
    sample = NotFoundSample(page("", HOME + "no-such-1"), HOME)
    assert not sample.matches(page("", HOME + "x.html"), HOME + "x.html")
