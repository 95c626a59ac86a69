"""W601: services offered here or elsewhere, units without any to offer, and what leaves it open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from seen import HOME, PAGE, column, home, judged, unreachable
from served import facts_with, guide, of_site, offering

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.services import ServicesSeen
from xuncha.facts.targets import ColumnKind, SiteKind
from xuncha.facts.website import Content, Coverage
from xuncha.indicators.kernel import Judgement

NONE = offering(offered=False)


def on_services(services: ServicesSeen, **fields: object) -> Judgement:
    return judged("W601", facts_with(services=services, **fields))


def test_services_are_offered() -> None:
    assert on_services(offering()).outcome == "pass"
    assert on_services(offering(guide(1, 8), offered=None)).outcome == "pass"


def test_no_services() -> None:
    (hit,) = on_services(NONE).hits
    assert hit.detail == "首页和各栏目均未提供办事服务，也没有政务服务网入口"
    assert (hit.urls, hit.evidence) == ((HOME,), (PAGE,))


@pytest.mark.parametrize(
    ("kind", "serves", "outcome"),
    [
        (SiteKind.PORTAL, None, "fail"),
        (SiteKind.PORTAL, True, "fail"),
        (SiteKind.PORTAL, False, "pass"),
        (SiteKind.DEPARTMENT, None, "unknown"),
        (SiteKind.DEPARTMENT, True, "fail"),
        (SiteKind.DEPARTMENT, False, "pass"),
    ],
)
def test_units_that_serve_no_public_are_exempt(kind: SiteKind, serves: bool | None, outcome: str) -> None:
    facts = of_site(facts_with(services=NONE), kind=kind, serves_public=serves)
    assert judged("W601", facts).outcome == outcome


def test_what_could_not_be_told_leaves_a_doubt() -> None:
    (doubt,) = on_services(offering(offered=None, unseen="有办事服务的入口，但打不开或没有内容")).doubts
    assert "打不开或没有内容" in doubt.detail


def test_a_home_page_that_was_not_read_leaves_a_doubt() -> None:
    assert on_services(NONE, homepage=home(status=FetchStatus.TIMEOUT)).outcome == "unknown"
    assert on_services(NONE, homepage=home(needs_script=True)).outcome == "unknown"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (ColumnKind.GUIDE, "unknown"),
        (ColumnKind.UNTYPED, "unknown"),
        (ColumnKind.NEWS, "fail"),
        (ColumnKind.CONSULTATION, "fail"),
    ],
)
def test_an_unread_column_that_may_hold_them_leaves_a_doubt(kind: ColumnKind, outcome: str) -> None:
    columns = (column("县情", ColumnKind.STATIC), unreachable("便民", kind))
    assert on_services(NONE, columns=columns).outcome == outcome


def test_a_site_of_which_no_column_was_read_leaves_a_doubt() -> None:
    columns = (unreachable("要闻", ColumnKind.NEWS), unreachable("公告", ColumnKind.NOTICE))
    (doubt,) = on_services(NONE, columns=columns).doubts
    assert "没有读到任何栏目" in doubt.detail


def test_a_column_on_another_site_was_looked_at_by_its_link() -> None:
    away = column("机关党建", ColumnKind.UNTYPED, content=Content.FRAME)
    assert on_services(NONE, columns=(away,)).outcome == "fail"


def test_a_visit_that_was_cut_short_leaves_a_doubt() -> None:
    facts = replace(facts_with(services=NONE), coverage=Coverage(stop_reason="已达到页面预算 300 页"))
    assert judged("W601", facts).outcome == "unknown"


def test_a_site_of_which_no_column_was_found_leaves_a_doubt() -> None:
    assert on_services(NONE, columns=()).outcome == "unknown"


@pytest.mark.parametrize("missing", ["services", "homepage", "columns"])
def test_a_fact_that_was_not_seen_leaves_a_doubt(missing: str) -> None:
    assert judged("W601", facts_with(**{"services": NONE, missing: Unseen("未看")})).outcome == "unknown"
