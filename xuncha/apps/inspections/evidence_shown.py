"""Evidence as a person may look at it: words, never the page itself. Stored pages never run on our origin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xuncha.facts.seen import Evidence
from xuncha.gather.attachment_process import read_attachment
from xuncha.gather.evidence.read import RecordNotFoundError, StoredRecord, read_record
from xuncha.gather.http.bodies import BodyBrokenError, BodyDecoder, BodyTooLargeError
from xuncha.gather.http.decoding import decode

#: Characters of a stored page that are shown, of them before the quote where it stands far down, and read at most.
_SHOWN, _BEFORE, _READ = 60_000, 2_000, 4_000_000
_LARGEST_BODY = 32 << 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A stored record in words. ``trouble`` says why there are none; ``text`` is split at the quote."""

    status_line: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    text: tuple[tuple[str, bool], ...] = ()
    trouble: str = ""


def show(folder: Path, evidence: Evidence, quote: str) -> Shown:
    """The record that ``evidence`` cites, with ``quote`` marked in its text."""
    try:
        stored = read_record(folder, evidence)
    except (RecordNotFoundError, OSError) as error:
        return Shown(trouble=str(error))
    words, trouble = _text(stored)
    text, cut = excerpt(words, quote)
    trouble = trouble or cut
    return Shown(stored.status_line, stored.http_headers, tuple(_marked(text, quote)), trouble)


def _text(stored: StoredRecord) -> tuple[str, str]:
    headers = {name.lower(): value for name, value in stored.http_headers}
    kind = headers.get("content-type") or dict(stored.headers).get("Content-Type", "")
    if not stored.body:
        return "", "这条记录没有正文。"
    try:
        body = _whole(stored.body, headers.get("content-encoding", ""))
    except (BodyTooLargeError, BodyBrokenError) as error:
        return "", f"正文无法展开：{error}"
    if not any(word in kind.lower() for word in ("html", "text", "json", "xml")):
        return "", f"正文不是文字（{kind}，{len(body)} 字节），可用 xuncha evidence 核验后导出查看。"
    words = decode(body, kind).text
    if "html" in kind.lower():
        read = read_attachment(
            b"\xef\xbb\xbf<!DOCTYPE html><html>" + words.encode(), "page.html", limit=_READ
        )
        words = read.text or read.problem
    return words, ""


def excerpt(words: str, quote: str) -> tuple[str, str]:
    """What is shown of a long text, so that the quote is in it, and in Chinese that it is a part; else the whole."""
    if len(words) <= _SHOWN:
        return words, ""
    quote = quote.strip()
    found = words.find(quote) if quote else -1
    if found + len(quote) <= _SHOWN:
        return words[:_SHOWN], "内容很长，只显示开头部分。"
    start = found - _BEFORE
    return words[start : start + _SHOWN], "内容很长，只显示引文前后的部分。"


def _whole(body: bytes, coding: str) -> bytes:
    decoder = BodyDecoder(coding, _LARGEST_BODY)
    decoder.feed(body)
    decoder.finish()
    return decoder.body


def _marked(text: str, quote: str) -> list[tuple[str, bool]]:
    """The text in pieces, True for each piece that is the quote."""
    quote = quote.strip()
    if not quote or quote not in text:
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    for piece in text.split(quote):
        pieces += [(piece, False), (quote, True)]
    return pieces[:-1]
