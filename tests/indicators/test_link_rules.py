"""N103 and N109: what proves a link dead, what leaves a doubt, and which code names it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from seen import column, judged, link, site_facts, unreachable

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import LinkRole, LinkSeen

GONE = [
    FetchStatus.NOT_FOUND,
    FetchStatus.SOFT_NOT_FOUND,
    FetchStatus.CLIENT_ERROR,
    FetchStatus.SERVER_ERROR,
    FetchStatus.REDIRECT_LOOP,
]
OPEN = [FetchStatus.TIMEOUT, FetchStatus.CONNECT, FetchStatus.RESET, FetchStatus.DNS, FetchStatus.TLS]
NO_FAULT = [
    FetchStatus.BLOCKED,
    FetchStatus.ROBOTS,
    FetchStatus.REFUSED,
    FetchStatus.BUDGET,
    FetchStatus.TOO_LARGE,
]
EXPECTED = [*((s, "fail") for s in GONE), *((s, "unknown") for s in OPEN), *((s, "pass") for s in NO_FAULT)]


def outcome(code: str, *links: LinkSeen) -> str:
    return judged(code, site_facts(columns=(), links=links)).outcome


@pytest.mark.parametrize(("status", "expected"), EXPECTED)
def test_links(status: FetchStatus, expected: str) -> None:
    assert outcome("N109", link(status)) == expected
    assert outcome("N103", link(status)) == "pass"


@pytest.mark.parametrize(("status", "expected"), EXPECTED)
@pytest.mark.parametrize("role", [LinkRole.COLUMN, LinkRole.PICTURE_NEWS])
def test_column_links(role: LinkRole, status: FetchStatus, expected: str) -> None:
    assert outcome("N103", link(status, role)) == expected
    assert outcome("N109", link(status, role)) == "pass"


@pytest.mark.parametrize(("status", "expected"), EXPECTED)
def test_columns_that_did_not_open(status: FetchStatus, expected: str) -> None:
    assert (
        judged("N103", site_facts(columns=(unreachable("要闻", status=status),), links=())).outcome
        == expected
    )


def test_a_column_that_opens_and_cannot_be_read_is_for_a_person_to_look_at() -> None:
    """Data in place of a page; what a firewall says in several columns is told of the columns alone."""
    data = unreachable("要闻", status=FetchStatus.BAD_RESPONSE)
    said = judged("N103", site_facts(columns=(data, column("公告")), links=()))
    assert said.outcome == "unknown"
    assert "无法当作网页阅读" in said.doubts[0].detail
    wall = replace(data, stop_reason="疑为防护设备的提示")
    assert judged("N103", site_facts(columns=(wall,), links=())).outcome == "pass"


def test_a_dead_column_is_named_once() -> None:
    dead = unreachable("要闻", status=FetchStatus.NOT_FOUND)
    again = link(FetchStatus.NOT_FOUND, LinkRole.COLUMN, url=dead.url)
    assert len(judged("N103", site_facts(columns=(dead, column("公告")), links=(again,))).hits) == 1


def test_an_answer_through_a_staging_address_proves_nothing_about_another_host() -> None:
    staged = link(FetchStatus.NOT_FOUND, external=True, certain=False)
    assert outcome("N109", staged) == "unknown"


@pytest.mark.parametrize(
    ("code", "expected"),
    [(500, "fail"), (501, "fail"), (502, "unknown"), (503, "unknown"), (504, "unknown"), (522, "unknown")],
)
def test_an_overloaded_server_may_recover(code: int, expected: str) -> None:
    assert outcome("N109", link(FetchStatus.SERVER_ERROR, http_status=code)) == expected


def test_a_hit_says_where_the_link_stands() -> None:
    (hit,) = judged("N109", site_facts(links=(link(FetchStatus.NOT_FOUND),))).hits
    assert hit.urls == ("http://www.qinghe.yl.gov.example/x.html", "http://www.qinghe.yl.gov.example/")
    assert hit.observed == {"status": "not_found", "http_status": 404, "tries": 2}
    assert "HTTP 404" in hit.detail
