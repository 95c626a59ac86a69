"""One site from plan to facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from four_columns import four_columns
from small_sites import SITE, columns_of, gathered, plan_of, site

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.website import HomepageSeen
from xuncha.gather.evidence.verify import verify
from xuncha.gather.site import NOT_CRAWLED


async def test_everything_is_seen_and_kept(tmp_path: Path) -> None:
    facts = await gathered(site(four_columns()), tmp_path)
    assert isinstance(facts.homepage, HomepageSeen)
    assert len(columns_of(facts)) == 4
    assert facts.links == ()
    assert facts.coverage.reached == facts.coverage.pages == 17
    assert facts.coverage.links == facts.coverage.links_checked
    assert [path.name for path in (tmp_path / "evidence").iterdir()] == [f"{SITE.site_code}.warc.gz"]
    assert verify(tmp_path / "evidence").problems == ()


async def test_nothing_is_visited_when_nothing_is_asked(tmp_path: Path) -> None:
    facts = await gathered(site(four_columns()), tmp_path, plan_of(crawl=False))
    assert (facts.homepage, facts.columns, facts.links) == (NOT_CRAWLED,) * 3
    assert facts.coverage.pages == 0
    assert not (tmp_path / "evidence").exists()


async def test_a_site_that_is_not_there_is_seen_as_such(tmp_path: Path) -> None:
    elsewhere = replace(SITE, url="http://nowhere.gov.example/")
    facts = await gathered(site(four_columns()), tmp_path, plan_of(site=elsewhere))
    assert isinstance(facts.homepage, HomepageSeen)
    assert facts.homepage.status is FetchStatus.NOT_FOUND
    assert facts.coverage.causes == (("not_found", 1),)


async def test_a_fault_of_ours_spoils_one_site_and_no_other(tmp_path: Path) -> None:
    """An address no part of the program can take apart, as only a damaged list could bring in."""
    facts = await gathered(site(four_columns()), tmp_path, plan_of(site=replace(SITE, url="http://[::1")))
    for fact in (facts.homepage, facts.columns, facts.links):
        assert isinstance(fact, Unseen)
        assert "首页" in fact.reason
    assert verify(tmp_path / "evidence").problems == ()


async def test_two_visits_give_the_same_facts(tmp_path: Path) -> None:
    runs = [await gathered(site(four_columns()), tmp_path / str(n)) for n in range(2)]
    names = [
        [(c.name, c.content, len(c.entries), c.pages_read) for c in columns_of(run).values()] for run in runs
    ]
    assert names[0] == names[1]
    # robots.txt is cited by a record of its own run; what it said is the same.
    said = [[(one.host, one.rule, one.reason) for one in run.coverage.robots] for run in runs]
    assert said[0] == said[1] != []
    assert replace(runs[0].coverage, robots=()) == replace(runs[1].coverage, robots=())
