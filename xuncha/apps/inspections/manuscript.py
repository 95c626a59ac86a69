"""One manuscript before it is published (三审三校): the same detectors as in an inspection, with positions."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xuncha.facts.words import WordEntry
from xuncha.gather.attachment_process import read_attachment
from xuncha.gather.http.decoding import decode
from xuncha.text.attachments.kinds import kind_of
from xuncha.text.deadlines.calls import find_deadlines
from xuncha.text.pages.addresses import host_of
from xuncha.text.pages.page import Page, TooDeepError
from xuncha.text.pages.written_text import written_text
from xuncha.text.privacy.finding import find_leaks
from xuncha.text.privacy.leak import Leak
from xuncha.text.tampering.hidden_links import find_hidden_links
from xuncha.text.tampering.link_targets import suspicious_target
from xuncha.text.wording import find_wording
from xuncha.text.wording.word_list import joined_list
from xuncha.told import BadInputError

#: Bytes and characters of one manuscript that are read.
LARGEST, _LIMIT = 50 << 20, 2_000_000
#: Characters shown on either side of what is remarked upon.
_CONTEXT = 15
_LINE_END = re.compile(r"[\r\n]")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
#: Where an HTML manuscript is taken to stand: relative links lead nowhere else.
_NOWHERE = "http://manuscript.invalid/"

TITLES = {
    "W101": "严重表述错误", "W103": "不良链接", "W104": "暗链", "N105": "个人隐私", "N106": "过期日期", "N110": "错别字",
}  # fmt: skip
_ADVICE = {
    "W101": "对照权威出处核对后更正，再送审",
    "W103": "删除链接，核对来源",
    "W104": "删除隐藏的链接或代码，从可信来源重新粘贴正文",
    "N105": "作去标识化处理，或确认依法应当公开",
    "N106": "核对日期，或注明已经结束",
    "N110": "核对后更正",
}


class ManuscriptError(BadInputError):
    """The manuscript could not be read, or not whole; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is to be checked. ``source`` is the HTML it was read from, "" for other files."""

    text: str
    source: str = ""


def read_manuscript(file: str) -> Manuscript:
    """The words of a text, HTML, Word or PDF file, or of standard input for ``-``.

    Raises:
        ManuscriptError: the file is missing, empty, binary, broken, encrypted, too long or holds no text.
    """
    data = _bytes_of(file)
    named = "稿件" if file == "-" else file
    if not data.strip():
        raise ManuscriptError(f"{named}：文件是空的")
    if file.lower().endswith((".html", ".htm")) or kind_of(data, named) == "html":
        return _html(data, named)
    read = read_attachment(data, "稿件.txt" if file == "-" else file, limit=_LIMIT)
    if read.kind == "unknown":
        raise ManuscriptError(f"{named}：不是文字稿件（文件格式无法识别），请另存为 txt、html 或 docx")
    if len(read.text) >= _LIMIT:
        raise ManuscriptError(f"{named}：内容过长（超过 {_LIMIT} 字），请分开检查")
    if not read.complete:
        raise ManuscriptError(f"{named}：{read.problem}")
    return Manuscript(read.text)


def _bytes_of(file: str) -> bytes:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise ManuscriptError(f"{file}：文件不存在") from None
    except OSError as error:
        raise ManuscriptError(f"{file}：无法读取（{error.strerror}）") from None
    if len(data) > LARGEST:
        raise ManuscriptError(f"{file}：文件超过 {LARGEST >> 20} MB，请只提交稿件正文")
    return data


def _html(data: bytes, named: str) -> Manuscript:
    decoded = decode(data, None)
    if "\ufffd" in decoded.text:
        raise ManuscriptError(f"{named}：部分文字无法解码，请另存为 UTF-8 后再检查")
    try:
        page = Page(decoded.text, _NOWHERE)
    except TooDeepError:
        raise ManuscriptError(f"{named}：网页结构异常（层次过深或过长），无法检查") from None
    text = written_text(page.tree.body) if page.tree.body is not None else ""
    if not text:
        raise ManuscriptError(f"{named}：文件中没有可读取的文字")
    if len(text) > _LIMIT:
        raise ManuscriptError(f"{named}：内容过长（超过 {_LIMIT} 字），请分开检查")
    return Manuscript(text, decoded.text)


@dataclass(frozen=True, slots=True)
class Remark:
    """What an editor should look at; the fields of one entry of ``xuncha check --json``.

    ``line`` and ``column`` count from 1, ``start`` and ``end`` from 0, in the text, or in the HTML source where ``place``
    is "source". ``quote`` is what is remarked upon and ``context`` the words round it; neither shows a personal detail.
    ``right`` is the proposed form, "" where there is none; ``alert`` is False for what is only worth a second look.
    """

    code: str
    title: str
    line: int
    column: int
    start: int
    end: int
    place: str
    quote: str
    context: str
    right: str
    suggestion: str
    reason: str
    advice: str
    alert: bool


def check_manuscript(
    manuscript: Manuscript, today: date, office_words: tuple[WordEntry, ...] = ()
) -> list[Remark]:
    """Every remark in the order of the text: wording (W101, N110), privacy (N105), passed deadlines (N106), and in
    HTML hidden links (W104) and links to illegal targets (W103)."""
    text, places = _seen(manuscript.text)
    leaks = find_leaks(text, today=today)
    marker = _Marker(text, _masked(text, leaks), "text", places)
    found = [
        *_wording(marker, today, office_words),
        *_privacy(marker, leaks),
        *_deadlines(marker, today),
        *(_links(manuscript.source) if manuscript.source else ()),
    ]
    return sorted(found, key=lambda remark: (remark.place != "text", remark.start, remark.code))


def _seen(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without characters nobody sees, which words copied from the web bring along, and where each character
    that is left stands in the whole; nothing for the places where nothing was left out."""
    if not _UNSEEN.search(text):
        return text, ()
    places = tuple(place for place, char in enumerate(text) if not _UNSEEN.match(char))
    return "".join(text[place] for place in places), places


def _masked(text: str, leaks: tuple[Leak, ...]) -> str:
    """The text with every personal detail blotted out, character for character."""
    shown = list(text)
    for leak in leaks:
        shown[leak.start : leak.end] = "*" * (leak.end - leak.start)
    return "".join(shown)


@dataclass(frozen=True, slots=True)
class _Marker:
    """Makes remarks on a text; ``shown`` is the same text as it may be shown. ``places`` has where its characters
    stand in the manuscript, nothing where they are all there."""

    text: str
    shown: str
    place: str
    places: tuple[int, ...] = ()

    def remark(
        self,
        code: str,
        start: int,
        end: int,
        quote: str,
        suggestion: str,
        reason: str,
        *,
        alert: bool,
        right: str = "",
    ) -> Remark:
        begin = max(self.text.rfind(end_of_line, 0, start) for end_of_line in "\n\r") + 1
        line_end = _LINE_END.search(self.text, end)
        until = line_end.start() if line_end else len(self.text)
        first, last = max(begin, start - _CONTEXT), min(until, end + _CONTEXT)
        context = f"{'…' if first > begin else ''}{self.shown[first:last]}{'…' if last < until else ''}"
        line = sum(self.text.count(end_of_line, 0, begin) for end_of_line in "\n\r") + 1
        line -= self.text.count("\r\n", 0, begin)
        column = start - begin + 1
        if self.places:
            start, end = self.places[start], self.places[end - 1] + 1
        return Remark(
            code, TITLES[code], line, column, start, end, self.place, quote, context, right, suggestion, reason,
            _ADVICE[code], alert,
        )  # fmt: skip


def _wording(marker: _Marker, today: date, office_words: tuple[WordEntry, ...]) -> Iterator[Remark]:
    for issue in find_wording(marker.text, asof=today, word_list=joined_list(office_words)):
        code = "W101" if issue.serious else "N110"
        suggestion = f"改为“{issue.right}”"
        yield marker.remark(
            code, issue.start, issue.end, issue.wrong, suggestion, issue.reason, alert=issue.alert, right=issue.right
        )  # fmt: skip


def _privacy(marker: _Marker, leaks: tuple[Leak, ...]) -> Iterator[Remark]:
    for leak in leaks:
        suggestion = f"去标识化，如“{leak.masked}”"
        yield marker.remark(
            "N105", leak.start, leak.end, leak.masked, suggestion, leak.reason, alert=leak.certain
        )


def _deadlines(marker: _Marker, today: date) -> Iterator[Remark]:
    for deadline in find_deadlines(marker.text, today, today):
        if deadline.day < today:
            reason = f"截止日期 {deadline.day.isoformat()} 已过"
            suggestion = "核对日期，或注明已结束"
            yield marker.remark(
                "N106", deadline.start, deadline.end, deadline.quote, suggestion, reason, alert=False
            )


def _links(source: str) -> Iterator[Remark]:
    page = Page(source, _NOWHERE)
    marker = _Marker(source, source, "source")
    hidden = find_hidden_links(page)
    for link in hidden:
        quote = link.url or link.text
        start, end = _in_source(source, link.url, link.text)
        yield marker.remark("W104", start, end, quote, "删除", link.reason, alert=True)
    known = {link.url for link in hidden}
    for anchor in page.anchors:
        suspicion = None if anchor.url in known else suspicious_target(host_of(anchor.url), anchor.text)
        if suspicion:
            start, end = _in_source(source, anchor.url, anchor.text)
            reason = f"链接“{anchor.text}”疑似指向{suspicion.kind}网站：文字或域名含“{suspicion.word}”"
            yield marker.remark("W103", start, end, anchor.url, "删除", reason, alert=True)


def _in_source(source: str, url: str, words: str) -> tuple[int, int]:
    """Where a link stands in the HTML; its beginning where the page writes it in another way."""
    for wanted in (url, host_of(url) if url else "", words):
        place = source.find(wanted) if wanted else -1
        if place >= 0:
            return place, place + len(wanted)
    return 0, 0
