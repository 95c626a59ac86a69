"""How wide text is in Chinese characters, and where a title may be turned."""

from __future__ import annotations

import math
import re

#: Characters of 2号 that fit on a line of 156 mm.
TITLE_WIDTH = 20
_TURNS = re.compile(r"(?<=关于)|(?<=季度)|(?=政府网站)|(?=与政务)|(?=检查情况)|(?=情况的)")


def text_width(text: str) -> float:
    """Width in full characters; Latin letters and digits count half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def title_lines(title: str) -> list[str]:
    """``title`` cut into the fewest lines, as even as its phrases allow."""
    count = max(1, math.ceil(text_width(title) / TITLE_WIDTH))
    lines = []
    while count > 1:
        at = _turn(title, count)
        lines.append(title[:at])
        title, count = title[at:], count - 1
    return [*lines, title]


def _turn(title: str, count: int) -> int:
    """Where the first of ``count`` lines ends: between phrases if one fits, else after an even share."""
    ideal = text_width(title) / count
    least = text_width(title) - TITLE_WIDTH * (count - 1)
    phrases = [found.start() for found in _TURNS.finditer(title)]
    fitting = [at for at in phrases if max(least, 0.5) <= text_width(title[:at]) <= TITLE_WIDTH]
    anywhere = range(1, len(title))
    return min(fitting or anywhere, key=lambda at: abs(text_width(title[:at]) - ideal))


def signature_edges(issuer: str, date_text: str) -> tuple[float, float]:
    """Characters between the right edge and issuer, date: centred on each other, nothing nearer than two."""
    longer = (text_width(issuer) - text_width(date_text)) / 2
    date_edge = max(4.0, 2 + longer)
    return date_edge - longer, date_edge
