"""Titles are turned between phrases, signatures are centred over dates."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xuncha.documents.typesetting import TITLE_WIDTH, signature_edges, text_width, title_lines


def test_a_long_title_turns_between_phrases() -> None:
    title = "云岭省人民政府办公厅关于2025年第二季度全省政府网站与政务新媒体检查情况的通报"
    assert title_lines(title) == [
        "云岭省人民政府办公厅关于2025年第二季度",
        "全省政府网站与政务新媒体检查情况的通报",
    ]


def test_a_short_title_stays_on_one_line() -> None:
    assert title_lines("检查情况的通报") == ["检查情况的通报"]


@given(st.text(alphabet="甲乙丙丁关于季度0a", min_size=1, max_size=100))
def test_no_character_is_lost_and_lines_fit(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(text_width(line) <= TITLE_WIDTH + 1 for line in lines)


def test_signature_is_centred_over_the_date() -> None:
    for issuer in ("甲办", "云岭省人民政府办公厅", "很长" * 8):
        issuer_edge, date_edge = signature_edges(issuer, "2025年7月7日")
        centres = issuer_edge + text_width(issuer) / 2, date_edge + text_width("2025年7月7日") / 2
        assert abs(centres[0] - centres[1]) < 0.01
        assert min(issuer_edge, date_edge) >= 2
