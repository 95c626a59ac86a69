"""Error pages that answer 200, and pages that only speak of errors."""

from __future__ import annotations

import pytest
from pages import HOME, page

from xuncha.text.pages.not_found import NotFoundSample, fails_by_itself, says_not_found
from xuncha.text.pages.page import Page

LONG = "<p>" + "检查发现部分网站存在栏目更新不及时的问题。" * 80 + "</p>"


DATED = (
    "<p>发布时间：2025-06-19 来源：县政府办公室</p><p>为做好今年的工作，请各单位结合实际，认真抓好落实。"
    "旧版内容已经停止使用，群众办事请以新版办事指南为准，如有疑问，请在工作时间拨打咨询电话，也可以到政务服务大厅咨询。</p>"
)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("404", "出错了"),
        ("404 Not Found", "<h1>nginx</h1>"),
        ("HTTP状态 404 - 未找到", "<h1>HTTP状态 404 - 未找到</h1><p>类型 状态报告</p>"),
        ("石堰县人民政府", "<p>对不起，您要查看的网页可能已被删除、名称已被更改，或者暂时不可用。</p>"),
        ("没有找到站点", "<p>您的请求在Web服务器中没有找到对应的站点！</p>"),
        ("域名出售", "<p>该域名正在出售</p>"),
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
        ("提示信息", "<p>文档已删除或不存在</p><a href='javascript:history.go(-1)'>返回</a>"),
        ("", "<p>没有您要访问的栏目</p>"),
        ("IIS7", "<img src='welcome.png'>"),
        ("您访问的页面不存在或已被删除-清河县人民政府门户网站", "<p>返回</p>"),
        ("站点已关闭", "<p>该网站已停止服务</p>"),
        ("Welcome to nginx!", "<h1>Welcome to nginx!</h1>"),
        ("", '<script>alert("该栏目不存在！");history.back();</script>'),
        ("", "<script>layer.msg('文章不存在');</script>"),
        ("", "<h1>Oops! That page can’t be found.</h1>"),
    ],
)
def test_pages_that_say_there_is_nothing(title: str, body: str) -> None:
    assert says_not_found(page(body, title=title))


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        ("关于部分网站页面不存在问题的通报", LONG, ""),
        ("通报", LONG + "<p>页面不存在</p>", ""),
        ("关于页面不存在问题的整改说明-清河县", "<p>针对群众反映的页面不存在的问题，已完成整改。</p>", ""),
        ("我县召开政务服务网站部分页面不存在和链接失效问题专项整治推进会", "<p>会议要求立行立改。</p>", ""),
        ("通知", "<p>共抽查网站404家，其中合格400家。</p>", ""),
        ("公告", "<p>4月拆除建筑 404 处。</p>", ""),
        ("政务动态", "<ul></ul>", ""),
        ("关于旧版办事指南内容已被删除的说明", DATED, ""),
        ("关于防范域名诈骗的提醒", DATED + "<p>网上所谓本域名可转让的信息多为诈骗，请勿相信。</p>", ""),
        ("网站迁移公告", LONG + "<p>原网站已停止服务。</p>", ""),
        (
            "报名",
            '<p>请填写本人姓名、电话和地址，点击下方按钮完成提交。</p><script>alert("该栏目不存在")</script>',
            "",
        ),
        (
            "页面不存在问题已整改",
            "<p>页面不存在</p>",
            '<meta name="ArticleTitle" content="整改"><meta name="PubDate" content="2025-06-12">',
        ),
    ],
)
def test_pages_that_exist(title: str, body: str, head: str) -> None:
    assert not says_not_found(page(body, title=title, head=head))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("", "<b>Fatal error</b>:  Uncaught Error: Call to undefined function x() in /var/www/html/a.php:3"),
        ("系统发生错误", "<h1>无法加载模块:Ljww</h1>"),
        ("", "<p>Microsoft OLE DB Provider for SQL Server 错误 '80040e14'</p><p>/news.asp, 行 12</p>"),
        ("error", "系统错误"),
        ("", "<p>数据库连接失败</p>"),
        ("系统提示", "<p>参数错误！</p><a href='javascript:history.back()'>返回</a>"),
    ],
)
def test_a_program_that_breaks_off(title: str, body: str) -> None:
    assert fails_by_itself(page(body, title=title))


@pytest.mark.parametrize(
    "body",
    [
        "<p>填写的参数错误时，系统会提示您改正。</p>",
        "<p>本系统错误提示的含义见帮助。</p>",
        LONG + "<p>Fatal error: Uncaught</p>",
        "<p>数据库连接正常</p>",
    ],
)
def test_a_page_that_speaks_of_errors(body: str) -> None:
    assert not fails_by_itself(page(body))


MENU = "".join(f"<a href='/c{n}/'>栏目{'甲乙丙丁戊'[n]}</a>" for n in range(5))
LIVE = page(f"{MENU}<p>县情概况</p>", HOME)


def sample(*bodies: str, home: Page = LIVE) -> NotFoundSample:
    return NotFoundSample([page(body, HOME + f"no-such-{n}") for n, body in enumerate(bodies)], home)


def test_an_answer_like_the_hosts_error_page() -> None:
    error = "<p>抱歉</p><p>请求 {}</p><a href='/'>首页</a>"
    host = sample(error.format("a1"), error.format("b2"))
    same = page(error.format("c3"), HOME + "gone.html")
    assert host.matches(same, HOME + "gone.html")
    assert not host.matches(same, HOME)
    assert not host.matches(page("<p>县情概况</p>", HOME + "x.html"), HOME + "x.html")


def test_what_changes_from_answer_to_answer_is_no_part_of_the_error_page() -> None:
    error = f"{MENU}<p>内容已转移</p><p>今日推荐：{{}}</p>"
    host = sample(error.format("山里人家的好日子"), error.format("河边新开的步道"))
    assert host.matches(page(error.format("城南的老街改造"), HOME + "gone.html"), HOME + "gone.html")
    article = f"{MENU}<p>内容已转移</p><p>{'关于县政府门户网站内容迁移安排的说明，请各单位知悉。' * 8}</p>"
    assert not host.matches(page(article, HOME + "a.html"), HOME + "a.html")


def test_pages_in_the_frame_of_the_error_page_are_pages() -> None:
    """Menu, path and foot stand on inner pages and on the error page alike."""
    frame = f"{MENU}<p>当前位置：</p>{{}}<p>县政府办公室主办</p>"
    host = sample(frame.format(""), frame.format(""))
    assert host.matches(page(frame.format(""), HOME + "gone.html"), HOME + "gone.html")
    short = frame.format("<h1>关于放假的通知</h1><p>国庆节放假七天，请做好值班工作安排。</p>")
    assert not host.matches(page(short, HOME + "a.html"), HOME + "a.html")


def test_a_notice_at_every_address_is_no_measure() -> None:
    upkeep = "<p>网站系统升级，请稍后再来。</p>"
    host = sample(upkeep, upkeep, home=page(upkeep, HOME))
    assert not host.matches(page(upkeep, HOME + "a/"), HOME + "a/")


def test_the_home_page_served_at_every_address() -> None:
    body = f"{MENU}<p>县情概况</p>"
    host = sample(body, body)
    assert host.matches(page(body, HOME + "gone/"), HOME + "gone/")
    assert not host.matches(page(f"{body}<p>通知公告一览</p>", HOME + "a/"), HOME + "a/")


def test_a_host_that_sends_missing_pages_home() -> None:
    host = NotFoundSample([LIVE, LIVE], LIVE)
    assert host.matches(page("<p>别的内容</p>", HOME + "index.html"), HOME + "gone.html")
    assert not host.matches(page("<p>首页内容</p>", HOME + "here.html"), HOME + "here.html")


def test_two_pages_without_words_are_not_alike() -> None:
    assert not sample("", "").matches(page("", HOME + "x.html"), HOME + "x.html")


def test_a_host_whose_missing_pages_send_home_by_script() -> None:
    sends = "<script>alert('没有了');location.href='/';</script>"
    host = sample(sends, sends)
    assert host.matches(page(sends, HOME + "gone.html"), HOME + "gone.html")
    assert host.matches(LIVE, HOME + "gone.html")
    assert not host.matches(page("<p>另一页</p>", HOME + "a.html"), HOME + "a.html")
