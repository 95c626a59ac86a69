"""Text that was damaged before it was served (乱码): written in one encoding, read in another, and stored so."""

from __future__ import annotations

import re
from html import unescape

from ahocorasick_rs import BytesAhoCorasick

from xuncha.text.expressions import expression

_CHINESE = expression(r"[\u3400-\u9fff]")
#: Bytes of Chinese read as Western letters stand in runs; the accents of a Western language do not.
_WESTERN = (
    r"\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e"
    r"\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_WESTERN_RUN = expression(rf"[{_WESTERN}\ufffd]{{4,}}")
_LETTERS = expression(r"[\u00c0-\u00ff]")
#: What stands for characters that were lost: marks of replacement, the same read as GBK, question marks.
_LOST = expression(r"\ufffd|锟斤拷?|(?:ï¿½)+|\?{6,}")
_CODES = expression(r"&#[12]\d\d;&#[12]\d\d;")
_QUESTIONS = "?" * 6
#: How these two begin, looked for at once in the bytes: a twentieth of what it takes to look for them in the text.
_BEGINNINGS = BytesAhoCorasick([_QUESTIONS.encode(), b"&#1", b"&#2"])
#: What damaged text of any length contains; the last two begin comma and full stop.
_MARKS = ("\ufffd", "锟", "锛", "銆")
#: The first byte, in UTF-8, of all :data:`_LETTERS`, and of nothing else.
_OF_LETTERS = b"\xc3"
_MARKUP = expression(r"<script\b.*?</script\s*>|<style\b.*?</style\s*>|<!--.*?-->|<[^>]*>", re.I | re.S)
#: Characters looked at, and how many of them have to be damaged, at least and in proportion to all.
_LOOKED_AT, _LEAST, _SHARE = 200_000, 60, 1 / 3
_SAMPLE = 4000


def is_garbled(markup: str, utf8: bytes | None = None) -> bool:
    """True where a good part of a page's words is damaged so that no reader can make them out.

    ``utf8``: the same in UTF-8, where it is at hand.
    """
    if not _may_be(markup[:_LOOKED_AT], markup.encode("utf-8", "ignore") if utf8 is None else utf8):
        return False
    text = unescape(_MARKUP.sub(" ", markup[:_LOOKED_AT]))
    sound = len(_CHINESE.findall(text))
    damaged = sum(len(found[0]) for found in _LOST.finditer(text))
    damaged += sum(
        len(found[0]) for found in _WESTERN_RUN.finditer(text) if len(_LETTERS.findall(found[0])) > 1
    )
    if damaged >= _LEAST and damaged >= _SHARE * (damaged + sound):
        return True
    return _is_utf8_read_as_gbk(text)


def _may_be(start: str, utf8: bytes) -> bool:
    """Nearly every page is sound: what is looked for first is found at the speed of memory."""
    return (
        any(mark in start for mark in _MARKS)
        or (_OF_LETTERS in utf8 and _WESTERN_RUN.search(start) is not None)
        or (
            bool(_BEGINNINGS.find_matches_as_indexes(utf8))
            and (_QUESTIONS in start or _CODES.search(start) is not None)
        )
    )


def _is_utf8_read_as_gbk(text: str) -> bool:
    """True for 鐭冲牥 in the place of 石堰: its bytes in GBK are, for the greater part, UTF-8 of Chinese."""
    words = "".join(_CHINESE.findall(text)[:_SAMPLE])
    if len(words) < _LEAST:
        return False
    as_gbk = words.encode("gb18030", "ignore")
    meant = len(_CHINESE.findall(as_gbk.decode("utf-8", "ignore")))
    return 3 * meant > len(as_gbk) / 2
