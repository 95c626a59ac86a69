"""What column pages of a site share."""

from __future__ import annotations

from pages import HOME, page

from xuncha.text.pages.frame import SiteFrame

SHARED = '<p>为人民服务</p><a href="/hot.html">热点</a><img src="/u/top.jpg"><img src="">'


def frame(shared: int, others: int) -> SiteFrame:
    pages = [page(SHARED + f'<a href="/{n}.html">甲</a>', f"{HOME}{n}/") for n in range(shared)]
    return SiteFrame([*pages, *(page("<p>别的</p>", f"{HOME}o{n}/") for n in range(others))])


def test_half_of_the_pages_make_a_thing_common() -> None:
    half = frame(3, 3)
    assert half.is_common_link(HOME + "hot.html")
    assert half.is_common_link(HOME + "u/top.jpg")
    assert half.is_common_text("为人民服务")
    assert not frame(3, 4).is_common_link(HOME + "hot.html")
    assert not frame(3, 4).is_common_text("为人民服务")


def test_two_pages_cannot_be_compared() -> None:
    assert not frame(2, 0).is_common_link(HOME + "hot.html")
    assert not frame(2, 0).is_common_text("为人民服务")
    assert not frame(2, 0).is_unique_link(HOME + "0.html")


def test_a_link_of_one_page_alone_is_unique() -> None:
    assert frame(3, 3).is_unique_link(HOME + "0.html")
    assert not frame(3, 3).is_unique_link(HOME + "hot.html")
