"""Home pages of frames, and with frames in them: what is read is what a reader sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from four_columns import NAMES, four_columns
from small_sites import dated_article, html, menu, rows
from specimens.site_files import PageRule
from test_homepage import ARTICLES, ITEMS, home_of, newest

OLD = [(f"/o/{n}.html", f"关于往年第{n}项重点工作的说明", f"2023-03-0{n}") for n in range(1, 5)]
TOP, LEFT = html("顶", "<h1>石堰县人民政府</h1>"), html("导航", menu(NAMES))
THREE = (
    "<html><frameset rows='90,*'><frame src='/top.html'><frameset cols='200,*'><frame src='/left.html'>"
    "<frame src='/f/main.html'></frameset></frameset></html>"
)
#: A frame that is a frameset itself, the list given from its own folder, and counters of no size.
NESTED = "<frameset rows='90,*'><frame src='/top.html'><frame src='/inner.html'></frameset>"
INNER = "<frameset cols='200,*,0'><frame src='left.html'><frame src='f/main.html'><frame src='/gone.html'></frameset>"
SIDE_BY_SIDE = (
    "<iframe src='/left.html' width='200'></iframe><iframe src='/f/main.html' width='800'></iframe>"
)


def site_of(home: str) -> dict[str, str]:
    relative = [(f"..{url}", title, day) for url, title, day in ITEMS]
    pages = {
        **four_columns(),
        **ARTICLES,
        "/": home,
        "/top.html": TOP,
        "/left.html": LEFT,
        "/inner.html": INNER,
    }
    pages |= {url: dated_article(title, day) for url, title, day in OLD}
    return pages | {"/f/main.html": html("首页", rows(relative))}


@pytest.mark.parametrize("home", [THREE, NESTED, f"<html><body>{SIDE_BY_SIDE}</body></html>"])
async def test_several_frames_are_one_page(tmp_path: Path, home: str) -> None:
    seen = await home_of(site_of(home), tmp_path)
    assert (newest(seen), seen.conclusive, seen.navigation_only) == ("2025-06-21", True, False)
    assert seen.evidence is not None
    assert seen.evidence.url.endswith("/f/main.html"), "the frame with the items is what is cited"


async def test_a_fresh_list_in_a_frame_beside_an_old_one(tmp_path: Path) -> None:
    frame = "<iframe src='/f/main.html' width='600' height='400'></iframe>"
    seen = await home_of(site_of(html("石堰县人民政府", menu(NAMES) + rows(OLD) + frame)), tmp_path)
    assert (newest(seen), seen.conclusive) == ("2025-06-21", True)


@pytest.mark.parametrize("home", [THREE, html("石堰县人民政府", menu(NAMES) + rows(OLD) + SIDE_BY_SIDE)])
async def test_a_frame_that_cannot_be_read_leaves_it_open(tmp_path: Path, home: str) -> None:
    seen = await home_of(site_of(home), tmp_path, PageRule("/f/main.html", 403))
    assert (seen.conclusive, seen.navigation_only) == (False, False)
    assert "/f/main.html 未能读取（被防护设备拦截）" in seen.stop_reason
