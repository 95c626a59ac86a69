"""Markup that would keep the parser for minutes is refused before it; what people write is not."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from xuncha.text.pages.hostile import MAX_DEPTH, MAX_LENGTH, TooDeepError, TooLongError, parsed
from xuncha.text.pages.page import Page


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000,
        "<b>" * (MAX_DEPTH + 1),
        "".join(f"<b a{n}=1><p>" for n in range(2000)),
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
        "<p " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">",
        "".join(f"<body a{n}=1>" for n in range(20_000)),
    ],
    ids=["divs", "just over", "attributes of nested tags", "attributes", "quoted ends", "bodies"],
)
def test_refused(html: str) -> None:
    with pytest.raises(TooDeepError):
        parsed(html)


def test_longer_than_any_page() -> None:
    with pytest.raises(TooLongError):
        parsed("x" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300 + "正文" + "</div>" * 300,
        "<div>" * MAX_DEPTH + "正文",
        "<p>" * 200_000,
        "<ul>" + "<li>甲<span>乙</span>" * 50_000 + "</ul>",
        f"<img src='data:image/png;base64,{'QUJD' * 60_000}'>",
        f"<svg><path d='{'M 1 2 ' * 60_000}'></svg>",
        f"<div data-rows='{'{a = 1} > ' * 30_000}'>甲</div>",
        "甲 乙 丙 " * 60_000,
        "<!-- " + "注 释 " * 60_000 + "-->",
    ],
    ids=["300 deep", "at the limit", "paragraphs", "list", "picture", "drawing", "data", "words", "remark"],
)
def test_read_whole(html: str) -> None:
    assert parsed(html).html == LexborHTMLParser(html).html


def test_300_levels_lose_no_word() -> None:
    page = Page("<div>" * 300 + "<p>关于正文的说明</p>" + "</div>" * 300, "http://a.gov.example/")
    assert page.segments == ("关于正文的说明",)


def test_thousands_of_options_are_read_like_few() -> None:
    options = "<option value='/a/'>某村</option>" * 50_000
    page = Page(f"<p>前文</p><select>{options}</select><p>后文</p>", "http://a.gov.example/")
    assert page.segments == ("前文", "后文")
    assert len(page.linked) == 50_000
