"""What is shown of a stored record: the quote is in it, however far down it stands."""

from __future__ import annotations

import pytest

from xuncha.apps.inspections.evidence_shown import excerpt

QUOTE = "走进一线看乡村客运线路优化"


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt(f"前文{QUOTE}后文", QUOTE) == (f"前文{QUOTE}后文", "")


@pytest.mark.parametrize("before", [0, 59_990, 60_000, 500_000])
def test_the_quote_of_a_long_text_is_shown(before: int) -> None:
    shown, told = excerpt("甲" * before + QUOTE + "乙" * 100_000, QUOTE)
    assert QUOTE in shown
    assert len(shown) == 60_000
    assert told == f"内容很长，只显示{'引文前后的' if before > 50_000 else '开头'}部分。"


def test_without_the_quote_it_is_the_beginning() -> None:
    for quote in ("", "没有的话"):
        shown, told = excerpt("甲" * 70_000, quote)
        assert (len(shown), told) == (60_000, "内容很长，只显示开头部分。")
