"""Many pages kept at once: those not looked at for long go back to their markup, and read as before."""

from __future__ import annotations

import gc

from xuncha.text.pages.held_trees import HeldTrees
from xuncha.text.pages.page import Page


class _Leaf:
    """Says when it was told to let go."""

    def __init__(self, html: str = "") -> None:
        self.html = html
        self.is_folded = False

    def fold(self) -> None:
        self.is_folded = True


def test_the_one_not_looked_at_for_longest_lets_go() -> None:
    trees = HeldTrees(room=3 << 20, being_read=1)
    first, second, third = _Leaf(), _Leaf(), _Leaf()
    trees.parsed(first)
    trees.parsed(second)
    trees.looked_at(first)
    trees.parsed(third)
    assert [leaf.is_folded for leaf in (first, second, third)] == [False, True, False]


def test_a_long_page_takes_the_room_of_several() -> None:
    trees = HeldTrees(room=8 << 20, being_read=1)
    small = [_Leaf() for _ in range(4)]
    for leaf in small:
        trees.parsed(leaf)
    trees.parsed(_Leaf("字" * 400_000))
    assert [leaf.is_folded for leaf in small] == [True, True, True, False]


def test_what_is_being_read_stays_however_large_it_is() -> None:
    trees = HeldTrees(room=1, being_read=2)
    leaves = [_Leaf() for _ in range(3)]
    for leaf in leaves:
        trees.parsed(leaf)
    assert [leaf.is_folded for leaf in leaves] == [True, False, False]


def test_a_page_that_is_gone_leaves_its_room() -> None:
    trees = HeldTrees(room=3 << 20, being_read=1)
    kept = _Leaf()
    trees.parsed(kept)
    for _ in range(50):
        trees.parsed(_Leaf())
        gc.collect()
    assert not kept.is_folded


def test_a_folded_page_reads_as_before() -> None:
    html = '<base href="/a/"><title>云岭</title><p>正文</p><a href="b.html">通知</a><img src="c.png">'
    page = Page(html, "http://a.example/")
    before = [(anchor.url, anchor.text) for anchor in page.anchors], page.linked, page.segments, page.title
    node = page.anchors[0].node
    assert page.has_text(4)
    page.fold()
    assert (page.is_parsed, page.has_text(4), page.has_text(5)) == (False, True, False)
    page.fold()
    assert (
        [(anchor.url, anchor.text) for anchor in page.anchors],
        page.linked,
        page.segments,
        page.title,
    ) == before
    assert page.tree.css_first("p").text() == "正文"
    assert node.text() == "通知"  # what somebody still holds of the old tree is whole


def test_many_pages_at_once() -> None:
    pages = [Page(f"<p>第{n}页</p><a href='{n}.html'>链接{n}</a>", "http://a.example/") for n in range(300)]
    assert sum(page.is_parsed for page in pages) < 150
    assert [page.anchors[0].text for page in pages] == [f"链接{n}" for n in range(300)]
