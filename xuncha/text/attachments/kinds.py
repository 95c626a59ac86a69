"""Of what kind a file is, by its content: names lie, and many an .xls is a web page."""

from __future__ import annotations

import re

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_STARTS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_IN_ZIP = (
    # Some programs on the web number the one part of a letter.
    (re.compile(r"word/document\d*\.xml"), "docx"),
    (re.compile(r"xl/workbook\.xml"), "xlsx"),
    (re.compile(r"ppt/presentation\.xml"), "pptx"),
    (re.compile(r"OFD\.xml"), "ofd"),
    (re.compile(r"content\.xml"), "odf"),
)
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table|meta|\?xml)\b", re.I | re.S
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 4096


def kind_of(data: bytes, file_name: str) -> str:
    """One of pdf, zip, doc, xls, ppt, encrypted, rtf, archive, image, html, text, unknown."""
    head = data[:_LOOKED_AT]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        return _ole_kind(data, file_name)
    for start, kind in _STARTS:
        if head.startswith(start) and not (kind == "image" and _is_plain(head)):
            return kind
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "text" if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_plain(head) else "unknown"


def zip_kind(names: set[str]) -> str:
    """One of docx, xlsx, pptx, ofd, odf, zip, by the parts an archive has."""
    return next((kind for part, kind in _IN_ZIP if any(map(part.fullmatch, names))), "zip")


def _ole_kind(data: bytes, file_name: str) -> str:
    ending = file_name.lower().rpartition(".")[2]
    found = [kind for stream, kind in _OLE_STREAMS if (stream + "\0").encode("utf-16-le") in data]
    # A letter may hold a workbook, and the other way round.
    if ending in found:
        return ending
    return found[0] if found else "unknown"


def _is_plain(head: bytes) -> bool:
    return not _BINARY.search(head)
