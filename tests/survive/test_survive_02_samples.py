"""Cases 2, 4 and 5: failures that alternate, samples that stop, rules that crash; through the command."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

from raw_server import RawServer
from towns import Town, inspect_towns

from xuncha.facts.seen import BEIJING

END = datetime(2025, 6, 25, 10, tzinfo=BEIJING)
HEADER = ["网站标识码", "时间", "耗时毫秒", "状态", "有效"]


def samples(code: str, failed: set[int], days: int = 7, valid: str = "1") -> list[list[object]]:
    """Twenty a day, every 72 minutes, back from the monitoring timepoint; those numbered fail."""
    rows: list[list[object]] = []
    for number in range(20 * days):
        at = END - timedelta(days=7) + timedelta(minutes=36 + 72 * number)
        down = number in failed
        rows.append([code, at.isoformat(), 15_000 if down else 180, "timeout" if down else "200", valid])
    return rows


def test_alternation_silence_and_our_own_faults(tmp_path: Path) -> None:
    """6 of 140 pass, 7 of 140 fail however they are spread; a day without samples is never 100 per cent."""
    names = ("six", "seven in turn", "seven in a row", "silent since", "ours", "no samples", "six and ours")
    towns = {name: Town(f"99020000{n:02}", "x.gov.example", {}) for n, name in enumerate(names)}
    code = {name: town.code for name, town in towns.items()}
    rows = [
        *samples(code["six"], set(range(0, 120, 20))),
        *samples(code["seven in turn"], set(range(0, 140, 20))),
        *samples(code["seven in a row"], set(range(60, 67))),
        *samples(code["silent since"], set(), days=5),
        *samples(code["ours"], set(range(140)), valid="0"),
        *samples(code["six and ours"], set(range(0, 120, 20))),
        [code["six and ours"], (END - timedelta(hours=1)).isoformat(), 15_000, "timeout", "0"],
    ]
    with (tmp_path / "probes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    with RawServer() as server:
        ran = inspect_towns(tmp_path, towns.values(), "--connect-to", server.at, indicators="W2")
        assert server.accepted == 0
    assert ran.code == 3, ran.told()
    verdicts = {name: ran.verdicts()[town.code] for name, town in towns.items()}
    outcomes = {name: (row["outcome"], row["states"]) for name, row in verdicts.items()}
    assert outcomes == {
        "six": ("pass", "W201=ok"),
        "seven in turn": ("fail", "W201=violation"),
        "seven in a row": ("fail", "W201=violation"),
        "silent since": ("unknown", "W201=insufficient"),
        "ours": ("unknown", "W201=insufficient"),
        "no samples": ("unknown", "W201=not_assessed"),
        "six and ours": ("pass", "W201=ok"),
    }
    assert ran.summary()["sites"]["pass_rate"] == "50.00"
