"""xuncha check: a manuscript before it is published."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from xuncha.apps.inspections.manuscript import ManuscriptError, check_manuscript, read_manuscript
from xuncha.cli import main

TEXT = "关于做好扫黑险恶工作的通知\n请于2024年3月1日前报名。\n中华人民共合国"
TODAY = date(2025, 6, 25)


def test_remarks_say_where_and_what() -> None:
    remarks = {remark.quote: remark for remark in check_manuscript(TEXT, TODAY)}
    first = remarks["扫黑险恶"]
    assert (first.code, first.line, first.column, first.alert) == ("W101", 1, 5, True)
    assert "扫黑除恶" in first.suggestion
    assert (remarks["中华人民共合国"].line, remarks["中华人民共合国"].column) == (3, 1)
    assert remarks["2024年3月1日"].code == "N106"
    assert all(TEXT[r.start : r.end] == r.quote for r in remarks.values())


def test_personal_numbers_are_shown_masked_only() -> None:
    number = "11010119300101" + "0011"  # invented; nobody's
    remarks = check_manuscript(f"申请人身份证号：{number}。", TODAY)
    assert [remark.code for remark in remarks] == ["N105"]
    assert number not in repr(remarks)


def test_a_correction_of_a_wrong_form_is_no_fault() -> None:
    assert check_manuscript("更正：原文“扫黑险恶”应为“扫黑除恶”。", TODAY) == []


def test_word_and_html_files_are_read(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("关于做好扫黑险恶工作的通知")
    buffer = io.BytesIO()
    word.save(buffer)
    (tmp_path / "稿件.docx").write_bytes(buffer.getvalue())
    (tmp_path / "稿件.html").write_text("<p>扫黑<b>险恶</b></p><script>x</script>", encoding="utf-8")
    for name in ("稿件.docx", "稿件.html"):
        assert "扫黑险恶" in read_manuscript(str(tmp_path / name)).replace("\n", "")


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    for name in ("坏.docx", "没有.txt"):
        with pytest.raises(ManuscriptError, match=name):
            read_manuscript(str(tmp_path / name))


def test_the_command_prints_json_and_ends_with_one_when_there_is_something(tmp_path: Path) -> None:
    path = tmp_path / "稿件.txt"
    path.write_text(TEXT, encoding="gb18030")
    done = CliRunner().invoke(main, ["check", str(path), "--json", "--asof", "2025-06-25T10:00"])
    assert done.exit_code == 1
    assert {"W101", "N106"} <= {remark["code"] for remark in json.loads(done.output)}
    clean = CliRunner().invoke(main, ["check", "-"], input="今天天气很好。")
    assert (clean.exit_code, clean.output) == (0, "没有发现问题。\n")
    missing = CliRunner().invoke(main, ["check", str(tmp_path / "没有.txt")])
    assert missing.exit_code == 2
