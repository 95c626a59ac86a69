"""Texts of attached files, and the plain words for what could not be read of them."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdf
import pypdfium2
import pytest
import typst
import xlsxwriter
from attached_files import LIMIT, read, zipped
from ole_file import compound, word97, workbook97

from xuncha.documents.fonts import packaged_fonts
from xuncha.text.attachments import AttachmentText
from xuncha.text.attachments.pdf import MOST_PAGES


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("关于公布名单的通知")
    table = document.add_table(2, 2)
    for row, words in enumerate((("姓名", "电话"), ("张三", "13907315678"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.sections[0].header.paragraphs[0].text = "内部资料"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名", "证件", "电话", "金额"])
    sheet.write_row(1, 0, ["张三", "430102199001011238", 13907315678, 86.5])
    sheet.write(2, 2, 1.3907315678e10)
    hidden = book.add_worksheet("底稿")
    hidden.write(0, 0, "备注")
    hidden.hide()
    book.close()
    return file.getvalue()


def printed(pages: int = 1) -> bytes:
    source = '#set text(font: ("Noto Serif CJK SC", "Noto Sans CJK SC"))\n' + "\n#pagebreak()\n".join(
        f"{'甲乙'[page - 1]}页 姓名 电话 13907315678" for page in range(1, pages + 1)
    )
    return typst.compile(source.encode(), font_paths=packaged_fonts())


def picture_pages(count: int, document: pypdfium2.PdfDocument | None = None) -> bytes:
    document = document or pypdfium2.PdfDocument.new()
    for _ in range(count):
        page = document.new_page(200, 200)
        bitmap = pypdfium2.PdfBitmap.new_native(20, 20, pypdfium2.raw.FPDFBitmap_BGR)
        picture = pypdfium2.PdfImage.new(document)
        picture.set_bitmap(bitmap)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(200, 200))
        page.insert_obj(picture)
        page.gen_content()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_word() -> None:
    got = read(word_file(), "名单.docx")
    assert got == AttachmentText(
        "关于公布名单的通知\n姓名 \t电话 \t\n张三 \t13907315678 \t\n内部资料\n", "docx", True, ""
    )


def test_a_word_file_of_pictures_needs_a_person() -> None:
    parts = {"word/document.xml": b"<d><t>1</t></d>", "word/media/image1.png": b"x"}
    got = read(zipped(parts))
    assert not got.complete
    assert "需要人工查看" in got.problem


def test_excel() -> None:
    got = read(workbook(), "名单.xlsx")
    assert got.complete
    assert got.kind == "xlsx"
    assert got.text == (
        "姓名\t证件\t电话\t金额\n张三\t430102199001011238\t13907315678\t86.5\n\t\t13907315678\n备注\n"
    )


def test_the_content_tells_the_kind_not_the_name() -> None:
    assert read(workbook(), "名单.xls").kind == "xlsx"
    table = "<html><body><p>名单</p><table><tr><td>姓名</td><td>电话</td></tr></table></body></html>"
    assert read(table.encode("gb18030"), "名单.xls") == AttachmentText("姓名\t电话\n名单", "html", True, "")


def test_old_word() -> None:
    pieces: list[str | bytes] = [
        "关于公布名单的通知\r姓名\x07电话\x07\x07张三\x07",
        b"13907315678\x07\x07",
        "\x13 PAGE \x14第1页\x15\r",
    ]
    got = read(word97(pieces), "名单.doc")
    assert got == AttachmentText(
        "关于公布名单的通知\n姓名\t电话\t\n张三\t13907315678\t\n第1页\n", "doc", True, ""
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (word97(["通知"], flags=0x0300), "密码"),
        (word97(["通知"], magic=0xA5DC), "版本过早"),
        (word97(["通知"], flags=0), "损坏"),
        (compound({"WordDocument": b""}), "版本过早"),
        (word97(["通知"])[:2600], "损坏"),
    ],
)
def test_old_word_files_that_cannot_be_read(data: bytes, says: str) -> None:
    got = read(data, "名单.doc")
    assert not got.complete
    assert says in got.problem


def test_old_excel() -> None:
    got = read(workbook97([["姓名", "电话", "金额"], ["张三", 13907315678.0, 1.5]]), "名单.xls")
    assert got == AttachmentText("姓名\t电话\t金额\n张三\t13907315678\t1.5\n", "xls", True, "")


def test_slides_and_open_documents_and_ofd() -> None:
    slides = {
        "ppt/presentation.xml": b"<p/>",
        "ppt/slides/slide10.xml": "<s><p><t>十</t></p></s>".encode(),
        "ppt/slides/slide9.xml": "<s><p><t>九</t></p></s>".encode(),
    }
    assert read(zipped(slides)).text == "九\n十\n"
    assert read(zipped({"content.xml": "<o><p>名<span>单</span></p></o>".encode()})).text == "名单\n"
    ofd = {
        "OFD.xml": b"<OFD/>",
        "Doc_0/Pages/Page_0/Content.xml": "<P><TextCode>公告</TextCode></P>".encode(),
    }
    assert read(zipped(ofd)) == AttachmentText("公告\n", "ofd", True, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text(encoding: str) -> None:
    assert read("姓名,电话\n张三,138".encode(encoding), "a.csv") == AttachmentText(
        "姓名,电话\n张三,138", "text", True, ""
    )


@pytest.mark.parametrize("text", ["姓名,電話\n張三,138", "請攜帶身份證明文件", "公告：歡迎踴躍參加說明會。"])
def test_plain_text_in_big5(text: str) -> None:
    assert read(text.encode("big5hkscs"), "a.csv") == AttachmentText(text, "text", True, "")


def test_text_with_damaged_characters_is_not_complete() -> None:
    got = read("通知".encode("gb18030") + b"\xff\xff", "a.txt")
    assert got.text.startswith("通知")
    assert not got.complete


def test_pdf() -> None:
    got = read(printed(2), "a.pdf")
    assert got.complete
    assert got.text == "甲页 姓名 电话 13907315678\n乙页 姓名 电话 13907315678\n"


def test_a_scanned_pdf_needs_a_person() -> None:
    got = read(picture_pages(3))
    assert got.kind == "pdf"
    assert not got.text.strip()
    assert not got.complete
    assert "扫描件" in got.problem
    assert "需要人工查看" in got.problem


def test_scanned_pages_among_others_are_named() -> None:
    got = read(picture_pages(1, pypdfium2.PdfDocument(printed(2))))
    assert "乙页" in got.text
    assert "第 3 页" in got.problem


def test_a_blank_page_is_no_scan() -> None:
    document = pypdfium2.PdfDocument(printed(1))
    document.new_page(200, 200)
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue()).complete


def test_a_pdf_of_very_many_pages_is_read_in_part() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(MOST_PAGES + 1):
        document.new_page(100, 100)
    file = io.BytesIO()
    document.save(file)
    got = read(file.getvalue())
    assert not got.complete
    assert f"共 {MOST_PAGES + 1} 页" in got.problem


def test_an_encrypted_pdf() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    got = read(file.getvalue())
    assert not got.complete
    assert "密码" in got.problem


def test_an_archive_reads_what_it_holds() -> None:
    inner = zipped({"a.txt": b"x"})
    names = zipped({"名单.docx": word_file(), "说明.txt": "说明".encode(), "更多.zip": inner})
    got = read(names, "附件.zip")
    assert got.kind == "zip"
    assert "【名单.docx】\n关于公布名单的通知" in got.text
    assert "【说明.txt】\n说明" in got.text
    assert got.problem == "更多.zip：压缩文件内的压缩文件未读取，需要人工查看"


def test_old_archives_name_their_files_in_gbk() -> None:
    data = zipped({"abcd.txt": b"x"}).replace(b"abcd.txt", "名单".encode("gb18030") + b".txt")
    assert "【名单.txt】" in read(data).text


def test_too_much_text_is_cut_and_said_so() -> None:
    got = read("通知".encode() * 100, "a.txt", limit=10)
    assert got == AttachmentText("通知" * 5, "text", False, "内容过长，只读取了前 10 字，其余需要人工查看")


def spaces_bomb() -> bytes:
    return zipped({"word/document.xml": b"<d>" + b" " * (140 << 20) + b"</d>"})


def strings_bomb() -> bytes:
    cells = b'<row><c t="s"><v>0</v></c></row>' * 100_000
    return zipped(
        {
            "xl/workbook.xml": b"<w/>",
            "xl/sharedStrings.xml": b"<sst><si><t>" + b"A" * 1_000_000 + b"</t></si></sst>",
            "xl/worksheets/sheet1.xml": b"<w>" + cells + b"</w>",
        }
    )


ENTITIES = b"<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><d><t>&b;</t></d>"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (spaces_bomb(), "解压后过大"),
        (strings_bomb(), "内容过长"),
        (zipped({"word/document.xml": ENTITIES}), "实体声明"),
        (zipped({"word/document.xml": b"<a>" * 100_000}), "层次过深"),
        (zipped({"word/document.xml": b"<d/>"}, zipfile.ZIP_BZIP2), "压缩方式"),
        (zipped({f"{number}.txt": b"" for number in range(20_001)}), "文件过多"),
        (word_file()[:3000], "损坏"),
        (zipped({"word/document.xml": b"<d><t>"}), "损坏"),
        (zipped({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"<w"}), "损坏"),
        (b"%PDF-1.7\nnothing", "损坏"),
        (b"", "没有可读取的文字"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"), "不是完好的"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        (b"\x00\x01\x02\x03", "无法识别"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_so(data: bytes, says: str) -> None:
    got = read(data)
    assert not got.complete
    assert says in got.problem
    assert len(got.text) <= LIMIT


def test_cells_far_apart_are_not_laid_out() -> None:
    sheet = b'<w><row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row><c r="XFD1048576"><v>3</v></c></row></w>'
    got = read(zipped({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": sheet}))
    assert got.text.split() == ["1", "2", "3"]
    assert len(got.text) < 1000


def test_inline_strings_readings_and_odd_numbers() -> None:
    shared = "<sst><si><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></si></sst>"
    cells = (
        '<c t="s"><v>0</v></c><c t="s"><v>7</v></c><c t="s"><v>x</v></c><c t="inlineStr"><is><t>李\n四</t></is></c>'
        '<c><v>4.30102199001011E17</v></c><c><v>abc</v></c><c t="str"><v>公式</v></c>'
    )
    parts = {
        "xl/workbook.xml": b"<w/>",
        "xl/sharedStrings.xml": shared.encode(),
        "xl/worksheets/sheet1.xml": f"<w><row>{cells}</row><row/></w>".encode(),
    }
    assert read(zipped(parts)).text == "张三\t\t\t李 四\t430102199001011000\tabc\t公式\n"


def test_a_locked_file_in_an_archive_leaves_the_others_readable() -> None:
    data = bytearray(zipped({"a.txt": b"locked", "b.txt": b"open"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag that says encrypted, in the directory
    got = read(bytes(data), "附件.zip")
    assert got.text == "【b.txt】\nopen\n"
    assert got.problem == "a.txt：文件设有密码，无法读取，需要人工查看"


def test_archives_in_an_archive_share_what_may_be_unpacked() -> None:
    got = read(zipped({"a.docx": spaces_bomb(), "b.txt": b"x"}), "附件.zip")
    assert "解压后过大" in got.problem
    assert not got.complete


def test_a_web_page_nested_without_end() -> None:
    got = read(b"<html><body>" + b"<div>" * 20_000, "a.xls")
    assert "层次过深" in got.problem


def test_letters_without_unicode_are_not_taken_for_text() -> None:
    content = b"BT /F 12 Tf 10 10 Td (\\001\\002\\003\\004\\005\\006\\016\\017) Tj ET"
    got = read(one_page(content))
    assert not got.complete
    assert "共 1 页均没有可读取的文字" in got.problem


def test_letters_drawn_as_shapes_are_not_a_blank_page() -> None:
    assert not read(one_page(b"0 0 10 10 re f\n" * 60)).complete
    assert read(one_page(b"BT /F 12 Tf 10 10 Td (7) Tj ET 0 0 100 1 re f")).complete


def one_page(content: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n"
    for number, written in enumerate(objects, start=1):
        body += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    return body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def test_text_in_utf_32_is_not_taken_for_utf_16() -> None:
    assert read("扫黑除恶".encode("utf-32")).text == "扫黑除恶"
