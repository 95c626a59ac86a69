"""Evidence as a person may look at it: words, never the page itself. Stored pages never run on our origin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xuncha.apps.inspections.handed_in_rows import of_target, role_of
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
    """A stored record in words. ``trouble`` says why there are none; ``text`` is split at the quote.

    ``intro`` says what the words are where they are no page.
    """

    status_line: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    text: tuple[tuple[str, bool], ...] = ()
    trouble: str = ""
    intro: str = ""


def show(folder: Path, evidence: Evidence, quote: str, target: str = "") -> Shown:
    """The record that ``evidence`` cites, with ``quote`` marked in its text; of a file that holds the records of
    many, those of ``target``.
    """
    try:
        stored = read_record(folder, evidence)
    except (RecordNotFoundError, OSError) as error:
        return Shown(trouble=str(error))
    words, trouble = _text(stored)
    role, intro = role_of(evidence.url), ""
    if role and not trouble:
        words, intro = of_target(role, words, target)
        if not words:
            return Shown(trouble=intro)
    text, cut = excerpt(words, quote)
    trouble = f"{trouble}{cut}"
    return Shown(stored.status_line, stored.http_headers, tuple(_marked(text, quote)), trouble, intro)


def _text(stored: StoredRecord) -> tuple[str, str]:
    headers = {name.lower(): value for name, value in stored.http_headers}
    kind = headers.get("content-type") or dict(stored.headers).get("Content-Type", "")
    if not stored.body:
        return "", "这条记录没有正文。"
    body, cut = _unpacked(stored.body, headers.get("content-encoding", ""))
    if cut and not body:
        return "", f"正文无法展开：{cut}"
    if not any(word in kind.lower() for word in ("html", "text", "json", "xml")):
        return "", f"正文不是文字（{kind}，{len(body)} 字节），可用 xuncha evidence 核验后导出查看。"
    words = decode(body, kind).text
    if "html" in kind.lower():
        read = read_attachment(
            b"\xef\xbb\xbf<!DOCTYPE html><html>" + words.encode(), "page.html", limit=_READ
        )
        words = read.text or read.problem
    return words, cut


def excerpt(words: str, quote: str) -> tuple[str, str]:
    """What is shown of a long text, so that the quote is in it, and in Chinese that it is a part; else the whole."""
    if len(words) <= _SHOWN:
        return words, ""
    found = next(_places(words, quote), None)
    if found is None or found.end() <= _SHOWN:
        return words[:_SHOWN], "内容很长，只显示开头部分。"
    start = max(0, found.start() - _BEFORE)
    return words[start : start + _SHOWN], "内容很长，只显示引文前后的部分。"


def _places(words: str, quote: str) -> Iterator[re.Match[str]]:
    """Where the text holds the quote. Quotes are cut out with … at their ends, and pages break lines in between."""
    letters = "".join(quote.split()).strip("…")
    return re.finditer(r"\s*".join(map(re.escape, letters)), words) if letters else iter(())


def _unpacked(body: bytes, coding: str) -> tuple[bytes, str]:
    """What can be unpacked of a body, and in Chinese why that is not all of it."""
    decoder, cut = BodyDecoder(coding, _LARGEST_BODY), ""
    try:
        decoder.feed(body)
        decoder.finish()
    except BodyTooLargeError:
        cut = f"正文展开后超过 {_LARGEST_BODY >> 20} MiB，只显示开头部分。"
    except BodyBrokenError as error:
        cut = f"{error}，只显示能够展开的部分。" if decoder.body else f"{error}。"
    return decoder.body, cut


def _marked(text: str, quote: str) -> list[tuple[str, bool]]:
    """The text in pieces, True for each piece that is the quote."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for place in _places(text, quote):
        pieces += [(text[done : place.start()], False), (place.group(), True)]
        done = place.end()
    return [*pieces, (text[done:], False)]
