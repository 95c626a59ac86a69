"""What a spreadsheet would run goes out guarded and comes back as it was, whichever form it took."""

from __future__ import annotations

from pathlib import Path

import pytest

from xuncha.apps.casework.exporting import sheet_response
from xuncha.apps.casework.formula_cells import as_it_was, inert_cell
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.tables import Layout, read_table

WORDS = [
    "=HYPERLINK(1)", "+1", "-1", "@a", "＝1", "'=1", "''=1", "'平常", "'", "平常", "\t=1", "第二段“扫黑险恶”有误", "a=1",
]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_given_out_is_read_back_as_it_was(form: str, tmp_path: Path) -> None:
    answer = sheet_response("名单", ("甲", "乙"), [[word, "1"] for word in WORDS], form)
    path = tmp_path / f"名单.{form}"
    path.write_bytes(b"".join(answer.streaming_content))
    problems = Problems()
    rows = list(read_table(path, Layout(("甲", "乙")), problems))
    assert problems.rows == ()
    assert [row.values["甲"] for row in rows] == WORDS


def test_nothing_goes_out_in_csv_that_would_run() -> None:
    for word in WORDS:
        out = inert_cell(word)
        assert out[:1] not in "=+-@＝\t", word
        assert as_it_was(out) == word
