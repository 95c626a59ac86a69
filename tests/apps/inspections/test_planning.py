"""What each site and account is looked at with, and what was not handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from small_province import ASOF
from small_sites import SITE, listed

from xuncha.apps.directory.inputs import Inputs
from xuncha.apps.inspections.planning import Planning, account_facts, site_plans, with_columns
from xuncha.facts.account import Post
from xuncha.facts.seen import Evidence, Unseen
from xuncha.facts.targets import MediaAccount, Platform, RunState
from xuncha.facts.website import ProbeSample
from xuncha.gather.plan import Depth

KEPT = {"probes": Evidence("inputs.warc.gz", "r", "urn:x", "0", "2025-06-25T10:00:00+08:00")}
OTHER = replace(SITE, site_code="9901000002", url="http://www.b.example/", state=RunState.EXCEPTION)
ACCOUNT = MediaAccount("wx-1", "石堰发布", Platform.WECHAT, "", "", "石堰市", RunState.RUNNING)


def planning(*scope: str, staged: bool = False) -> Planning:
    return Planning(ASOF, Depth(), scope, KEPT, staged)


def samples(*hours: int) -> list[ProbeSample]:
    return [ProbeSample(ASOF - timedelta(hours=n), 5, "200", True) for n in hours]


@pytest.mark.parametrize(
    ("scope", "crawl"),
    [(("W201",), False), (("W201", "W301"), True), (("N109",), True), (("A201",), False), (("W102",), False)],
)
def test_pages_are_visited_only_when_an_indicator_reads_them(scope: tuple[str, ...], crawl: bool) -> None:
    (plan,) = site_plans(Inputs(sites=(SITE,)), planning(*scope))
    assert plan.crawl is crawl


@pytest.mark.parametrize(
    ("scope", "reads", "also_with_columns"),
    [
        (("N103", "N109"), False, True),
        (("N109", "N111", "W201"), False, True),
        (("N111",), False, False),
        (("N109", "W403"), True, True),
        (("N101",), True, True),
        (("D405",), True, True),
    ],
)
def test_articles_are_read_only_when_an_indicator_asks_what_they_say(
    scope: tuple[str, ...], reads: bool, also_with_columns: bool
) -> None:
    (plan,) = site_plans(Inputs(sites=(SITE,)), planning(*scope))
    assert (plan.reads_articles, with_columns(plan).reads_articles) == (reads, also_with_columns)


def test_only_sites_in_operation_are_planned_but_all_hosts_are_known() -> None:
    (plan,) = site_plans(Inputs(sites=(SITE, OTHER)), planning("W301", staged=True))
    assert (plan.site, plan.staged) == (SITE, True)
    assert plan.hosts == {"www.shiyan.gov.example", "www.b.example"}


def test_columns_and_probes_go_to_their_site() -> None:
    inputs = Inputs(
        sites=(SITE,),
        columns={SITE.site_code: [listed("公告", "/g/")]},
        probes={SITE.site_code: samples(1, 3, 2)},
    )
    (plan,) = site_plans(inputs, planning("W201"))
    assert [column.name for column in plan.columns] == ["公告"]
    assert plan.probes == tuple(samples(3, 2, 1))
    assert plan.probes_evidence == KEPT["probes"]


@pytest.mark.parametrize(
    ("probes", "reason"), [(None, "没有提供"), ({}, "没有该网站"), ({"1": samples(1)}, "没有该网站")]
)
def test_missing_probes_are_unseen(probes: dict[str, list[ProbeSample]] | None, reason: str) -> None:
    (plan,) = site_plans(Inputs(sites=(SITE,), probes=probes), planning("W201"))
    assert isinstance(plan.probes, Unseen)
    assert reason in plan.probes.reason


def test_an_account_the_export_does_not_mention_is_unseen_not_silent() -> None:
    post = Post("1", ASOF, "题", "", "")
    silent = replace(ACCOUNT, account_id="wx-2")
    closed = replace(ACCOUNT, account_id="wx-3", state=RunState.CLOSED)
    inputs = Inputs(accounts=(ACCOUNT, silent, closed), posts={"wx-1": [post]}, channels={})
    first, second = account_facts(inputs, {})
    assert first.posts == (post,)
    assert isinstance(second.posts, Unseen)
    assert isinstance(second.channels, Unseen)


def test_exports_not_handed_in_are_unseen() -> None:
    (facts,) = account_facts(Inputs(accounts=(ACCOUNT,)), {})
    assert [
        isinstance(fact, Unseen) and fact.reason.startswith("没有提供")
        for fact in (facts.posts, facts.channels)
    ] == [True] * 2
