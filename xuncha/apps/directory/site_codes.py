"""网站标识码: which spellings are codes, and the one spelling they are kept in."""

from __future__ import annotations

import re

from xuncha.apps.directory.cells import compact
from xuncha.apps.directory.problems import BadCell, shown

#: Shapes of a code, ten characters each, and how their letters are written in the national register.
#: Beside the two of the standard the register holds two older ones: BT for the 兵团 and, for a few
#: systems run from the centre, BM after two digits.
_SHAPES = (
    (re.compile(r"[0-9]{10}"), str),
    (re.compile(r"bm[0-9]{8}", re.IGNORECASE), str.lower),
    (re.compile(r"bt[0-9]{8}", re.IGNORECASE), str.upper),
    (re.compile(r"[0-9]{2}bm[0-9]{6}", re.IGNORECASE), str.upper),
)


def site_code(text: str) -> str:
    """The code in its one spelling, stray spaces and full-width forms removed. Raises BadCell."""
    code = compact(text)
    for shape, spelling in _SHAPES:
        if shape.fullmatch(code):
            return spelling(code)
    raise BadCell(f"{shown(code)}不是网站标识码：应为 10 位数字，或 bm 加 8 位数字{_hint(code)}")


def _hint(code: str) -> str:
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", code, re.IGNORECASE):
        return "；这是 Excel 的科学计数法，请把该列设为文本格式后重新填写"
    if code.isascii() and code.isdigit():
        more = "；如果开头的 0 被 Excel 去掉了，请把该列设为文本格式后补上" if len(code) < 10 else ""
        return f"；现在是 {len(code)} 位{more}"
    return ""
