"""From the bytes of an attached file to its text: what kind it is, who reads it, what could not be read."""

from __future__ import annotations

import codecs
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from xuncha.text.attachments.archive import Archive, Budget
from xuncha.text.attachments.kinds import kind_of, zip_kind
from xuncha.text.attachments.office_xml import SHAPES, read_document
from xuncha.text.attachments.pdf import read_pdf
from xuncha.text.attachments.sheets import read_xls, read_xlsx
from xuncha.text.attachments.sink import FullError, Sink, UnreadableError
from xuncha.text.attachments.word97 import read_doc
from xuncha.text.chinese_bytes import chinese_text
from xuncha.text.pages.page import Page, TooDeepError, text_pieces

#: Files read of one archive.
_MOST_MEMBERS = 200
#: What damaged or hostile files make the readers raise.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, EOFError, OSError, KeyError, IndexError,
    ValueError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip
_UNREAD_KINDS = {
    "encrypted": "文件设有密码，无法读取，需要人工查看",
    "ppt": "旧版 PowerPoint 文件（.ppt），未能提取文字，需要人工查看",
    "rtf": "RTF 文件，未能提取文字，需要人工查看",
    "archive": "压缩文件格式（RAR、7Z 等）无法读取，需要人工查看",
    "image": "图片文件，未识别文字，需要人工查看",
    "unknown": "文件格式无法识别，需要人工查看",
}
_NOT_TEXT = frozenset({"script", "style", "noscript", "template", "head", "title"})
#: The mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class AttachmentText:
    """The text of one attached file.

    ``kind``: pdf, docx, xlsx, pptx, odf, ofd, doc, xls, html, text, zip, or what else it is. ``complete`` is True
    only when all its text was read; otherwise ``problem`` says in Chinese what was not. Text that was not
    read is never proof that something is absent.
    """

    text: str
    kind: str
    complete: bool
    problem: str


def attachment_text(data: bytes, file_name: str, *, limit: int) -> AttachmentText:
    """Read an attached file, at most ``limit`` characters of it. Never raises for what the file holds.

    Memory and time are bounded for everything but .xls and PDF, whose native readers a hostile file may
    still exhaust or crash: files from outside are read in a process of their own.
    """
    return _read(data, file_name, limit, Budget(), nested=False)


def _read(data: bytes, file_name: str, limit: int, budget: Budget, *, nested: bool) -> AttachmentText:
    sink = Sink(limit)
    kind = kind_of(data, file_name) if data else "empty"
    try:
        if kind == "zip":
            archive = Archive(data, budget)
            kind = zip_kind(set(archive.names))
            _read_archive(archive, kind, sink, budget, nested=nested)
        else:
            _read_plain(data, kind, sink)
        if sink.is_empty and not sink.problem:
            sink.miss("文件中没有可读取的文字，需要人工查看")
    except FullError:
        sink.miss(f"内容过长，只读取了前 {limit} 字，其余需要人工查看")
    except UnreadableError as fault:
        sink.miss(str(fault))
    except _BROKEN:
        sink.miss("文件损坏，未能完整读取，需要人工查看")
    return AttachmentText(sink.text, kind, not sink.problem, sink.problem)


def _read_archive(archive: Archive, kind: str, sink: Sink, budget: Budget, *, nested: bool) -> None:
    if kind == "xlsx":
        read_xlsx(archive, sink)
    elif kind in SHAPES:
        read_document(archive, kind, sink)
    elif nested:
        raise UnreadableError("压缩文件内的压缩文件未读取，需要人工查看")
    else:
        _read_members(archive, sink, budget)


def _read_members(archive: Archive, sink: Sink, budget: Budget) -> None:
    if len(archive.names) > _MOST_MEMBERS:
        sink.miss(
            f"压缩文件内共 {len(archive.names)} 个文件，只读取了前 {_MOST_MEMBERS} 个，其余需要人工查看"
        )
    for name in archive.names[:_MOST_MEMBERS]:
        shown = archive.shown_name(name)
        try:
            data = b"".join(archive.pieces(name))
        except UnreadableError as fault:
            if budget.left < 0:
                raise
            sink.miss(f"{shown}：{fault}")
            continue
        read = _read(data, shown, max(0, sink.room), budget, nested=True)
        sink.add(f"【{shown}】\n{read.text}\n")
        if not read.complete:
            sink.miss(f"{shown}：{read.problem}")


def _read_plain(data: bytes, kind: str, sink: Sink) -> None:
    if kind == "pdf":
        read_pdf(data, sink)
    elif kind == "xls":
        read_xls(data, sink)
    elif kind == "doc":
        read_doc(data, sink)
    elif kind == "html":
        _read_html(data, sink)
    elif kind == "text":
        sink.add(_decoded(data, sink))
    elif kind != "empty":
        raise UnreadableError(_UNREAD_KINDS[kind])


def _read_html(data: bytes, sink: Sink) -> None:
    """Web pages under the name of a workbook or a letter, as office systems export them."""
    try:
        page = Page(_decoded(data, sink), "")
    except TooDeepError:
        raise UnreadableError("文件结构异常（层次过深），未继续读取，需要人工查看") from None
    for row in page.tree.css("tr"):
        cells = [" ".join(text_pieces(cell)) for cell in row.iter() if cell.tag in ("td", "th")]
        sink.add("\t".join(cells) + "\n")
    if page.tree.body is not None:
        sink.add("\n".join(text_pieces(page.tree.body, skip=_NOT_TEXT | {"tr"})))


def _decoded(data: bytes, sink: Sink) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lossy(data[len(mark) :], encoding, sink)
    try:
        return data.decode("utf-8")
    except UnicodeError:
        chinese = chinese_text(data)
    return chinese[0] if chinese else _lossy(data, "gb18030", sink)


def _lossy(data: bytes, encoding: str, sink: Sink) -> str:
    text = data.decode(encoding, "replace")
    if "\ufffd" in text:
        sink.miss("部分文字无法解码，需要人工查看")
    return text
