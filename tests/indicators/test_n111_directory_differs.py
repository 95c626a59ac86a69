"""N111: what a home page says of itself against the directory, and closed sites that are still alive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from seen import HOME, PAGE, SITE, judged, site_facts
from traced import stated

from xuncha.facts.seen import Unseen
from xuncha.facts.targets import RunState, Site
from xuncha.facts.traces import IdentitySeen
from xuncha.indicators.kernel import Judgement

OTHER = "4400000099"
FAREWELL = "本网站已于2025年1月1日停止运行"
ELSEWHERE = "http://www.yl.gov.example/qinghe/"


def found(identity: IdentitySeen | Unseen, site: Site = SITE) -> Judgement:
    return judged("N111", replace(site_facts(identity=identity), site=site))


def closed(**more: Any) -> Judgement:
    return found(stated(**more), replace(SITE, state=RunState.CLOSED))


def test_a_home_page_that_agrees_passes() -> None:
    assert found(stated()).outcome == "pass"


def test_a_home_page_that_says_nothing_of_itself_passes() -> None:
    assert found(IdentitySeen(HOME)).outcome == "pass"


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"meta_code": OTHER}, "网页标签 SiteIDCode"),
        ({"foot_codes": (OTHER,)}, "页面底部"),
        ({"report_code": OTHER}, "找错入口"),
        ({"meta_code": "440000000"}, "网页标签 SiteIDCode（不是 10 位）"),
    ],
)
def test_a_code_must_be_equal_to_the_letter(more: dict[str, Any], where: str) -> None:
    (hit,) = found(stated(**more)).hits
    assert hit.detail.startswith(f"{where}的网站标识码为“")
    assert hit.observed["registered"] == SITE.site_code
    assert (hit.urls, hit.evidence) == ((HOME,), (PAGE,))


def test_several_codes_in_the_foot_are_told_apart_by_a_person() -> None:
    judgement = found(stated(foot_codes=(OTHER, "4400000098")))
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
    assert len({doubt.key for doubt in judgement.doubts}) == 2


def test_a_foot_that_names_the_sites_it_carries_as_well_passes() -> None:
    assert found(stated(foot_codes=(OTHER, SITE.site_code))).outcome == "pass"


def test_codes_of_ministries_are_compared_without_case() -> None:
    site = replace(SITE, site_code="bm19000004")
    identity = stated(meta_code="BM19000004", foot_codes=("bm19000004",))
    assert found(identity, site).outcome == "pass"
    assert found(identity, replace(site, state=RunState.CLOSED)).outcome == "fail"


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("www.qinghe.yl.gov.example", "pass"),
        ("qinghe.yl.gov.example", "pass"),
        ("www.linshui.gov.cn", "fail"),
        ("清河县", "unknown"),
        ("www.q7w3.example", "unknown"),
    ],
)
def test_the_domain_of_the_tag(domain: str, expected: str) -> None:
    assert found(stated(meta_domains=(domain,))).outcome == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (HOME, "pass"),
        ("https://qinghe.yl.gov.example/portal/", "pass"),
        ("http://www.qinghe.yl.gov.example:8080/", "pass"),
        (ELSEWHERE, "fail"),
    ],
)
def test_where_the_home_page_was_served(address: str, expected: str) -> None:
    assert found(stated(address=address)).outcome == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("清河县人民政府", "pass"),
        ("中国·清河", "pass"),
        ("清河县政府网", "pass"),
        ("清河之窗", "unknown"),
        ("靖山县人民政府", "fail"),
    ],
)
def test_names_may_be_short(name: str, expected: str) -> None:
    assert found(stated(meta_name=name)).outcome == expected


@pytest.mark.parametrize(
    ("sponsor", "expected"),
    [
        ("清河县人民政府办公室", "pass"),
        ("清河县人民政府", "pass"),
        ("清河县大数据中心", "pass"),
        ("靖山县水利局", "unknown"),
    ],
)
def test_sponsors_of_a_portal_are_for_a_person(sponsor: str, expected: str) -> None:
    assert found(stated(sponsors=(sponsor,))).outcome == expected


def test_the_sponsor_of_a_renamed_department() -> None:
    site = replace(SITE, name="清河县文化局", sponsor="清河县文化局")
    identity = stated(meta_name="", sponsors=("清河县民政局",))
    assert found(identity, site).outcome == "fail"


def test_a_running_site_that_says_farewell_is_a_doubt() -> None:
    judgement = found(stated(closing=FAREWELL))
    assert judgement.hits == ()
    (doubt,) = judgement.doubts
    assert doubt.detail == f"名录登记为正常运行，首页称“{FAREWELL}”"


@pytest.mark.parametrize(("number", "more"), [(1, ""), (5, ""), (6, "等")])
def test_unregistered_hosts_are_one_doubt_whatever_their_number(number: int, more: str) -> None:
    hosts = tuple(f"s{n}.yl.gov.example" for n in range(number))
    judgement = found(stated(unregistered=hosts))
    assert judgement.hits == ()
    (doubt,) = judgement.doubts
    assert f"名录中没有的网站 {number} 个" in doubt.detail
    assert doubt.detail.endswith(f"s{min(number, 5) - 1}.yl.gov.example{more}")
    assert (doubt.observed, doubt.key) == ({"hosts": number}, "hosts")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"meta_code": "", "meta_name": ""},
        {"meta_code": "", "foot_codes": (), "meta_name": SITE.name},
        {"address": "https://qinghe.yl.gov.example/index.html"},
    ],
    ids=["code and name", "code in the foot", "name alone", "without www"],
)
def test_a_closed_site_that_still_runs(more: dict[str, Any]) -> None:
    judgement = closed(**more)
    assert judgement.outcome == "fail"
    assert [hit.detail for hit in judgement.hits] == ["名录登记为关停，但网站仍在运行"]
    assert judgement.hits[0].key == "alive"


@pytest.mark.parametrize(
    "more",
    [
        {"meta_code": "", "foot_codes": (), "meta_name": ""},
        {"meta_code": OTHER, "foot_codes": (OTHER,), "meta_name": "玉岭市人民政府"},
        {"address": ELSEWHERE},
        {"address": ELSEWHERE, "meta_code": "", "foot_codes": (), "meta_name": SITE.name},
    ],
    ids=["says nothing", "another site", "sent to the portal", "its name on the portal"],
)
def test_a_closed_address_under_which_something_opens_is_a_doubt(more: dict[str, Any]) -> None:
    judgement = closed(**more)
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
    assert "是否为原网站待人工确认" in judgement.doubts[0].detail


def test_a_closed_site_that_says_so_passes() -> None:
    assert closed(closing=FAREWELL).outcome == "pass"


def test_a_closed_site_is_not_compared_any_further() -> None:
    judgement = closed(sponsors=("靖山县水利局",), unregistered=("s.yl.gov.example",))
    assert [hit.key for hit in (*judgement.hits, *judgement.doubts)] == ["alive"]


@pytest.mark.parametrize("state", list(RunState))
def test_a_home_page_that_did_not_open_leaves_a_doubt(state: RunState) -> None:
    judgement = found(Unseen("首页未能打开：超时"), replace(SITE, state=state))
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
