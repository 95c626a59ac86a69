"""What a home page says of itself against the directory, and notices that a site has closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xuncha.facts.targets import RunState, Site, SiteKind
from xuncha.text.pages.page import Page
from xuncha.text.pages.site_identity import (
    ClosingKind,
    Field,
    compare_identity,
    outward_government_hosts,
    says_closed,
    stated_identity,
)

HOME = "http://www.linshui.gov.cn/"
SITE = Site(
    "3699000012", "临水市人民政府", HOME, "临水市人民政府办公室", "临水市人民政府", "临水市", SiteKind.PORTAL, RunState.RUNNING
)  # fmt: skip


def home(
    *, name: str = "临水市人民政府门户网站", code: str = "3699000012", domain: str = "www.linshui.gov.cn",
    foot_code: str = "3699000012", sponsor: str = "临水市人民政府办公室", body: str = "", url: str = HOME,
) -> Page:  # fmt: skip
    """A home page with meta tags and foot."""
    return Page(
        f"""<html><head><title>{name}</title><meta name="sitename" content="{name}">
        <meta name="SiteDomain" content="{domain}"><META NAME="SiteIDCode" CONTENT="{code}"></head><body>
        <ul><li><a href="/yw/1.html">要闻</a></li></ul>{body}
        <div class="footer"><p>主办单位：{sponsor}　承办：临水市大数据中心　<span>网站标识码：{foot_code}</span></p>
        <p>赣ICP备05001234号-1　<a>赣公网安备 36990002000012号</a> 联系电话：0799-1234567</p>
        <script src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>
        <a href="http://pucha.kaipuyun.cn/exposure/jiucuo.html?site_code={code}&url=x"><img src="z.png"></a></div></body></html>""",
        url,
    )


def test_everything_the_foot_says_is_read() -> None:
    found = stated_identity(home())
    assert found.meta_name == "临水市人民政府门户网站"
    assert (found.meta_code, found.foot_codes, found.report_code) == (
        "3699000012",
        ("3699000012",),
        "3699000012",
    )
    assert found.sponsors == ("临水市人民政府办公室",)
    assert found.undertakers == ("临水市大数据中心",)
    assert found.icp_numbers == ("赣ICP备05001234号-1",)
    assert found.police_numbers == ("赣公网安备 36990002000012号",)
    assert found.report_link.startswith("http://pucha.kaipuyun.cn/")
    assert found.phones == ("0799-1234567",)


def test_a_page_that_agrees_has_no_mismatch() -> None:
    assert compare_identity(SITE, stated_identity(home())) == ()


@pytest.mark.parametrize(
    "name", ["中国·临水", "临水市政府网", "中国临水", "临水政府门户网站", "临水市人民政府"]
)
def test_short_names_are_the_same_site(name: str) -> None:
    assert compare_identity(SITE, stated_identity(home(name=name))) == ()


def test_what_is_not_stated_is_no_mismatch() -> None:
    assert compare_identity(SITE, stated_identity(Page("<html><body><p>首页</p></body></html>", HOME))) == ()


def test_codes_must_be_equal() -> None:
    found = compare_identity(SITE, stated_identity(home(code="3699000021", foot_code="3699000021")))
    assert {(item.field, item.stated, item.certain) for item in found} == {(Field.CODE, "3699000021", True)}
    assert [item.where for item in found] == ["网页标签 SiteIDCode", "页面底部", "找错入口"]


def test_a_code_of_the_wrong_length_is_named() -> None:
    found = compare_identity(SITE, stated_identity(home(foot_code="369900001200")))
    assert [(item.stated, item.where) for item in found] == [("369900001200", "页面底部（不是 10 位）")]


def test_ministry_codes_are_compared_without_case() -> None:
    site = replace(SITE, site_code="bm19000004")
    assert compare_identity(site, stated_identity(home(code="BM19000004", foot_code="bm19000004"))) == ()


def test_a_domain_left_over_from_another_site() -> None:
    found = compare_identity(SITE, stated_identity(home(domain="http://gxq.cq.gov.cn/")))
    assert [(item.field, item.stated, item.certain) for item in found] == [
        (Field.ADDRESS, "gxq.cq.gov.cn", True)
    ]


@pytest.mark.parametrize(
    "domain", ["linshui.gov.cn", "https://www.linshui.gov.cn/index.html", "临水.政务,www.linshui.gov.cn"]
)
def test_the_same_host_in_other_words(domain: str) -> None:
    assert compare_identity(SITE, stated_identity(home(domain=domain))) == ()


def test_a_home_page_that_lives_elsewhere_now() -> None:
    found = compare_identity(SITE, stated_identity(home(domain="", url="http://ls.newcity.gov.cn/")))
    assert [(item.field, item.where) for item in found] == [(Field.ADDRESS, "首页实际地址")]


def test_a_renamed_department() -> None:
    site = replace(SITE, name="临水市文化局", sponsor="临水市文化局")
    page = home(name="临水市民政局", sponsor="临水市民政局")
    found = compare_identity(site, stated_identity(page))
    # The page also names a data centre as the one that runs it, so the sponsor stays a doubt.
    assert [(item.field, item.certain) for item in found] == [(Field.NAME, True), (Field.SPONSOR, False)]
    page = Page(page.html.replace("承办：临水市大数据中心", ""), HOME)
    found = compare_identity(site, stated_identity(page))
    assert [(item.field, item.certain) for item in found] == [(Field.NAME, True), (Field.SPONSOR, True)]


def test_a_data_centre_that_runs_the_site_of_its_government() -> None:
    site = replace(SITE, sponsor="临水市大数据发展管理局")
    assert compare_identity(site, stated_identity(home(sponsor="临水市人民政府"))) == ()


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("临水市发改委", "临水市发展和改革委员会"),
        ("市人社局", "临水市人力资源和社会保障局"),
        ("临水市卫健委", "临水市卫生健康委员会"),
        ("交通运输部", "中华人民共和国交通运输部"),
        ("临水市体育局", "临水市教育体育局"),
    ],
)
def test_short_names_of_departments(short: str, full: str) -> None:
    site = replace(SITE, name=full, sponsor=full)
    assert compare_identity(site, stated_identity(home(name=short, sponsor=short))) == ()


def test_a_brand_name_is_a_doubt() -> None:
    found = compare_identity(SITE, stated_identity(home(name="水乡之窗")))
    assert [(item.field, item.certain) for item in found] == [(Field.NAME, False)]


def test_same_office_of_another_city_is_another() -> None:
    site = replace(SITE, name="临水市教育局", sponsor="临水市教育局")
    found = compare_identity(site, stated_identity(home(name="靖山市教育局", sponsor="临水市教育局")))
    assert [(item.field, item.certain) for item in found] == [(Field.NAME, True)]


CLOSED = [
    ("<p>尊敬的用户：本网站已于2024年12月31日停止运行，感谢您的支持。</p>", ClosingKind.CLOSED),
    ("<p>根据集约化工作要求，我局网站自2025年1月1日起停止更新。</p>", ClosingKind.CLOSED),
    ("<div>临水市粮食局网站已关停</div>", ClosingKind.CLOSED),
    ("<h2>迁移公告</h2><p>本站已整体迁移至临水市人民政府网站（http://www.linshui.gov.cn/lsj/），请更新您的收藏。</p>", ClosingKind.MOVED),
    ("<p>本网站已并入市政府门户网站，3秒后自动跳转。</p>", ClosingKind.MOVED),
    ("请访问新网站 <a href='http://new.linshui.gov.cn/'>new.linshui.gov.cn</a>", ClosingKind.MOVED),
    ("<p>因机房检修，本网站于6月20日至25日暂停服务。</p>", ClosingKind.SUSPENDED),
    ("<div><h1>网站正在升级维护中，请稍后访问</h1></div>", ClosingKind.SUSPENDED),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind"), CLOSED)
def test_notices_of_the_end_of_a_site(body: str, kind: ClosingKind) -> None:
    found = says_closed(Page(f"<html><body>{body}</body></html>", HOME))
    assert found is not None
    assert found.kind is kind
    assert found.quote


def test_the_new_address_is_read() -> None:
    found = says_closed(
        Page("<body><p>本站已迁移，新网址：http://www.linshui.gov.cn/lsj/。</p></body>", HOME)
    )
    assert found is not None
    assert found.new_address == "http://www.linshui.gov.cn/lsj/"


OPEN = [
    "<ul><li><a href='/1.html'>市粮食局网站停止运行公告</a></li></ul>" + "<p>我市经济运行平稳。</p>" * 120,
    "<p>全市共关停违法违规网站12家，查处非法网站3个。</p>",
    "<p>网站如无法访问，请联系技术支持。避免网站关闭造成影响。</p>",
    "<p>主办单位：国务院办公厅 运行维护单位：中国政府网运行中心 网站建设：信息中心</p>",
    "<p>本网站由市政府办公室主办，本网站支持IPv6访问。</p>",
    "<p>企业网站关闭后应当办理注销备案。</p>",
]


@pytest.mark.parametrize("body", OPEN)
def test_pages_that_are_not_closed(body: str) -> None:
    assert says_closed(Page(f"<html><body>{body}</body></html>", HOME)) is None


def test_an_ordinary_home_page_is_not_closed() -> None:
    assert says_closed(home()) is None


def test_other_government_hosts_in_order() -> None:
    page = home(body="<a href='http://www.gov.cn/'>国</a><a href='http://jyj.linshui.gov.cn/'>教</a><a href='http://zwfw.jx.gov.cn/a'>办</a>"
                     "<a href='http://www.gov.cn/b'>国</a><a href='http://www.fakegov.cn/'>x</a><a href='http://临水.政务/'>中</a>")  # fmt: skip
    assert outward_government_hosts(page) == ("www.gov.cn", "zwfw.jx.gov.cn", "临水.政务")
