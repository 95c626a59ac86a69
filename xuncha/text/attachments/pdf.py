"""The text of PDF files, page by page; pages that are only pictures are told apart from blank ones."""

from __future__ import annotations

import re

import pypdfium2

from xuncha.text.attachments.sink import Sink, UnreadableError

#: Pages read of one file.
MOST_PAGES = 2000
#: A page with fewer characters is looked at for pictures: scans bear a page number at times.
_FEW_CHARACTERS = 5
#: Lines and boxes a page may have that has nothing written on it.
_MANY_SHAPES = 50
_PASSWORD = 4
#: Characters that a font without a map back to Unicode leaves behind.
_SENSELESS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_SENSELESS_SHARE = 0.3
_SOFT_BREAKS = re.compile("[\ufffe\u00ad\x02]\r?\n?")


def read_pdf(data: bytes, sink: Sink) -> None:
    """Put the text of a PDF into ``sink``. Raises UnreadableError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        why = "文件设有密码" if fault.err_code == _PASSWORD else "文件损坏或不是完好的 PDF"
        raise UnreadableError(f"{why}，无法读取，需要人工查看") from None
    try:
        _read_pages(document, sink)
    finally:
        document.close()


def _read_pages(document: pypdfium2.PdfDocument, sink: Sink) -> None:
    count = len(document)
    unread: list[int] = []
    for place in range(min(count, MOST_PAGES)):
        if not _read_page(document, place, sink):
            unread.append(place + 1)
    if unread and len(unread) == count:
        sink.miss(f"共 {count} 页均没有可读取的文字，可能是扫描件，需要人工查看")
    elif unread:
        told = "、".join(str(number) for number in unread[:5]) + ("等" if len(unread) > 5 else "")
        sink.miss(f"第 {told} 页没有可读取的文字（共 {len(unread)} 页），可能是扫描件，需要人工查看")
    if count > MOST_PAGES:
        sink.miss(f"文件共 {count} 页，只读取了前 {MOST_PAGES} 页，其余需要人工查看")
    if count == 0:
        raise UnreadableError("PDF 文件中没有页面，需要人工查看")


def _read_page(document: pypdfium2.PdfDocument, place: int, sink: Sink) -> bool:
    """False for a page that shows something but holds no text that can be read."""
    try:
        page = document[place]
    except pypdfium2.PdfiumError:
        return False
    try:
        text = _page_text(page, sink.room)
        if len(_SENSELESS.findall(text)) > _SENSELESS_SHARE * max(1, len(text)):
            return False
        sink.add(_SOFT_BREAKS.sub("", text).replace("\r\n", "\n") + "\n")
        return len(text.strip()) >= _FEW_CHARACTERS or not _shows_more(page, bool(text.strip()))
    except pypdfium2.PdfiumError:
        return False
    finally:
        page.close()


def _page_text(page: pypdfium2.PdfPage, room: int) -> str:
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), room + 1)
        return str(text_page.get_text_range(0, count)) if count > 0 else ""
    finally:
        text_page.close()


def _shows_more(page: pypdfium2.PdfPage, has_text: bool) -> bool:
    """True when a page of few characters has pictures, letters drawn as shapes, or text without letters."""
    shapes = 0
    for found in page.get_objects(max_depth=3):
        if found.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
            return True
        if found.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT and not has_text:
            return True
        shapes += found.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
        if shapes > _MANY_SHAPES:
            return True
    return False
