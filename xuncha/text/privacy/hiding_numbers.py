"""Personal numbers in words that are to be shown again: a finding's detail, a quotation."""

from __future__ import annotations

import re
from datetime import date

#: Words with fewer digits hold no such number.
_LEAST_DIGITS = 11
#: What a quotation may have left of a number it was cut off within.
_CUT_OFF = re.compile(r"(?<![0-9])([0-9]{3})[0-9]{6,14}$|^[0-9]{6,14}([0-9Xx]{3})(?![0-9])")


def without_numbers(words: str, *, today: date) -> str:
    """The words with ID, mobile and bank card numbers masked; addresses stay, and so does all else."""
    if sum(char.isdigit() for char in words) < _LEAST_DIGITS:
        return words
    # Their patterns take long to make ready, and most words end above.
    from xuncha.text.privacy.personal_numbers import number_leaks
    from xuncha.text.privacy.scene import Scene

    parts: list[str] = []
    last = 0
    for leak in number_leaks(Scene(words), today).all():
        parts += [words[last : leak.start], leak.masked]
        last = leak.end
    return "".join([*parts, words[last:]])


def quoted_without_numbers(quote: str, *, today: date) -> str:
    """Likewise for a quotation, which may begin or end within a number."""
    return _CUT_OFF.sub(
        lambda cut: f"{cut[1]}****" if cut[1] else f"****{cut[2]}", without_numbers(quote, today=today)
    )
