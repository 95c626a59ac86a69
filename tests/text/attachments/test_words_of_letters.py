"""The words of a Word file, and of an open document, as a reader meets them: changes, boxes, ruby and notes."""

from __future__ import annotations

import pytest
from attached_files import read, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def letter(body: str, name: str = "word/document.xml") -> bytes:
    """A Word file of nothing but this body; elements and attributes are written without their prefix."""
    document = f'<document xmlns="{W}" xmlns:mc="x"><body>{body}</body></document>'
    return zipped({"[Content_Types].xml": b"<Types/>", name: document.encode()})


def written(*runs: str) -> str:
    return "".join(f"<r><t>{run}</t></r>" for run in runs)


def test_tracked_changes_are_read_as_they_will_stand() -> None:
    body = (
        f"<p>{written('扫黑')}<del><r><tab/><delText>险</delText></r></del><ins>{written('除')}</ins>{written('恶')}</p>"
        f"<p><moveFrom>{written('移走的段落')}</moveFrom></p><p><moveTo>{written('移来的段落')}</moveTo></p>"
    )
    assert read(letter(body)).text == "扫黑除恶\n\n移来的段落\n"


@pytest.mark.parametrize("gone", ["del", "moveFrom"])
def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(gone: str) -> None:
    body = f"<p><pPr><rPr><{gone}/></rPr></pPr>{written('扫黑')}</p><p>{written('除恶')}</p><p>{written('乙')}</p>"
    assert read(letter(body)).text == "扫黑除恶\n乙\n"


def test_a_text_box_stands_behind_the_paragraph_it_is_fixed_to() -> None:
    box = (
        f"<r><drawing><txbxContent><p>{written('框内')}</p><p>{written('二')}</p></txbxContent></drawing></r>"
    )
    body = f"<p>{written('中华人民')}{box}{written('共和国')}</p><p>{written('末段')}</p>"
    assert read(letter(body)).text == "中华人民共和国\n框内\n二\n末段\n"
    cell = f"<tbl><tr><tc><p>{written('甲')}{box}{written('乙')}</p></tc><tc><p>{written('丙')}</p></tc></tr></tbl>"
    assert read(letter(cell)).text.split() == ["甲乙", "框内", "二", "丙"]


def test_a_text_box_too_long_is_cut_and_said_so() -> None:
    box = f"<r><txbxContent><p>{written('长' * 50)}</p></txbxContent></r>"
    result = read(letter(f"<p>{written('短')}{box}</p>"), limit=20)
    assert not result.complete
    assert len(result.text) == 20


def test_how_a_character_is_read_is_not_part_of_the_word() -> None:
    ruby = "<r><ruby><rt><r><t>chú</t></r></rt><rubyBase><r><t>除</t></r></rubyBase></ruby></r>"
    assert read(letter(f"<p>{written('扫黑')}{ruby}{written('恶')}</p>")).text == "扫黑除恶\n"


def test_a_letter_whose_part_is_numbered_is_a_letter() -> None:
    result = read(letter(f"<p>{written('正文')}</p>", "word/document2.xml"))
    assert (result.kind, result.text, result.complete) == ("docx", "正文\n", True)


def test_notes_in_open_documents_do_not_part_a_word() -> None:
    note = "<note><note-citation>1</note-citation><note-body><p>脚注</p></note-body></note>"
    content = f"<document><p>扫黑{note}除恶</p></document>".encode()
    assert read(zipped({"content.xml": content})).text == "扫黑除恶\n1脚注\n"


def test_a_text_box_is_read_once() -> None:
    box = b"<d xmlns:w='w' xmlns:m='m'><m:AlternateContent><m:Choice><w:t>A</w:t></m:Choice><m:Fallback><w:t>A</w:t></m:Fallback></m:AlternateContent></d>"
    assert read(zipped({"word/document.xml": box})).text == "A"
