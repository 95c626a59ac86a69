"""NoticeData as a Word file in the form of GB/T 9704."""

from __future__ import annotations

import io
from datetime import datetime, time

import docx
from docx.document import Document as Word
from docx.text.paragraph import Paragraph as WordParagraph

from xuncha.documents import official_form as form
from xuncha.documents.blocks import Annex, Heading, Notice
from xuncha.documents.composition import compose
from xuncha.documents.docx_tables import add_table
from xuncha.documents.inert_text import inert
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.typesetting import signature_edges
from xuncha.documents.zip_times import without_times

#: The red heading stands 35 mm below the top of the type area; its own line adds some white above it.
_HEAD_SPACE_PT = 35 / 25.4 * 72 - 12
_TYPE_AREA_PT = form.TYPE_AREA_MM / 25.4 * 72


def render_docx(data: NoticeData) -> bytes:
    """The notice and its three annexes as one .docx; the same data give the same bytes.

    Raises:
        NoticeDoesNotReconcile: when its figures contradict each other; nothing is printed then.
    """
    notice = compose(data)
    word = docx.Document()
    form.set_page(word)
    form.add_styles(word)
    _headers_and_footers(word, notice.mark)
    _head(word, notice)
    _title(word, notice)
    _body(word, notice)
    _closing(word, notice)
    for annex in notice.annexes:
        _annex(word, annex)
    _properties(word, data)
    return _saved(word)


def _add(word: Word, text: str, look: form.Look) -> WordParagraph:
    paragraph = word.add_paragraph(text)
    _put_on(paragraph, look)
    return paragraph


def _put_on(paragraph: WordParagraph, look: form.Look) -> None:
    # Its name is its id as well; to look that up takes longer than all the rest.
    paragraph._p.style = look.name


def _blank(word: Word, lines: int = 1) -> None:
    for _ in range(lines):
        _add(word, "", form.FLUSH).paragraph_format.keep_with_next = True


def _head(word: Word, notice: Notice) -> None:
    above = _HEAD_SPACE_PT
    if notice.mark:
        _add(word, notice.mark, form.MARK)
        above -= form.MARK.line
    for number, reason in enumerate(notice.reasons, 1):
        _add(word, f"{number}．{reason}。", form.REASON)
        above -= form.REASON.line * -(-len(reason) // 36)
    head = _add(word, notice.issuer, form.HEAD)
    head.paragraph_format.space_before = docx.shared.Pt(max(above, 6))
    size = min(form.HEAD.size, _TYPE_AREA_PT / max(len(notice.issuer), 1) * 0.98)
    head.runs[0].font.size = docx.shared.Pt(max(int(size), 22))
    _blank(word, 2)
    number_line = _add(word, notice.document_number, form.NUMBER)
    _rule_below(number_line)


def _rule_below(paragraph: WordParagraph) -> None:
    """The red rule across the type area, 4 mm below the document number."""
    borders = form.element("pBdr")
    borders.append(form.element("bottom", val="single", sz=18, space=11, color=form.RED))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _title(word: Word, notice: Notice) -> None:
    _blank(word, 2)
    for line in notice.title_lines:
        _add(word, line, form.TITLE)
    _blank(word)
    _add(word, notice.addressees, form.FLUSH)


def _body(word: Word, notice: Notice) -> None:
    looks = {1: form.LEVEL_1, 2: form.LEVEL_2}
    for block in notice.body:
        last = _add(word, block.text, looks[block.level] if isinstance(block, Heading) else form.BODY)
    # The signature never stands on a page without text of the notice.
    last.paragraph_format.keep_with_next = True


def _closing(word: Word, notice: Notice) -> None:
    """附件说明, then the signature over the date; the date stays four characters off the right edge."""
    _blank(word)
    for number, annex in enumerate(notice.annexes, 1):
        line = _add(word, f"{'附件：' if number == 1 else ''}{number}．{annex.title}", form.FLUSH)
        line.paragraph_format.keep_with_next = True
        _indent_left(line, 2 if number == 1 else 5)
    _blank(word, 2)
    issuer_edge, date_edge = signature_edges(notice.issuer, notice.date_text)
    _indent_right(_add(word, notice.issuer, form.SIGNATURE), issuer_edge)
    date_line = _add(word, notice.date_text, form.SIGNATURE)
    date_line.paragraph_format.keep_with_next = False
    _indent_right(date_line, date_edge)


def _indent_left(paragraph: WordParagraph, characters: float) -> None:
    width = form.twips(characters * (form.FLUSH.size + form.FLUSH.spacing))
    _indent(paragraph, leftChars=round(characters * 100), left=width)


def _indent_right(paragraph: WordParagraph, characters: float) -> None:
    _indent(paragraph, rightChars=round(characters * 100), right=form.twips(characters * form.SIGNATURE.size))


def _indent(paragraph: WordParagraph, **sizes: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(form.element("ind", **sizes), "w:jc", "w:outlineLvl", "w:rPr")


def _annex(word: Word, annex: Annex) -> None:
    label = _add(word, annex.label, form.ANNEX_LABEL)
    label.paragraph_format.page_break_before = True
    _blank(word)
    _add(word, annex.title, form.ANNEX_TITLE)
    _blank(word)
    for table in annex.tables:
        if table.caption:
            _add(word, table.caption, form.CAPTION)
        add_table(word, table)
        _add(word, "", form.NOTE)
    if annex.note:
        _add(word, annex.note, form.NOTE if annex.tables else form.BODY)


def _headers_and_footers(word: Word, mark: str) -> None:
    """— 1 — outside: odd pages to the right, even pages to the left, one character off the edge."""
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        _put_on(paragraph, form.PAGE_NUMBER)
        _indent(paragraph, **{f"{side}Chars": 100, side: form.twips(form.PAGE_NUMBER.size)})
        paragraph._p.get_or_add_pPr().append(form.element("jc", val=side))
        paragraph.add_run("— ")
        field = form.element("fldSimple", instr="PAGE")
        run, words = form.element("r"), form.element("t")
        words.text = "1"
        run.append(words)
        field.append(run)
        paragraph._p.append(field)
        paragraph.add_run(" —")
    if not mark:
        return
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        _put_on(paragraph, form.REASON)
        paragraph.add_run(f"{mark}（不作为正式通报）")


def _properties(word: Word, data: NoticeData) -> None:
    properties = word.core_properties
    stamp = datetime.combine(data.issued_on, time())
    properties.created = properties.modified = properties.last_printed = stamp
    properties.title, properties.subject = inert(data.title, 100), inert(data.standard.name, 60)
    properties.author = properties.last_modified_by = "巡查"
    properties.comments = ""
    properties.language = "zh-CN"


def _saved(word: Word) -> bytes:
    """The file with fixed times inside the archive, so that equal notices are equal bytes."""
    written = io.BytesIO()
    word.save(written)
    return without_times(written)
