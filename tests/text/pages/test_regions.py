"""Parts of a page, told by tags, names and headings, and by whether they look like what they are named."""

from __future__ import annotations

import pytest
from pages import page

from xuncha.text.pages.regions import Region, Regions

TITLES = "".join(f'<a href="{n}.html">县政府第{n}次常务会议研究部署防汛工作</a>' for n in range(8))


def region(body: str) -> Region:
    """The region of the first <i> of a body."""
    node = page(body).tree.css_first("i")
    assert node is not None
    return Regions().of(node)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<i></i>", Region.BODY),
        ("<nav><i></i></nav>", Region.NAV),
        ("<footer><i></i></footer>", Region.FOOT),
        ("<aside><i></i></aside>", Region.SIDE),
        ('<div class="main-nav"><i></i></div>', Region.NAV),
        ('<div class="menubox"><p><i></i></p></div>', Region.NAV),
        ('<div id="header"><i></i></div>', Region.NAV),
        ('<div class="dqwz"><i></i></div>', Region.CRUMB),
        ('<div class="breadcrumb"><i></i></div>', Region.CRUMB),
        ('<div class="pagination"><i></i></div>', Region.PAGER),
        ('<div class="footer2"><i></i></div>', Region.FOOT),
        ('<div class="friend-link"><i></i></div>', Region.FOOT),
        ('<div class="rmtj"><i></i></div>', Region.SIDE),
        ("<div> <h3>点击排行</h3><i></i></div>", Region.SIDE),
        ("<div>热点推荐<i></i></div>", Region.SIDE),
        ("<div><h3>热点问题回应：关于我县学校入学安排的说明</h3><i></i></div>", Region.BODY),
        ('<div class="navy-blue-list"><i></i></div>', Region.BODY),
        ('<div class="content"><i></i></div>', Region.BODY),
        (f'<div class="page">{TITLES}<i></i></div>', Region.BODY),
        (f'<div class="header">{TITLES}<i></i></div>', Region.BODY),
        (f'<div class="footer">{TITLES}<i></i></div>', Region.BODY),
        ('<div id="page"><h2>办事指南</h2><a href="/1">取水许可</a><i></i></div>', Region.BODY),
        ('<div id="page"><header>头</header><a href="/1">取水许可</a><i></i></div>', Region.BODY),
        (
            '<div class="page"><a href="/1">排污许可证核发</a><a href="/2">采砂许可证的核发</a><i></i></div>',
            Region.BODY,
        ),
        (
            '<div class="page"><a href="/1">上一篇：没有了</a><a href="/2">下一页</a><i></i></div>',
            Region.PAGER,
        ),
        (f'<div class="hot">{TITLES}<i></i></div>', Region.SIDE),
    ],
)
def test_the_region_of_a_node(body: str, expected: Region) -> None:
    assert region(body) is expected


def test_the_nearest_block_decides_and_is_remembered() -> None:
    tree = page('<div class="nav"><div class="page"><i></i><b></b></div><u></u></div>').tree
    regions = Regions()
    found = [regions.of(node) for node in tree.css("i, b, u")]
    assert found == [Region.PAGER, Region.PAGER, Region.NAV]
