"""Whether a page offers services: guides, columns, the portal of an upper level."""

from __future__ import annotations

import pytest

from xuncha.text.guides.service_entry import ServiceEntry, read_service_entry, site_offers
from xuncha.text.pages.page import Page

HOME = "https://www.example.gov.cn/"


def entry(body: str, title: str = "某市某局") -> ServiceEntry:
    return read_service_entry(Page(f"<title>{title}</title>{body}", HOME), HOME)


@pytest.mark.parametrize(
    "body",
    [
        "<a href='https://zwfw.fujian.gov.cn/'>进入</a>",
        "<a href='https://www.gjzwfw.gov.cn/'><img src='a.png' alt='国家政务服务平台'></a>",
        "<a href='http://hall.example.com/'>省政务服务网</a>",
        "<a href='https://jxzwfww.gov.cn/x'>办事</a>",
    ],
)
def test_a_portal_of_an_upper_level_counts(body: str) -> None:
    seen = entry(body)
    assert len(seen.platforms) == 1
    assert seen.offers is True


def test_columns_and_guides() -> None:
    seen = entry("<a href='/bsfw/'>办事服务</a><a href='/bsfw/12.html'>取水许可办事指南</a>")
    assert seen.columns == ("https://www.example.gov.cn/bsfw/",)
    assert seen.guides == ("https://www.example.gov.cn/bsfw/12.html",)


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/xxgk/zn/'>政府信息公开指南</a>",
        "<a href='/kp/8.html'>公众防灾避险指南</a>",
        "<a href='/xf/'>网上信访</a><a href='/news/1.html'>我市政务服务改革工作动态</a>",
        "<a href='/zwfwj/'>市政务服务管理局</a>",
        "<p>本局负责政务服务工作。</p>",
    ],
)
def test_what_is_no_service(body: str) -> None:
    assert entry(body).offers is False


def test_an_entry_that_leads_nowhere_and_a_page_filled_by_script_stay_open() -> None:
    assert entry("<a href='#'>办事服务</a>").dead_words == ("办事服务",)
    assert entry("<a href='#'>办事服务</a>").offers is None
    script = "<div id='svc'></div><script>fetch('/m').then(r=>{document.getElementById('svc').innerHTML=r})</script>"
    assert entry(f"<p>{'某局主管水利工作。' * 20}</p>{script}").offers is None


def test_a_page_that_is_a_guide_or_a_list_of_them() -> None:
    body = "<p><b>设定依据：</b>《水法》</p><p><b>申请条件：</b>法人</p><p><b>办理流程：</b>申请、受理</p>"
    assert entry(body, "取水许可办事指南").is_guide


def test_over_a_site() -> None:
    none, some, dark = (
        ServiceEntry((), (), ()),
        ServiceEntry(("u",), (), ()),
        ServiceEntry((), (), (), unseen=True),
    )
    assert site_offers([none, some, dark]) is True
    assert site_offers([none, dark]) is None
    assert site_offers([none]) is False
    assert site_offers([]) is None
