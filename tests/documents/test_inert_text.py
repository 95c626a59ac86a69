"""Text from outside on one harmless line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha.documents.inert_text import inert, looks_like_formula


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x7fc\x9bd", "abcd"),
        (" 甲\r\n\t 乙 ", "甲 乙"),
        ("甲\u202e乙\u2066丙\ufeff", "甲乙丙"),
        ("甲\ufffe\uffff乙\ud800", "甲乙"),
        ("滘埗湴𬭎\U0002ebf0", "滘埗湴𬭎\U0002ebf0"),  # rare and very new characters of names stay
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_what_is_dropped(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_cut_with_an_ellipsis() -> None:
    assert inert("名" * 10, 10) == "名" * 10
    assert inert("名" * 11, 10) == "名" * 9 + "…"


def test_a_cut_is_shown_even_behind_dropped_characters() -> None:
    assert inert("甲" + "\x00" * 1000 + "乙", 10) == "甲…"


@given(st.text())
def test_any_text_is_one_bounded_line(text: str) -> None:
    line = inert(text, 20)
    assert len(line) <= 20
    assert len(line.splitlines()) <= 1
    assert not any(ord(char) < 32 for char in line)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "＝1"])
def test_formulas(text: str) -> None:
    assert looks_like_formula(text)


def test_plain_names_are_no_formulas() -> None:
    assert not looks_like_formula("甲=乙")
    assert not looks_like_formula("")
