"""Score forms filled in by an office. The figures are invented; they only keep the sums of the official annex."""

from __future__ import annotations

from collections.abc import Iterable

from xuncha.standards.score_table import load_score_table

#: Every other item has 0 points: the deduction items make 75 + 25, the bonus items 30.
_POINTS = {"D101": 75, "D201": 25, "B101": 30}


def filled_form(sites: Iterable[str], off: str = "0", points: dict[str, int] | None = None) -> str:
    """A form in TOML: ``off`` points are taken off each site under D101; 5 bonus points."""
    figures = _POINTS | (points or {})
    items = load_score_table("national-2019").items
    parts = [f'[[item]]\ncode = "{code}"\npoints = "{figures.get(code, 0)}"\n' for code in items]
    for site in sites:
        for code, amount in (("D101", off), ("D201", "0"), ("B101", "5")):
            said = 'remark = "见截图"\nby = "张三"\nat = "2025-06-25 15:00"\n'
            parts.append(f'[[entry]]\nsite = "{site}"\nitem = "{code}"\npoints = "{amount}"\n{said}')
    return "\n".join(parts)
