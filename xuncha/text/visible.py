"""Words quoted from outside, with the characters shown that would otherwise work in secret."""

from __future__ import annotations

import re

#: Controls, and what turns the direction of reading around: a file name ending in ``gpj.exe`` can look like a picture.
_SECRET = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Ends of lines to some programs that read a file line by line, and none to JSON.
_SECRET_IN_JSON = re.compile(_SECRET.pattern[:-1] + "\u2028\u2029]")


def visible(text: str) -> str:
    """``text`` with every control and direction-changing character as a sign for it, such as ``⟨202E⟩``."""
    return text if text.isprintable() else _SECRET.sub(lambda found: _sign(ord(found[0])), text)


def escaped_in_json(text: str) -> str:
    """A JSON text that means the same, in which those characters stand as ``\\u202e`` and not as themselves.

    So do separators of lines and paragraphs, at which some programs would cut the text in two.
    """
    return text if text.isprintable() else _SECRET_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _sign(code: int) -> str:
    return chr(0x2400 + code) if code < 0x20 else f"⟨{code:04X}⟩"
