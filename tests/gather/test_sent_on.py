"""Home pages that only send their readers on: the page they get to see is the one that is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_sites import HOME, gathered, html, plan_of, site

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import HomepageSeen

MAIN = html(
    "石堰县人民政府", "<ul>" + "".join(f"<li><a href='/{n}/'>栏目{n}</a></li>" for n in range(6)) + "</ul>"
)
NEW = "www.shiyan-new.gov.example"


def _tag(to: str) -> str:
    return f"<html><head><meta http-equiv='refresh' content='0;url={to}'></head></html>"


async def home_of(folder: Path, pages: dict[str, str]) -> HomepageSeen:
    sites = [site(pages), site({"/": MAIN}, host=NEW)]
    seen = (await gathered(sites, folder, plan_of(wanted=frozenset({"homepage"})))).homepage
    assert isinstance(seen, HomepageSeen)
    return seen


@pytest.mark.parametrize("steps", [1, 4, 7])
async def test_every_step_of_a_chain_is_taken(tmp_path: Path, steps: int) -> None:
    chain = {f"/{n}.html" if n else "/": _tag(f"/{n + 1}.html") for n in range(steps)}
    seen = await home_of(tmp_path, {**chain, f"/{steps}.html": MAIN})
    assert (seen.status, seen.url) == (FetchStatus.OK, f"{HOME}{steps}.html")


@pytest.mark.parametrize(
    "page",
    [
        _tag(f"http://{NEW}/"),
        f"<script>window.location.href='http://{NEW}/';</script>",
        html(
            "石堰县", "<p>三秒后转到新地址</p>", f"<meta http-equiv='refresh' content='3;url=http://{NEW}/'>"
        ),
    ],
)
async def test_an_old_address_leads_to_the_new_one(tmp_path: Path, page: str) -> None:
    seen = await home_of(tmp_path, {"/": page})
    assert (seen.status, seen.url) == (FetchStatus.OK, f"http://{NEW}/")


async def test_a_chain_without_end_shows_no_home_page(tmp_path: Path) -> None:
    seen = await home_of(
        tmp_path, {"/": _tag("/a.html"), "/a.html": _tag("/b.html"), "/b.html": _tag("/a.html")}
    )
    assert seen.status is FetchStatus.REDIRECT_LOOP


async def test_a_page_that_loads_itself_again_is_the_page(tmp_path: Path) -> None:
    body = "<p>石堰县人民政府门户网站</p><a href='/a/'>要闻</a>"
    seen = await home_of(
        tmp_path, {"/": html("石堰县", body, f"<meta http-equiv='refresh' content='300;url={HOME}'>")}
    )
    assert (seen.status, seen.url) == (FetchStatus.OK, HOME)


async def test_telephones_alone_are_sent_to_another_site(tmp_path: Path) -> None:
    script = f"<script>if (/iPhone/.test(navigator.userAgent)) location.href='http://m.{NEW}/';</script>"
    seen = await home_of(tmp_path, {"/": html("石堰县", "<div id='app'></div>" + script)})
    assert (seen.status, seen.url) == (FetchStatus.OK, HOME)
