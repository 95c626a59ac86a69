"""Words that somebody typed into a form, as they are kept: nothing is cut off in silence."""

from __future__ import annotations

from datetime import date

from django.utils.dateparse import parse_date

#: Characters of an answer, a reason or a remark; of what a unit says it has done.
OF_A_REASON, OF_A_REPLY = 2000, 4000
#: No site or account is older; an earlier day is a slip of the hand.
EARLIEST = date(1990, 1, 1)


def typed(text: str, most: int, refused: type[Exception]) -> str:
    """The words trimmed, each end of a line one character, as the browser counts them.

    Raises ``refused`` with a Chinese sentence where they are more than ``most`` characters.
    """
    words = text.replace("\r\n", "\n").strip()
    if len(words) > most:
        raise refused(f"写了 {len(words)} 字，最多 {most} 字，请精简后再提交，详细材料可以作为附件。")
    return words


def a_day(text: str) -> date | None:
    """The day that is written as ``2025-06-25``; None where there is none, and for 30 February."""
    try:
        return parse_date(text.strip())
    except ValueError:
        return None
