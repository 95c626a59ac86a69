"""What only a spider is shown."""

from __future__ import annotations

from xuncha.text.pages.page import Page
from xuncha.text.tampering.hidden_links import cloaking_difference

HOME = "http://www.linshui.gov.cn/"
ROWS = "".join(f'<li><a href="/yw/{n}.html">要闻第{n}条</a></li>' for n in range(9))


def page(body: str = "", title: str = "临水市人民政府") -> Page:
    """A home page with something more."""
    return Page(f"<html><head><title>{title}</title></head><body><ul>{ROWS}</ul>{body}</body></html>", HOME)


def test_the_same_page_is_no_difference() -> None:
    assert cloaking_difference(page(), page()) is None


def test_another_title_for_spiders() -> None:
    found = cloaking_difference(page(), page(title="新葡京娱乐官网"))
    assert found is not None
    assert found.title == "新葡京娱乐官网"
    assert "葡京" in found.in_words


def test_links_with_such_words_for_spiders() -> None:
    found = cloaking_difference(page(), page("<a href='http://www.q7w3.com/'>时时彩平台</a>"))
    assert found is not None
    assert found.links == ("http://www.q7w3.com/",)
    assert found.words[0].kind == "赌博"


def test_many_strangers_for_spiders() -> None:
    links = "".join(f"<a href='http://www.q7w{n}.com/'>资讯{n}</a>" for n in range(4))
    found = cloaking_difference(page(), page(links))
    assert found is not None
    assert len(found.links) == 4


def test_daily_changes_are_none() -> None:
    today = page(
        "<a href='/yw/99.html'>新的要闻</a><a href='http://www.partner-c.com/'>合作单位</a><a href='http://www.mof.gov.cn/'>财政部</a>"
        "<a href='/yw/98.html'>警方通报：打击网络赌博百家乐</a>"
    )
    assert cloaking_difference(page(), today) is None


def test_what_both_are_shown_is_no_difference() -> None:
    both = "<a href='http://www.q7w3.com/'>时时彩平台</a>"
    assert cloaking_difference(page(both), page(both)) is None


def test_a_refused_spider_is_none() -> None:
    refused = Page("<html><title>403</title><body>访问被拒绝</body></html>", HOME)
    assert cloaking_difference(page(), refused) is None
