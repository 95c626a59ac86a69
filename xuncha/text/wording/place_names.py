"""Names of small places, which no model can know: every character in them may be right."""

from __future__ import annotations

import re

#: What names of towns, villages and neighbourhoods end in, and words that only begin like such an ending.
_ENDING = re.compile(
    r"(?:(?![乡镇])[\u4e00-\u9fff])?(?:镇(?![压静痛定])|乡(?![村镇亲愁土情])|村(?![民庄级镇])|街道|社区|居委会|村委会)"
)
_RANKS = frozenset("省市州县区旗乡镇村")


def in_small_place_name(text: str, start: int, end: int, right: str) -> bool:
    """Whether a change of characters ``start`` to ``end`` to ``right`` makes another name of a small place, or a place
    of another rank: 梅湾村 need not be 海湾村, nor 云岗乡 云岗省."""
    if _ENDING.match(text, end):
        return True
    return text[start:end] in _RANKS and right in _RANKS
