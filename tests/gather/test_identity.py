"""What a home page says of itself, as gathered from a served page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_sites import HOME, HOST, SITE, gathered, html, plan_of, site
from specimens.site_files import PageRule

from xuncha.facts.seen import Unseen
from xuncha.facts.targets import RunState
from xuncha.facts.traces import IdentitySeen
from xuncha.facts.website import NOT_ASKED

HEAD = (
    "<meta name='SiteName' content='石堰县人民政府门户网站'><META NAME=\"SiteDomain\" CONTENT='www.shiyan.gov.example'>"
    "<meta name='SiteIDCode' content='9901000001'>"
)
FOOT = (
    "<div class='footer'>主办单位：石堰县人民政府办公室　网站标识码：9901000001　联系电话：0900-1234567</div>"
)


async def identity_of(folder: Path, body: str = FOOT, head: str = HEAD, **plan: Any) -> IdentitySeen:
    pages = {"/": html("石堰县人民政府", body, head)}
    given = {"wanted": frozenset({"identity"}), **plan}
    seen = (await gathered(site(pages), folder, plan_of(**given))).identity
    assert isinstance(seen, IdentitySeen), seen
    return seen


async def test_tags_and_foot(tmp_path: Path) -> None:
    seen = await identity_of(tmp_path)
    assert (seen.address, seen.meta_name, seen.meta_domains) == (HOME, "石堰县人民政府门户网站", (HOST,))
    assert (seen.meta_code, seen.foot_codes) == ("9901000001", ("9901000001",))
    assert (seen.sponsors, seen.phones) == (("石堰县人民政府办公室",), ("0900-1234567",))
    assert (seen.closing, seen.unregistered) == ("", ())
    assert seen.evidence is not None
    assert seen.evidence.url == HOME


async def test_a_page_that_says_nothing(tmp_path: Path) -> None:
    seen = await identity_of(tmp_path, "<p>石堰县</p>", "")
    assert (seen.meta_code, seen.foot_codes, seen.sponsors) == ("", (), ())


@pytest.mark.parametrize(
    ("words", "closing"),
    [
        ("<p>尊敬的用户：本网站已于2025年1月1日停止运行。</p>", "停止运行"),
        ("<p>本站已整体迁移至石堰市人民政府网站。</p>", "迁移"),
        ("<h1>网站正在升级维护中，请稍后访问</h1>", ""),
        ("<p>因机房检修，本网站于6月20日至25日暂停服务。</p>", ""),
        ("<p>全县共关停违法违规网站12家。</p>", ""),
    ],
)
async def test_farewells_are_kept_and_pauses_are_not(tmp_path: Path, words: str, closing: str) -> None:
    menu = "".join(f"<a href='/{n}/'>第{n}个栏目</a>" for n in range(6))
    seen = await identity_of(tmp_path, menu + words + FOOT)
    assert closing in seen.closing
    assert bool(seen.closing) is bool(closing)


async def test_of_a_site_that_shows_nothing_but_a_pause_nothing_is_known(tmp_path: Path) -> None:
    pages = site({"/": html("石堰县人民政府", "<h1>网站正在升级维护中，请稍后访问</h1>" + FOOT)})
    seen = (await gathered(pages, tmp_path, plan_of(wanted=frozenset({"identity"})))).identity
    assert isinstance(seen, Unseen)
    assert "正在维护" in seen.reason


async def test_hosts_of_its_own_domain_that_the_directory_does_not_hold(tmp_path: Path) -> None:
    links = "".join(
        f"<a href='http://{host}/'>{host}</a>"
        for host in (
            "shiyan.linshui.gov.cn",
            "jyj.linshui.gov.cn",
            "data.shiyan.linshui.gov.cn",
            "jyj.linshui.gov.cn",
            "mzj.linshui.gov.cn",
            "www.mzj.linshui.gov.cn",
            "www.jingshan.gov.cn",
            "linshui.gov.cn.q7w3.test",
        )
    )
    own = "www.shiyan.linshui.gov.cn"
    shiyan = replace(SITE, url=f"http://{own}/")
    pages = site({"/": html("石堰县人民政府", links)}, host=own)
    plan = plan_of(site=shiyan, wanted=frozenset({"identity"}), hosts=frozenset({own, "mzj.linshui.gov.cn"}))
    seen = (await gathered(pages, tmp_path, plan)).identity
    assert isinstance(seen, IdentitySeen)
    assert seen.unregistered == ("jyj.linshui.gov.cn", "data.shiyan.linshui.gov.cn")


async def test_where_a_redirect_led(tmp_path: Path) -> None:
    other = "portal.shijiang.gov.example"
    pages = [
        site({}, PageRule("/", 302, f"http://{other}/shiyan/")),
        site({"/shiyan/": html("石堰县", FOOT, HEAD)}, host=other),
    ]
    seen = (await gathered(pages, tmp_path, plan_of(wanted=frozenset({"identity"})))).identity
    assert isinstance(seen, IdentitySeen)
    assert seen.address == f"http://{other}/shiyan/"


@pytest.mark.parametrize("rule", [PageRule("/", 403), PageRule("/", 404), PageRule("/", 500)])
async def test_a_home_page_that_would_not_open_is_unseen(tmp_path: Path, rule: PageRule) -> None:
    seen = (await gathered(site({}, rule), tmp_path, plan_of(wanted=frozenset({"identity"})))).identity
    assert isinstance(seen, Unseen)
    assert "首页未能打开" in seen.reason


async def test_of_a_closed_site_the_home_page_alone_is_read(tmp_path: Path) -> None:
    closed = replace(SITE, state=RunState.CLOSED)
    plan = plan_of(site=closed, wanted=frozenset({"identity"}))
    facts = await gathered(site({"/": html("石堰县", FOOT, HEAD)}), tmp_path, plan)
    assert isinstance(facts.identity, IdentitySeen)
    assert (facts.columns, facts.traces) == (NOT_ASKED, NOT_ASKED)
    assert facts.coverage.pages == 1
