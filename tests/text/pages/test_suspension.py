"""Whether a page is what a site shows in place of all others while it is under maintenance."""

from __future__ import annotations

import pytest

from xuncha.text.pages.page import Page
from xuncha.text.pages.suspension import is_suspended

SUSPENDED = [
    ("系统维护中", "<p>尊敬的用户：本网站正在进行系统维护，给您带来不便，敬请谅解。</p>"),
    ("石堰县人民政府", "<p>网站升级改造，暂停访问。预计7月1日恢复。</p>"),
    ("公告", "<p>因网站升级改造，石堰县人民政府门户网站自2025年6月20日至6月30日暂停访问。</p>"),
    ("石堰县人民政府", "<img src='/a.png' alt='网站维护中'>"),
    ("石堰县人民政府", "<p>网站升级改造中，请访问<a href='http://b.gov.example/'>市政府网站</a></p>"),
    ("石堰县人民政府门户网站", "<p>网站正在改版，敬请期待！</p>"),
    ("提示", "<p>系统繁忙，请稍后再试</p>"),
    ("Maintenance", "<h1>Under Maintenance</h1><p>We'll be back soon.</p>"),
    ("维护中", ""),
    ("提示", "<p>服务器维护，暂时无法访问</p>"),
    ("", "<p>本网<b>站</b>正在<i>升级</i>，请稍后访问</p>"),
    ("公告", "<p>因机房停电检修，网站于6月25日8时至18时暂停服务。</p>"),
    ("", "<p>您好，系统正在升级维护，请稍后再试！</p>"),
    ("网站建设中", "<p>敬请期待</p>"),
    ("", "<p>为配合省级集约化平台割接，本站将于25日暂停对外服务</p>"),
    ("升级公告", "<p>数据迁移期间网站暂停访问</p>"),
    ("", "<p>因系统升级维护，暂停服务</p>"),
]
OTHERS = [
    ("关于开展网站建设工作的通知", "<p>" + "各单位要做好网站升级维护期间的值守。" * 30 + "</p>"),
    ("公告", "<p>本网站已停止运行，请访问新网站</p>"),
    ("旧网站", "<p>本网站已整合迁移至县政府门户网站，原网站暂停访问</p>"),
    ("通知公告", "<p>本栏目正在建设中</p>"),
    ("通知公告", "<p>栏目维护中，敬请期待</p>"),
    ("通知公告", "<p>暂无内容</p>"),
    ("人事信息", "<p>本单位今年没有人事任免，因此本栏目暂无信息</p>"),
    ("机构职能", "<p>负责全县政务信息系统的建设、运行和维护工作。</p>"),
    ("生态环境", "<p>我县排水系统正在建设</p>"),
    ("便民", "<p>供水系统因管网改造暂停供水</p>"),
    ("联系我们", "<p>网站建设维护：县大数据中心 电话：0000-1234567</p>"),
    ("404", "<p>页面不存在</p>"),
    ("欢迎访问", "<p>系统升级，内容正在迁移，请从首页进入。</p>"),
    ("石堰县人民政府", "<p>网站升级中</p>" + "<a href='/x/'>栏目</a>" * 6),
]


def _page(title: str, body: str, head: str = "") -> Page:
    markup = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Page(markup, "http://a.gov.example/")


@pytest.mark.parametrize(("title", "body"), SUSPENDED)
def test_a_site_out_of_service_for_a_while(title: str, body: str) -> None:
    assert is_suspended(_page(title, body))


@pytest.mark.parametrize(("title", "body"), OTHERS)
def test_everything_else_is_a_page(title: str, body: str) -> None:
    assert not is_suspended(_page(title, body))


def test_a_tagged_article_and_a_page_that_sends_on_are_none() -> None:
    body = "<p>网站升级改造，暂停访问。</p>"
    tags = "<meta name='ArticleTitle' content='公告'><meta name='PubDate' content='2025-06-20'>"
    assert not is_suspended(_page("公告", body, tags))
    assert not is_suspended(_page("公告", body, "<meta http-equiv='refresh' content='0;url=/main/'>"))
