"""One site from plan to facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from four_columns import four_columns
from small_sites import SITE, columns_of, gathered, html, listed, plan_of, site
from specimens.site_files import PageRule

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.website import NOT_ASKED, HomepageSeen, SiteFacts
from xuncha.gather.evidence.verify import verify
from xuncha.gather.site import NOT_CRAWLED

T = TypeVar("T")


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


def seen(fact: tuple[T, ...] | Unseen) -> tuple[T, ...]:
    assert not isinstance(fact, Unseen), fact
    return fact


async def test_for_links_alone_articles_are_opened_and_not_read(tmp_path: Path) -> None:
    pages = site(four_columns() | {"/gzdt/1.html": html("文章", "<a href='/gone.html'>附件</a>")})
    whole = await gathered(pages, tmp_path / "whole")
    brief = await gathered(pages, tmp_path / "brief", plan_of(wanted=frozenset({"links", "opened_columns"})))
    assert brief.columns == NOT_ASKED
    opened = {column.url: (column.name, column.status) for column in seen(brief.opened_columns)}
    assert opened == {column.url: (column.name, column.status) for column in seen(whole.opened_columns)}
    assert [column.entries for column in seen(brief.opened_columns)] == [()] * 4
    dead = [link.url.rpartition("/")[2] for link in seen(brief.links)]
    assert dead == ["gone.html"] == [link.url.rpartition("/")[2] for link in seen(whole.links)]
    assert brief.coverage.pages == whole.coverage.pages


FROM_PAGES = ("columns", "boards", "services", "texts", "links", "tags", "interpretations")
SHELL = "<html><head><script src='/app.js'></script></head><body><div id='app'></div></body></html>"
STATIC = html("石堰县人民政府", "<p>欢迎访问石堰县人民政府网站。</p>")


async def gathered_with_home(home: str, folder: Path, *rules: PageRule) -> SiteFacts:
    return await gathered(site(four_columns() | {"/": home}, *rules), folder)


@pytest.mark.parametrize("status", [200, 403, 500])
async def test_of_a_site_whose_home_leads_nowhere_nothing_was_seen(tmp_path: Path, status: int) -> None:
    """No column is overdue and no link dead on a site nobody could look into; that is no pass."""
    facts = await gathered_with_home(SHELL, tmp_path, PageRule("/", status))
    causes = {200: None, 403: FetchStatus.BLOCKED, 500: FetchStatus.SERVER_ERROR}
    for name in FROM_PAGES:
        fact = getattr(facts, name)
        assert isinstance(fact, Unseen), name
        assert "首页" in fact.reason
        assert fact.cause is causes[status]


async def test_a_home_page_without_links_or_scripts_was_seen(tmp_path: Path) -> None:
    facts = await gathered_with_home(STATIC, tmp_path)
    assert facts.columns == facts.links == ()


async def test_listed_columns_are_seen_though_the_home_page_fails(tmp_path: Path) -> None:
    """A dead column is a fault by itself; what stands in pages is unseen where none opened."""
    plan = plan_of([listed("工作动态", "/gone/")])
    facts = await gathered(site(four_columns(), PageRule("/", 500)), tmp_path / "dead", plan)
    assert [column.status for column in seen(facts.columns)] == [FetchStatus.NOT_FOUND]
    assert isinstance(facts.texts, Unseen)
    assert not isinstance(facts.links, Unseen)
    plan = plan_of([listed("工作动态", "/gzdt/")])
    facts = await gathered(site(four_columns(), PageRule("/", 500)), tmp_path / "alive", plan)
    assert not isinstance(facts.texts, Unseen)
