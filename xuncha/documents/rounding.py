"""One way to print a percentage, so that every document prints the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a standard rounds percentages. National notices: half up, two decimals."""

    mode: Literal["half_up", "truncate"] = "half_up"
    decimals: int = 2


NATIONAL = Rounding()


def percentage(part: int, whole: int, rounding: Rounding = NATIONAL) -> str | None:
    """``part`` of ``whole`` in per cent as decimal text without a sign, None when ``whole`` is 0.

    Whole-number arithmetic, so that a tie is a tie. Rounding never turns a shortfall into 100: where it
    would, the figure is cut off instead.
    """
    if whole <= 0:
        return None
    hundred = 100 * 10**rounding.decimals
    cut = part * hundred // whole
    scaled = (2 * part * hundred + whole) // (2 * whole) if rounding.mode == "half_up" else cut
    if part < whole and scaled >= hundred:
        scaled = cut
    units, rest = divmod(scaled, 10**rounding.decimals)
    return f"{units}.{rest:0{rounding.decimals}d}" if rounding.decimals else str(units)
