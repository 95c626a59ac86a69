"""What is shown of a stored record: the quote is in it, however far down it stands."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xuncha.apps.inspections.evidence_shown import _marked, excerpt, show
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.recorder import WarcRecorder

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


def test_a_quote_cut_out_of_its_sentence_is_found() -> None:
    page = "导航\n全市上下要牢固树立\n人类命运共国体意识，办好每一件事"
    quote = "…要牢固树立人类命运共国体意识，…"
    marked = [piece for piece, is_quote in _marked(page, quote) if is_quote]
    assert marked == ["要牢固树立\n人类命运共国体意识，"]
    assert "".join(piece for piece, _ in _marked(page, quote)) == page
    far, told = excerpt("甲" * 100_000 + page, quote)
    assert "人类命运共国体" in far
    assert "引文前后" in told


@pytest.mark.parametrize("quote", ["", "……", "（.*）"])
def test_a_quote_that_is_not_there_marks_nothing(quote: str) -> None:
    assert _marked("甲乙丙", quote) == [("甲乙丙", False)]


PAGE = "<p>关于汛期安全的通知</p>".encode() * 99


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (gzip.compress(PAGE)[:-9], "只显示能够展开的部分"),
        (gzip.compress(PAGE + bytes(40 << 20)), "超过 32 MiB"),
        (b"no gzip at all", "正文无法展开：正文无法解压"),
    ],
)
def test_of_a_body_that_cannot_all_be_unpacked_the_rest_is_shown(
    tmp_path: Path, body: bytes, told: str
) -> None:
    headers = ((b"content-type", b"text/plain; charset=utf-8"), (b"content-encoding", b"gzip"))
    at = datetime(2025, 6, 25, tzinfo=UTC)
    with WarcRecorder(tmp_path, "a") as recorder:
        cited = recorder.record(
            Exchange("http://a.test/", "GET", at, b"GET / HTTP/1.1", b"HTTP/1.1 200 OK", headers, body)
        )
    shown = show(tmp_path, cited, "汛期安全")
    assert told in shown.trouble
    assert ("汛期安全", True) in shown.text or "无法展开" in told
