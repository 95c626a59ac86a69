"""From bytes to text, as Chinese government pages need it.

Pages that declare gb2312 often hold characters it lacks, so all of gb2312, gbk and gb18030 are read as
GB18030. A declaration that the bytes contradict is not believed, and the contradiction is reported.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from xuncha.text.chinese_bytes import chinese_text

_PRESCAN = 8192
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB = frozenset(
    (
        "gb2312",
        "gbk",
        "gb18030",
        "gb_2312-80",
        "gb_2312",
        "gb2312-80",
        "x-gbk",
        "cp936",
        "ms936",
        "euc-cn",
        "csgb2312",
        "chinese",
        "gb",
    )
)
_BIG5 = frozenset(("big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5", "big5hkscs"))
_UTF8 = frozenset(("utf-8", "utf8", "unicode-1-1-utf-8", "utf_8", "utf-16", "utf-16le", "utf-16be"))
#: Labels that servers send by default, whatever the page holds. The WHATWG reads them as windows-1252.
#: Only a header can name these: a page whose own declaration can be read is not written in them.
_WIDE = {"utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
_WESTERN = frozenset(("iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"))

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]+)", re.IGNORECASE)
_CJK = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
#: Damaged characters a text may have for each sound one, and still count as that encoding.
_TOLERATED = 0.05
_BAD = "\ufffd"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text of a page. ``encoding`` is what was used; ``conflict``: the declared charset does not fit the
    bytes; ``lossy``: some bytes could not be read and stand as U+FFFD; ``utf8``: the bytes, where they are the text in
    UTF-8."""

    text: str
    encoding: str
    conflict: bool = False
    lossy: bool = False
    utf8: bytes | None = field(default=None, compare=False, repr=False)


def decode(body: bytes, content_type: str | None) -> DecodedText:
    """Decode a body: byte order mark, header, page declaration, then strict UTF-8, then strict GB18030 or
    Big5, whichever makes usual characters of it."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            if encoding in _WIDE.values() and b"\0" not in body[:_PRESCAN]:
                # Markup in wide characters is full of zeros: this mark stands before narrow ones.
                return replace(decode(body[len(mark) :], content_type), conflict=True)
            return _by_mark(body[len(mark) :], encoding)
    wide = _WIDE.get(_header_label(content_type).lower())
    if wide is not None and b"\0" in body[:_PRESCAN]:
        return _by_mark(body, wide)
    labels = [_codec(label) for label in (_header_label(content_type), _page_label(body))]
    declared = [codec for codec in labels if codec]
    chosen, text = _strict(body, declared)
    if text is not None:
        utf8 = body if chosen == "utf-8" else None
        return DecodedText(text, chosen, conflict=_contradicts(declared, chosen, body), utf8=utf8)
    return _damaged(body, declared)


def _by_mark(body: bytes, encoding: str) -> DecodedText:
    text = body.decode(encoding, "replace")
    return DecodedText(text, encoding, lossy=_BAD in text and not _encodes(body, encoding))


def _encodes(body: bytes, encoding: str) -> bool:
    return _try(body, encoding) is not None


def _header_label(content_type: str | None) -> str:
    found = _HEADER.search(content_type or "")
    return found[1] if found else ""


def _page_label(body: bytes) -> str:
    head = body[:_PRESCAN]
    found = _META.search(head)
    # Nearly always it stands before any comment, and there is no need to take these out.
    if found is None or b"<!--" in head[: found.end() + 4] or head.lstrip().startswith(b"<?xml"):
        head = _COMMENT.sub(b"", head)
        found = _XML.search(head) or _META.search(head)
    return found[1].decode("ascii") if found else ""


def _codec(label: str) -> str:
    """The codec for a label, empty when there is none."""
    name = label.lower()
    for names, codec in ((_UTF8, "utf-8"), (_GB, "gb18030"), (_BIG5, "big5hkscs"), (_WESTERN, "cp1252")):
        if name in names:
            return codec
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    # Python also has codecs that are no charsets (base64, rot13).
    return found.name if getattr(found, "_is_text_encoding", True) else ""


def _try(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeError:
        return None


def _strict(body: bytes, declared: list[str]) -> tuple[str, str | None]:
    """The first encoding under which every byte makes sense."""
    if body.isascii():
        return (declared[0] if declared else "utf-8"), body.decode("ascii")
    text = _try(body, "utf-8")
    # Multi-byte UTF-8 that reads as Chinese is not there by accident, whatever is declared; and its bytes
    # would pass as (senseless) GB18030.
    if text is not None and (not declared or declared[0] == "utf-8" or _has_cjk(text)):
        return "utf-8", text
    if text is None and _is_nearly_utf8(body):
        return "", None
    for codec in declared:
        if codec not in ("utf-8", "cp1252"):
            trial = _try(body, codec)
            if trial is not None:
                return codec, trial
    chinese = chinese_text(body)
    if chinese is not None and _has_cjk(chinese[0]):
        return chinese[1], chinese[0]
    if text is not None:
        return "utf-8", text
    return _strict_western(body, declared)


def _strict_western(body: bytes, declared: list[str]) -> tuple[str, str | None]:
    text = _try(body, "cp1252") if "cp1252" in declared else None
    return ("cp1252", text) if text is not None else ("", None)


def _contradicts(declared: list[str], chosen: str, body: bytes) -> bool:
    return bool(declared) and declared[0] != chosen and not body.isascii()


def _is_nearly_utf8(body: bytes) -> bool:
    """True for UTF-8 with a few damaged characters, such as a title cut in mid-character."""
    text = body.decode("utf-8", "replace")
    bad = text.count(_BAD)
    if bad > max(1, len(text) * _TOLERATED):  # too many whatever the rest is: no need to count that
        return False
    sound = sum(1 for char in text if char > "\x7f" and char != _BAD)
    return bad <= max(1, sound * _TOLERATED) and _has_cjk(text)


def _damaged(body: bytes, declared: list[str]) -> DecodedText:
    """The reading with the fewest damaged characters; what is declared wins a tie."""
    candidates = list(dict.fromkeys([*declared, "utf-8", "gb18030"]))
    if _is_nearly_utf8(body):
        candidates = ["utf-8"]
    texts = [(body.decode(codec, "replace"), codec) for codec in candidates]
    text, chosen = min(texts, key=lambda pair: pair[0].count(_BAD))
    return DecodedText(text, chosen, conflict=_contradicts(declared, chosen, body), lossy=True)


def _has_cjk(text: str) -> bool:
    return re.search(_CJK, text) is not None
