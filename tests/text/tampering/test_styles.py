"""Declared styles: inline, in style blocks, in old attributes."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from xuncha.text.tampering.styles import Styles, colour, declarations, is_alike, pixels


def test_declarations_are_read_as_browsers_do() -> None:
    style = "COLOR: #FFF !important; background:url(data:image/png;base64,AA==) ; /* left:-9px; */ top : -3px"
    assert declarations(style) == {
        "color": "#fff",
        "background": "url(data:image/png;base64,aa==)",
        "top": "-3px",
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [("-999px", -999), ("0", 0), ("1.5em", 24), (".1em", 1.6), ("50%", None), ("auto", None), (None, None)],
)
def test_lengths(value: str | None, expected: float | None) -> None:
    assert pixels(value) == (pytest.approx(expected) if expected is not None else None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#fff", (255, 255, 255)),
        ("#FFFFFF url(a.png)", (255, 255, 255)),
        ("rgb(0, 51,102)", (0, 51, 102)),
        ("rgba(1,2,3,.5)", (1, 2, 3)),
        ("White", (255, 255, 255)),
        ("inherit", None),
        (None, None),
    ],
)
def test_colours(value: str | None, expected: tuple[int, int, int] | None) -> None:
    assert colour(value) == expected


def test_colours_an_eye_cannot_part() -> None:
    assert is_alike((255, 255, 255), (253, 252, 254))
    assert not is_alike((255, 255, 255), (204, 204, 204))


def test_rules_attributes_and_order() -> None:
    tree = LexborHTMLParser(
        "<style>@charset 'utf-8'; .a, p.b {display:none} @media print{.c{display:none}} .d:hover{display:none} .a{left:-9px;display:block}"
        " b[{display:none} @font-face{font-family:x}</style>"
        "<p class='a b' style='left:1px'></p><p class='c'></p><p class='d' hidden></p><td bgcolor='#FFF'></td><font color=RED>x</font>"
    )
    styles = Styles(tree)
    first, third, fourth = (tree.css(f"p.{name}")[0] for name in "acd")
    assert styles.of(first) == {"display": "block", "left": "1px"}
    assert styles.of(third) == {}
    assert styles.of(fourth) == {"display": "none"}
    (font,) = tree.css("font")
    assert styles.of(font) == {"color": "red"}
    styles.add_to(tree, "p.c", {"display": "none"})
    styles.add_to(tree, "p[", {"display": "none"})
    assert styles.of(third) == {"display": "none"}


def test_a_very_long_style_sheet_keeps_what_hides() -> None:
    rules = "".join(f".k{n}{{color:#123456}}" for n in range(3000))
    tree = LexborHTMLParser(f"<style>{rules}.z{{left:-999px;position:absolute}}</style><p class='z k1'></p>")
    (node,) = tree.css("p")
    assert Styles(tree).of(node) == {"left": "-999px", "position": "absolute"}


def test_a_style_block_met_on_another_page_hides_there_what_it_hid_on_the_first() -> None:
    block = "<style>.x-a{display:none} .x-b:hover{display:none}</style>"
    for words in ("<p class='x-a'>a</p>", "<p class='x-b'>b</p><p class='x-a'>c</p>"):
        tree = LexborHTMLParser(block + words)
        styles = Styles(tree)
        hidden = [node for node in tree.css("p") if styles.of(node)]
        assert [node.attributes["class"] for node in hidden] == ["x-a"]
        assert {node.mem_id for node in hidden} == styles.declaring(tree)


def test_every_way_to_declare_something_is_counted() -> None:
    tree = LexborHTMLParser(
        "<p style='color:red'>a</p><p hidden>b</p><table bgcolor='red'></table><font color='red'>c</font><p class='d'>d</p>"
    )
    styles = Styles(tree)
    declared = {node.mem_id for node in tree.css("*") if styles.of(node)}
    assert len(declared) == 4
    assert declared <= styles.declaring(tree)
