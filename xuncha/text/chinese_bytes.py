"""Which of the two national encodings undeclared bytes are written in: GB 18030 or Big5."""

from __future__ import annotations

import re

_LOOKED_AT = 8192
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
#: Marks and the characters of daily use (the first level of either standard). Text of the one encoding, read as the other,
#: is full of rare characters; without a declaration nothing else tells them apart.
_GB_USUAL = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
_BIG5_USUAL = re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]")
_MOSTLY = 0.8


def chinese_text(body: bytes) -> tuple[str, str] | None:
    """The text and its encoding, ``gb18030`` or ``big5hkscs``; None where neither makes sense of every byte."""
    if _usual(body, _GB_USUAL) < _MOSTLY <= _usual(body, _BIG5_USUAL):
        text = _try(body, "big5hkscs")
        if text is not None:
            return text, "big5hkscs"
    text = _try(body, "gb18030")
    return None if text is None else (text, "gb18030")


def _usual(body: bytes, usual: re.Pattern[bytes]) -> float:
    pairs = _PAIR.findall(body[:_LOOKED_AT])
    return sum(1 for pair in pairs if usual.match(pair)) / max(1, len(pairs))


def _try(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeError:
        return None
