"""The whole of a site opened for its links: what only a whole sweep finds, and what keeps it within bounds."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from four_columns import NAMES, four_columns
from small_sites import HOME, QUICK, Generated, encoded, gathered, html, menu, plan_of, site
from specimens.site_files import PageRule, SpecimenSite

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import LinkRole, LinkSeen, SiteFacts
from xuncha.gather import whole_site
from xuncha.gather.plan import SitePlan
from xuncha.gather.whole_site import WholeSite


def whole(max_pages: int = 500, max_links: int = 1500) -> SitePlan:
    depth = replace(QUICK, whole_site=True, max_pages=max_pages, max_links=max_links)
    return plan_of(depth=depth, wanted=frozenset({"links"}))


def dead(facts: SiteFacts) -> dict[str, LinkSeen]:
    assert isinstance(facts.links, tuple), facts.links
    return {link.url.removeprefix(HOME.rstrip("/")): link for link in facts.links}


def chain(length: int, last: str) -> dict[str, str]:
    """Pages that lead from one to the next, below a page no column leads to."""
    pages = {f"/zt/p{n}.html": html(f"第{n}页", f"<a href='p{n + 1}.html'>下一篇</a>") for n in range(length)}
    return {**pages, f"/zt/p{length}.html": html("末页", last)}


def with_chain(length: int, last: str) -> dict[str, str]:
    foot = "<div class='foot'><a href='/zt/p0.html'>往期</a></div>"
    return {**four_columns(), "/": html("首页", menu(NAMES) + foot), **chain(length, last)}


async def test_every_kind_of_link_far_below_the_columns(tmp_path: Path) -> None:
    last = (
        "<a href='/gone.html'>去年的报告</a><a href='/f/1.doc'>附件</a><img src='/i/1.jpg' alt='现场'>"
        "<link rel='stylesheet' href='/c/1.css'><iframe src='/zt/frame.html'></iframe>"
        "<!-- <a href='/not/a/link.html'>x</a> --><script>var a = \"<a href='/nor/this.html'>x</a>\"</script>"
        "<a href='/f/living.doc'>表格</a><a href='javascript:void(0)'>打印</a>"
    )
    living = PageRule("/f/living.doc", content_type="application/msword", body="正文")
    facts = await gathered(site(with_chain(12, last), living), tmp_path, whole())
    found = dead(facts)
    assert set(found) == {"/gone.html", "/f/1.doc", "/i/1.jpg", "/c/1.css", "/zt/frame.html"}
    link = found["/gone.html"]
    assert (link.status, link.http_status, link.text) == (FetchStatus.NOT_FOUND, 404, "去年的报告")
    assert link.found_on == (f"{HOME}zt/p12.html",)
    assert link.tries >= 2
    assert link.evidence is not None
    assert found["/i/1.jpg"].text == "现场"
    assert facts.coverage.stop_reason == ""
    assert facts.coverage.reached == facts.coverage.pages - 2  # the missing page and the missing frame


async def test_without_it_such_pages_are_not_opened(tmp_path: Path) -> None:
    plan = plan_of(wanted=frozenset({"links"}))
    assert dead(await gathered(site(with_chain(12, "<a href='/gone.html'>旧</a>")), tmp_path, plan)) == {}


async def test_a_column_keeps_its_role(tmp_path: Path) -> None:
    pages = with_chain(3, "<a href='/zbcg/'>招标采购</a>")
    del pages["/zbcg/"]
    found = dead(await gathered(site(pages), tmp_path, whole()))
    assert found["/zbcg/"].role is LinkRole.COLUMN


async def test_a_redirect_is_followed_and_its_page_read_once(tmp_path: Path) -> None:
    pages = with_chain(2, "<a href='/moved.html'>新址</a><a href='/new/'>新址</a>")
    pages["/new/"] = html("新址", "<a href='/lost.html'>旧文</a>")
    rule = PageRule("/moved.html", status=301, location="/new/")
    facts = await gathered(site(pages, rule), tmp_path, whole())
    assert set(dead(facts)) == {"/lost.html"}
    assert dead(facts)["/lost.html"].found_on == (f"{HOME}new/",)


async def test_the_budget_ends_a_site_without_end_and_says_so(tmp_path: Path) -> None:
    def calendar(path: str) -> str | None:
        if not path.startswith("/rili"):
            return None
        number = int(path.partition("=")[2] or 0)
        return html("日历", f"<a href='/rili?d={number + 1}'>后一天</a><a href='/rili?e={number}'>前一天</a>")

    pages = {**four_columns(), "/": html("首页", menu(NAMES) + "<a href='/rili'>日历</a>")}
    served = site(Generated(calendar, pages))
    facts = await gathered(served, tmp_path, whole(max_pages=60, max_links=20))
    assert facts.coverage.pages == 60
    assert "页面预算 60 页" in facts.coverage.stop_reason


async def test_the_same_site_gives_the_same_facts_within_a_budget(tmp_path: Path) -> None:
    """Which pages the budget reaches does not hang on which answer comes first."""
    delays = count()

    def branching(path: str) -> str | None:
        if not path.startswith("/b/"):
            return None
        name = path.removeprefix("/b/").removesuffix(".html")
        links = "".join(f"<a href='/b/{name}{n}.html'>下级{n}</a>" for n in range(3))
        return html(name, f"{links}<a href='/gone/{name}.doc'>附件</a>")

    def served() -> SpecimenSite:
        pages = {**four_columns(), "/": html("首页", menu(NAMES) + "<a href='/b/1.html'>甲</a>")}
        slow = [
            PageRule(
                f"/b/1{n}.html",
                delay_s=0.05 * ((n + next(delays)) % 3),
                body=branching(f"/b/1{n}.html") or "",
            )
            for n in range(3)
        ]
        return site(Generated(branching, pages), *slow)

    first = dead(await gathered(served(), tmp_path / "1", whole(max_pages=40)))
    second = dead(await gathered(served(), tmp_path / "2", whole(max_pages=40)))
    assert list(first) == list(second)
    assert len(first) > 5


async def test_pages_read_ahead_of_a_slow_one_hold_few_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one page keeps the others waiting for their turn, the links of these lie in memory."""
    most, each, last, at_once = 60, 20, 20, 4
    monkeypatch.setattr(whole_site, "_LINKS_AHEAD", most)
    ahead: list[int] = []
    take_turns = WholeSite._take_turns

    def noting(sweep: WholeSite) -> None:
        ahead.append(sum(len(opened.links) for opened in sweep._waiting.values()))
        take_turns(sweep)

    monkeypatch.setattr(WholeSite, "_take_turns", noting)
    pages = with_chain(0, "".join(f"<a href='/z/{n}/'>专题{n}</a>" for n in range(last)))
    for n in range(last):
        pages[f"/z/{n}/"] = html(
            f"专题{n}", "".join(f"<a href='/f/{n}-{m}.doc'>文件{m}</a>" for m in range(each))
        )
    plan = whole(max_links=5000)
    served = site(pages, PageRule("/z/0/", delay_s=1.0, body=pages["/z/0/"]))
    facts = await gathered(served, tmp_path, plan, connections=at_once)
    assert len(dead(facts)) == last * each
    assert list(dead(facts))[:2] == ["/f/0-0.doc", "/f/0-1.doc"]
    assert max(ahead) <= most + (at_once + 1) * each


async def test_a_host_that_never_says_no(tmp_path: Path) -> None:
    """Where every address answers 200, a missing page is known by the host's own way of saying so."""

    def anything(path: str) -> str | None:
        return html("石堰县人民政府", "<p>您访问的页面走丢了，请从首页重新查找您要的内容。</p>")

    pages = with_chain(4, "<a href='/old/2019.html'>旧公告</a>")
    found = dead(await gathered(site(Generated(anything, pages)), tmp_path, whole()))
    assert found["/old/2019.html"].status is FetchStatus.SOFT_NOT_FOUND


def clocked(pages: dict[str, str]) -> tuple[Generated, dict[str, list[float]]]:
    """The same pages, and when each address was asked for."""
    asked: dict[str, list[float]] = {}

    def note(path: str) -> None:
        asked.setdefault(path, []).append(monotonic())

    return Generated(note, pages), asked


async def looked_at_gone(tmp_path: Path, pause_s: float, last_s: float) -> float:
    """Seconds between two looks at a missing page, where the answer of another comes ``last_s`` late."""
    pages, asked = clocked(with_chain(1, "<a href='/gone.html'>旧</a><a href='/zt/late.html'>慢</a>"))
    pages.update(encoded({"/zt/late.html": html("慢", "<p>到了</p>")}))
    plan = whole()
    plan = replace(plan, depth=replace(plan.depth, confirm_pause_s=pause_s))
    facts = await gathered(site(pages, PageRule("/zt/late.html", delay_s=last_s)), tmp_path, plan)
    assert set(dead(facts)) == {"/gone.html"}
    return asked["/gone.html"][-1] - asked["/gone.html"][0]


async def test_the_second_look_comes_after_a_pause(tmp_path: Path) -> None:
    assert await looked_at_gone(tmp_path, pause_s=0.7, last_s=0) >= 0.7


async def test_what_has_passed_since_the_first_look_counts(tmp_path: Path) -> None:
    assert await looked_at_gone(tmp_path, pause_s=8, last_s=8) < 16  # one after the other they took that long
