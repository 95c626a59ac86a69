"""Links that do not open, told from those that only look dead."""

from __future__ import annotations

from pathlib import Path

import pytest
from four_columns import NAMES, four_columns
from small_sites import HOME, Generated, SendsHome, dated_article, gathered, html, menu, plan_of, site
from specimens.site_files import PageRule, SpecimenSite

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import LinkRole, LinkSeen, SiteFacts
from xuncha.gather.plan import Depth, SitePlan

#: A living article may speak of deleted pages.
LIVE = dated_article("网站内容清理工作公告", "2025-05-05").replace(
    "<div class='wz'>",
    "<div class='wz'>" + "<p>经清理，部分栏目中的过期文件已被删除，相关页面不存在的，请与我们联系。</p>" * 12,
)


def home_with(links: str) -> dict[str, str]:
    return {**four_columns(), "/": html("首页", menu(NAMES) + links)}


def dead(facts: SiteFacts) -> dict[str, LinkSeen]:
    assert isinstance(facts.links, tuple), facts.links
    return {link.url.removeprefix(HOME.rstrip("/")): link for link in facts.links}


async def checked(
    served: SpecimenSite | list[SpecimenSite], folder: Path, plan: SitePlan | None = None
) -> dict[str, LinkSeen]:
    return dead(await gathered(served, folder, plan))


async def test_a_healthy_site_has_none(tmp_path: Path) -> None:
    assert await checked(site(four_columns()), tmp_path) == {}


async def test_head_refused_but_get_fine(tmp_path: Path) -> None:
    rules = [
        PageRule(f"/f/{code}.doc", head_status=code, content_type="application/msword", body="正文")
        for code in (405, 403, 404, 501)
    ]
    links = "".join(f"<a href='{rule.path}'>附件</a>" for rule in rules)
    assert await checked(site(home_with(links), *rules), tmp_path) == {}


async def test_nothing_at_all_is_no_pass(tmp_path: Path) -> None:
    """Neither a page nor an attachment; a counter's picture may bring nothing."""
    rules = [
        PageRule("/a.html", content_type="text/html"),
        PageRule("/b.pdf", content_type="application/pdf"),
        PageRule("/count.gif", content_type="image/gif"),
    ]
    links = "".join(f"<a href='{rule.path}'>材料</a>" for rule in rules[:2]) + "<img src='/count.gif'>"
    served = site(home_with(links) | {rule.path: rule.body for rule in rules}, *rules)
    found = await checked(served, tmp_path)
    assert {url: link.status for url, link in found.items()} == dict.fromkeys(
        ("/a.html", "/b.pdf"), FetchStatus.EMPTY
    )


async def test_not_found_twice(tmp_path: Path) -> None:
    found = await checked(site(home_with("<a href='/gone.html'>2024年工作报告</a>")), tmp_path)
    link = found["/gone.html"]
    assert (link.status, link.http_status, link.text) == (FetchStatus.NOT_FOUND, 404, "2024年工作报告")
    assert (link.role, link.external, link.certain) == (LinkRole.OTHER, False, True)
    assert link.tries >= 3
    assert link.found_on == (HOME,)
    assert link.evidence is not None


async def test_a_page_that_comes_back_is_not_dead(tmp_path: Path) -> None:
    answers = iter(["404", "404", "200", "200"])
    good = dated_article("办事公告", "2025-06-01")

    class Flapping(dict[str, PageRule]):
        def get(self, path: str, default: object = None) -> object:
            return PageRule(path, 404) if path == "/flap.html" and next(answers) == "404" else default

    served = site(home_with("<a href='/flap.html'>信息</a>") | {"/flap.html": good})
    served.rules = Flapping()
    assert await checked(served, tmp_path) == {}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(403, FetchStatus.BLOCKED), (412, FetchStatus.BLOCKED), (500, FetchStatus.SERVER_ERROR)],
)
async def test_how_it_ended_is_kept(tmp_path: Path, status: int, expected: FetchStatus) -> None:
    found = await checked(
        site(home_with("<a href='/x.html'>材料</a>"), PageRule("/x.html", status)), tmp_path
    )
    assert (found["/x.html"].status, found["/x.html"].http_status) == (expected, status)


async def test_other_hosts_behind_a_staging_address(tmp_path: Path) -> None:
    links = (
        "<a href='http://www.else.example/a'>外网</a><a href='http://www.known.gov.example/b'>兄弟单位</a>"
    )
    plan = plan_of(hosts=frozenset({"www.shiyan.gov.example", "www.known.gov.example"}))
    known = site({"/": ""}, host="www.known.gov.example")
    found = await checked([site(home_with(links)), known], tmp_path, plan)
    assert {url: (link.external, link.certain) for url, link in found.items()} == {
        "http://www.else.example/a": (True, False),
        "http://www.known.gov.example/b": (True, True),
    }


async def test_pictures_are_links_too(tmp_path: Path) -> None:
    pages = home_with(
        "<img src='/i/there.png'><img src='/i/gone.png' alt='县城风光'><img src='data:image/png;base64,AA'>"
    )
    found = await checked(site(pages | {"/i/there.png": "png"}), tmp_path)
    assert {url: link.text for url, link in found.items()} == {"/i/gone.png": "县城风光"}


async def test_links_that_lead_to_the_home_page_instead(tmp_path: Path) -> None:
    rules = [PageRule(path, status=302, location="/") for path in ("/gone.html", "/sy.html", "/index.jspx")]
    links = (
        "<a href='/gone.html'>2024年工作报告</a><a href='/sy.html'>返回首页</a><a href='/index.jspx'>本站</a>"
    )
    found = await checked(site(home_with(links), *rules), tmp_path)
    assert {url: link.status for url, link in found.items()} == {"/gone.html": FetchStatus.SENT_HOME}


async def test_a_program_that_says_there_is_no_such_number(tmp_path: Path) -> None:
    gone = html("提示信息", "<p>文档已删除或不存在</p>")
    rules = [PageRule("/view.php?aid=3", body=gone)]
    found = await checked(site(home_with("<a href='/view.php?aid=3'>报告</a>"), *rules), tmp_path)
    assert {url: link.status for url, link in found.items()} == {
        "/view.php?aid=3": FetchStatus.SOFT_NOT_FOUND
    }


async def test_roles(tmp_path: Path) -> None:
    pictures = "<div class='tp'><h3>图片新闻</h3><ul><li><a href='/p/1.html'><img src='/i/1.png'></a></li></ul></div>"
    pages = home_with(pictures) | {"/i/1.png": "png"}
    del pages["/zbcg/"]
    del pages["/tzgg/1.html"]
    found = await checked(site(pages), tmp_path)
    assert {url: link.role for url, link in found.items()} == {
        "/zbcg/": LinkRole.COLUMN,
        "/p/1.html": LinkRole.PICTURE_NEWS,
        "/tzgg/1.html": LinkRole.ENTRY,
    }
    assert found["/zbcg/"].found_on[0] == HOME


async def test_link_budget(tmp_path: Path) -> None:
    links = "".join(f"<a href='/gone/{n}.html'>第{n}件</a>" for n in range(30))
    plan = plan_of(depth=Depth(max_links=10, confirm_pause_s=0.01))
    facts = await gathered(site(home_with(links)), tmp_path, plan)
    assert len(dead(facts)) == 10
    assert facts.coverage.links - facts.coverage.links_checked == 20
    assert facts.coverage.stop_reason == "已达到链接预算 10 个"


@pytest.mark.parametrize("padding", [0, 90_000])
async def test_hosts_that_answer_200_to_everything(tmp_path: Path, padding: int) -> None:
    error = html(
        "提示",
        "<p>您访问的内容已经转移，请从首页进入各栏目浏览，如有问题请联系我们。</p>"
        + f"<!--{'x' * padding}-->",
    )
    pages = home_with("<a href='/gone.html'>报告</a><a href='/live.html'>公告</a>")
    pages["/live.html"] = LIVE
    served = site(Generated(lambda path: None if path == "/robots.txt" else error, pages))
    found = await checked(served, tmp_path)
    assert {url: link.status for url, link in found.items()} == {"/gone.html": FetchStatus.SOFT_NOT_FOUND}


async def test_hosts_that_send_everything_home(tmp_path: Path) -> None:
    pages = home_with(
        "<a href='/gone.html'>报告</a><a href='/live.html'>公告</a><a href='/index.html'>首页</a>"
    )
    pages["/live.html"] = LIVE
    served = site(pages)
    served.rules = SendsHome(pages)
    found = await checked(served, tmp_path)
    assert {url: link.status for url, link in found.items()} == {"/gone.html": FetchStatus.SOFT_NOT_FOUND}


async def test_the_same_visit_gives_the_same_links_in_the_same_order(tmp_path: Path) -> None:
    shared = "<a href='/gone/a.html'>甲</a><a href='/gone/b.html'>乙</a>"
    pages = {path: text.replace("</body>", f"{shared}</body>") for path, text in four_columns().items()}
    runs = [await gathered(site(pages), tmp_path / str(n)) for n in range(3)]
    shown = [[(link.url, link.found_on) for link in dead(run).values()] for run in runs]
    assert shown[0] == shown[1] == shown[2]


async def test_a_page_that_answers_for_a_document_and_says_it_is_gone(tmp_path: Path) -> None:
    says = PageRule(
        "/f/1.doc", content_type="text/html; charset=utf-8", body=html("提示", "<p>文件不存在</p>")
    )
    shows = PageRule(
        "/f/2.doc", content_type="text/html; charset=utf-8", body=dated_article("登记表", "2025-06-01")
    )
    links = "<a href='/f/1.doc'>登记表</a><a href='/f/2.doc'>样表</a>"
    found = await checked(site(home_with(links), says, shows), tmp_path)
    assert {url: link.status for url, link in found.items()} == {"/f/1.doc": FetchStatus.SOFT_NOT_FOUND}
