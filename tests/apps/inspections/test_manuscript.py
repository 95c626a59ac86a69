"""xuncha check: a manuscript before it is published."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import docx
import pytest
import xlsxwriter
from click.testing import CliRunner

from xuncha.apps.inspections.manuscript import (
    LARGEST,
    Manuscript,
    ManuscriptError,
    Remark,
    check_manuscript,
    read_manuscript,
)
from xuncha.cli import main
from xuncha.facts.words import WordEntry

TEXT = "关于做好扫黑险恶工作的通知\n请于2024年3月1日前报名。\n中华人民共合国"
TODAY = date(2025, 6, 25)
#: Nobody's: no county ever had the code 110389. 174 is the range of satellite telephones.
ID, MOBILE = "110389193109052264", "17436205181"
HTML = (
    '<html><body><p>推进扫黑<b>险恶</b>专项斗争。</p>\n<div style="display:none"><a href="http://www.xpj8888.example/">新葡京娱乐</a></div>\n'
    '<p><a href="/list.html">返回列表</a><a href="http://casino.example/">开户</a></p></body></html>'
)


def checked(text: str, *words: WordEntry) -> list[Remark]:
    return check_manuscript(Manuscript(text), TODAY, words)


def run(*given: str, data: str | bytes | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["check", *given, "--asof", "2025-06-25T10:00"], input=data)
    return done.exit_code, done.output


def word_file(path: Path, *paragraphs: str) -> Path:
    word = docx.Document()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    buffer = io.BytesIO()
    word.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def test_remarks_say_where_and_what() -> None:
    remarks = {remark.quote: remark for remark in checked(TEXT)}
    first = remarks["扫黑险恶"]
    assert (first.code, first.title, first.line, first.column) == ("W101", "严重表述错误", 1, 5)
    assert (first.right, first.suggestion, first.alert) == ("扫黑除恶", "改为“扫黑除恶”", True)
    assert first.context == "关于做好扫黑险恶工作的通知"
    assert first.reason
    assert first.advice
    assert (remarks["中华人民共合国"].line, remarks["中华人民共合国"].column) == (3, 1)
    assert remarks["2024年3月1日"].code == "N106"
    assert all(TEXT[r.start : r.end] == r.quote for r in remarks.values())


def test_the_context_of_a_long_line_is_cut_on_both_sides() -> None:
    (remark,) = checked("好" * 40 + "扫黑险恶" + "好" * 40)
    assert remark.context == "…" + "好" * 15 + "扫黑险恶" + "好" * 15 + "…"


def test_personal_numbers_are_shown_masked_only() -> None:
    remarks = checked(f"本人手机{MOBILE}，身份证号：{ID}，参加扫黑险恶。")
    assert sorted(remark.code for remark in remarks) == ["N105", "N105", "W101"]
    assert not [number for number in (ID, MOBILE, ID[6:14]) if number in repr(remarks)]


def test_a_correction_of_a_wrong_form_is_no_fault() -> None:
    assert checked("更正：原文“扫黑险恶”应为“扫黑除恶”。") == []


def test_the_offices_own_words_are_used_beside_the_shipped_ones() -> None:
    own = WordEntry("清合县", "清河县", serious=True)
    assert [remark.quote for remark in checked("清合县推进扫黑险恶。", own)] == ["清合县", "扫黑险恶"]


def test_html_is_read_as_words_and_for_its_links(tmp_path: Path) -> None:
    (tmp_path / "稿件.html").write_text(HTML, encoding="utf-8")
    remarks = check_manuscript(read_manuscript(str(tmp_path / "稿件.html")), TODAY)
    assert [(r.code, r.place, r.line) for r in remarks] == [
        ("W101", "text", 1),
        ("W104", "source", 2),
        ("W103", "source", 3),
    ]
    assert all(HTML[r.start : r.end] == r.quote for r in remarks if r.place == "source")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_of_every_usual_encoding_are_read(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "稿件.txt").write_text(TEXT + "朱镕基", encoding=encoding)
    assert read_manuscript(str(tmp_path / "稿件.txt")).text == TEXT + "朱镕基"


def test_word_files_and_pieces_of_html_are_read(tmp_path: Path) -> None:
    path = word_file(tmp_path / "稿件.docx", "第一段", "关于扫黑险恶的通知")
    assert read_manuscript(str(path)).text.splitlines() == ["第一段", "关于扫黑险恶的通知"]
    (tmp_path / "片段.html").write_text("<p>扫黑<b>险恶</b></p><script>x</script>甲<br>乙", encoding="utf-8")
    assert read_manuscript(str(tmp_path / "片段.html")).text == "扫黑险恶\n甲\n乙"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "文件是空的"),
        ("空白.txt", b" \r\n ", "文件是空的"),
        ("空.html", b"<html><body><script>x</script></body></html>", "没有可读取的文字"),
        ("程序.bin", bytes(range(256)) * 8, "不是文字稿件"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "图片文件"),
        ("坏.docx", b"PK\x03\x04 broken", "损坏"),
        ("坏.txt", "通知".encode("gb18030") + b"\xff\xff\x80\x80" * 9, "无法解码"),
        ("密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage\0".encode("utf-16-le"), "设有密码"),
        ("大.txt", b"a" * (LARGEST + 1), "超过 50 MB"),
        ("长.html", b"<p>" + b"a" * 2_000_001, "内容过长"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ManuscriptError, match=f"{name}：.*{said}"):
        read_manuscript(str(tmp_path / name))


def test_the_command_prints_json_and_ends_with_one_when_there_is_something(tmp_path: Path) -> None:
    path = tmp_path / "稿件.txt"
    path.write_text(TEXT, encoding="gb18030")
    code, printed = run(str(path), "--json")
    assert code == 1
    remarks = json.loads(printed)
    assert {"W101", "N106"} <= {remark["code"] for remark in remarks}
    assert list(remarks[0]) == [
        *("code", "title", "line", "column", "start", "end", "place", "quote", "context"),
        *("right", "suggestion", "reason", "advice", "alert"),
    ]


def test_the_command_says_so_when_there_is_nothing() -> None:
    assert run("-", data="今天天气很好。") == (0, "没有发现问题。\n")
    assert run("-", "--json", data="今天天气很好。") == (0, "[]\n")


def test_the_command_prints_place_context_reason_and_advice(tmp_path: Path) -> None:
    (tmp_path / "稿件.html").write_text(HTML, encoding="utf-8")
    code, printed = run(str(tmp_path / "稿件.html"))
    assert code == 1
    assert printed.startswith(
        "1行3字 [W101 严重表述错误 提示] “扫黑险恶” 改为“扫黑除恶”\n    推进扫黑险恶专项斗争。\n"
    )
    assert "源码 2行" in printed
    assert printed.endswith("共 3 处提示。\n")


def test_the_command_takes_the_offices_list_and_names_its_bad_rows(tmp_path: Path) -> None:
    good, bad = tmp_path / "词库.xlsx", tmp_path / "坏词库.xlsx"
    for path, row in ((good, ("清合县", "清河县", "严重")), (bad, ("清合县", "", "很重"))):
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ("错误写法", "正确写法", "程度"))
            sheet.write_row(1, 0, row)
    code, printed = run("-", "--words", str(good), data="清合县召开会议。")
    assert code == 1
    assert "“清合县” 改为“清河县”" in printed
    code, printed = run("-", "--words", str(bad), data="清合县召开会议。")
    assert code == 2
    assert f"{bad}:2:正确写法: 缺少正确写法" in printed


@pytest.mark.parametrize("given", ["没有.txt", ""])
def test_a_file_that_is_not_there_ends_with_two(given: str, tmp_path: Path) -> None:
    code, printed = run(str(tmp_path / given))
    assert code == 2
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    "text",
    ["第一行。\r开展扫黑险恶斗争。\r", "第一行。\r\n开展扫黑险恶斗争。\r\n", "第一行。\n开展扫黑险恶斗争。"],
)
def test_lines_of_every_kind_are_counted(text: str) -> None:
    (remark,) = checked(text)
    assert (remark.line, remark.column, remark.context) == (2, 3, "开展扫黑险恶斗争。")
    assert text[remark.start : remark.end] == "扫黑险恶"


def test_characters_nobody_sees_hide_nothing() -> None:
    text = "\u200b开展扫黑\u200b险\u00ad恶斗争。"
    (remark,) = checked(text)
    assert (remark.quote, remark.column, remark.context) == ("扫黑险恶", 3, "开展扫黑险恶斗争。")
    assert text[remark.start : remark.end] == "扫黑\u200b险\u00ad恶"


def test_html_words_run_on_through_tags_that_part_no_line(tmp_path: Path) -> None:
    file = tmp_path / "稿件.html"
    file.write_text(
        "<body><script>扫黑险恶</script><p>扫<q>黑</q><st1:place>险</st1:place>恶</p>"
        "<p>扫黑<ruby>险<rp>(</rp><rt>xiǎn</rt></ruby>恶</p><p>扫黑&shy;险&#8203;恶</p><iframe>扫黑险恶</iframe></body>",
        encoding="utf-8",
    )
    remarks = check_manuscript(read_manuscript(str(file)), TODAY)
    assert [(remark.quote, remark.line) for remark in remarks] == [("扫黑险恶", line) for line in (1, 2, 3)]


def test_what_tracked_changes_took_away_is_not_checked(tmp_path: Path) -> None:
    word = docx.Document()
    for tag, text in (("del", "delText"), ("ins", "t")):
        paragraph = word.add_paragraph("开展")
        run = paragraph.add_run("扫黑险恶斗争")
        run._r.t_lst[0].tag = run._r.t_lst[0].tag.replace("}t", "}" + text)
        change = run._r.makeelement(run._r.tag.replace("}r", "}" + tag))
        paragraph._p.replace(run._r, change)
        change.append(run._r)
    file = tmp_path / "稿件.docx"
    word.save(str(file))
    remarks = check_manuscript(read_manuscript(str(file)), TODAY)
    assert [(remark.quote, remark.line, remark.column) for remark in remarks] == [("扫黑险恶", 2, 3)]
