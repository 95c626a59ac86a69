"""Text from the outside, made harmless before it is printed."""

from __future__ import annotations

import re
import unicodedata

#: Characters that could turn the reading direction around, or hide inside a name.
_DECEIVING = frozenset(
    "\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_BETWEEN_CODES = re.compile(r"(?<=[A-Z0-9])、(?=[A-Z0-9])")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def inert(text: str, limit: int = 200) -> str:
    """``text`` on one line without control characters, at most ``limit`` characters, cut with an ellipsis.

    Markup stays as it is written: the writers of the formats escape it.
    """
    # A longer prefix than needed is read, so that dropped characters rarely shorten the result.
    start = text[: limit * 4]
    kept = start if start.isprintable() else "".join(map(_shown, start))
    line = " ".join(kept.split())
    cut = len(line) > limit or len(text) > limit * 4
    return line[: limit - 1] + "…" if cut else line


def breakable(text: str) -> str:
    """``text`` with a place to break the line after each separator between codes, which have none of their own."""
    return _BETWEEN_CODES.sub("、\u200b", text)


def looks_like_formula(text: str) -> bool:
    """True when a spreadsheet would read ``text`` as a formula if it were typed in."""
    return text.startswith(_FORMULA)


def _shown(char: str) -> str:
    if char in "\t\n\r\x0b\x0c":
        return " "
    # Unassigned code points stay: they may be Han characters newer than this Python.
    if char in _DECEIVING or char in "\ufffe\uffff" or unicodedata.category(char) in ("Cc", "Cs"):
        return ""
    return char
