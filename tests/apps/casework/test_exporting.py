"""Rows as a workbook: what a cell cannot hold is said."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from xuncha.apps.casework.exporting import write_workbook


@pytest.mark.parametrize(
    ("text", "whole"),
    [("长" * 32_767, True), ("长" * 32_768, False), ("𠮷" * 16_383, True), ("𠮷" * 16_384, False)],
)
def test_a_text_too_long_for_a_cell_says_so(text: str, whole: bool) -> None:
    made = io.BytesIO()
    assert write_workbook(made, ("原文",), [(text,), ("后一行",)]) == 1 + 1
    made.seek(0)
    _, (read,), (after,) = CalamineWorkbook.from_filelike(made).get_sheet_by_index(0).to_python()
    assert after == "后一行"
    assert (read == text) is whole
    if not whole:
        kept, _, said = read.partition("……")
        assert text.startswith(kept)
        assert len(kept) * 100 > len(text) * 99
        assert said == f"（全文 {len(text):,} 字，Excel 一格放不下，请下载 CSV）"
