"""What the markup lacks is not looked for in the tree: with the same answers as if it were."""

from __future__ import annotations

import gc
from random import Random
from weakref import ref

import pytest

from xuncha.text.pages.markup_signs import FOLDED, RARE_TAGS, signs_in
from xuncha.text.pages.page import Page

URL = "http://x.cn/d/a.html"


def spelt(name: str, drawn: Random) -> str:
    return "".join(drawn.choice((letter, letter.upper())) for letter in name)


@pytest.mark.parametrize("name", sorted(RARE_TAGS))
def test_a_tag_in_any_case_is_met(name: str) -> None:
    drawn = Random(name)
    for _ in range(20):
        markup = f"<p>一</p><{spelt(name, drawn)} title=a></{name}>"
        assert signs_in(markup.encode()) == {name}, markup


def test_words_are_no_tags() -> None:
    assert signs_in(b"base area frame < svg &lt;math&gt; </select>") == frozenset()


@pytest.mark.parametrize("sign", ["<datastore>", "<template shadowrootmode=open>", "<iframe srcdoc='x'>"])
def test_what_is_in_other_clothes_is_told(sign: str) -> None:
    assert FOLDED in signs_in(sign.encode())


def test_answers_are_those_of_the_tree() -> None:
    drawn = Random(7)
    names = (*sorted(RARE_TAGS), "a", "p", "img", "div", "table", "body", "image")
    for _ in range(300):
        parts = [
            f"<{spelt(drawn.choice(names), drawn)} href=/b src=/c>字" for _ in range(drawn.randint(0, 6))
        ]
        page = Page("".join(parts), URL)
        for name in names:
            assert [n.html for n in page.tags(name)] == [n.html for n in page.tree.tags(name)], page.html


def test_a_tag_that_stands_in_what_was_folded_is_found() -> None:
    page = Page(
        '<iframe srcdoc="&lt;SELECT&gt;&lt;option&gt;一&lt;/option&gt;&lt;/SELECT&gt;"></iframe>', URL
    )
    assert len(page.tags("option")) == len(page.tree.tags("option")) == 1


def test_a_page_given_its_bytes_reads_as_one_without() -> None:
    html = "<title>公告</title><base href=/e/><p>正文</p><a href=b.html>一</a>"
    given, made = Page(html, URL, "utf-8", html.encode()), Page(html, URL)
    assert given.tree.html == made.tree.html
    assert given.base == made.base == "http://x.cn/e/"
    given.fold()
    assert given.tree.html == made.tree.html


def test_a_page_goes_with_its_last_reader() -> None:
    """A tree is a megabyte: one that waits for the collector of cycles is memory for nothing."""
    gc.disable()
    try:
        page = Page("<p>一二三</p><select></select><a href=/b>四</a>" * 9, URL)
        assert page.has_text(5)
        assert page.links
        assert page.anchors
        assert page.linked
        held = ref(page)
        del page
        assert held() is None
    finally:
        gc.enable()
