"""Every contender in turn, round after round, on the same site: costs, what was found, what was wrong."""

from __future__ import annotations

import compileall
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from statistics import median

from xuncha.benchmark.contenders import Contender, Said
from xuncha.benchmark.measuring import Cost, measure
from xuncha.benchmark.truth import Truth

#: A contender that takes longer is stopped and counts as unfinished (seconds).
_PATIENCE_S = 1800.0
#: Exit codes with which a run is complete: done, dead links found (LinkChecker), not everything assessed.
_COMPLETE = (0, 1, 3)


@dataclass(frozen=True, slots=True)
class Run:
    """One contender in one round. ``found`` of the planted targets, ``false`` others called dead."""

    contender: Contender
    cost: Cost
    found: int
    false: int
    pages: int | None

    @property
    def is_complete(self) -> bool:
        """True when the contender came to its end."""
        return self.cost.code in _COMPLETE


def play(
    contenders: Sequence[Contender], truth: Truth, folder: Path, rounds: int, tell: Callable[[str], None]
) -> list[list[Run]]:
    """Runs by round; each round begins with another contender, so that none always follows the same."""
    # The peers came compiled from their packages; a working copy of this program is compiled when it first runs.
    compileall.compile_dir(files("xuncha"), quiet=2)  # type: ignore[arg-type]
    played: list[list[Run]] = []
    for number in range(rounds):
        turn = number % len(contenders)
        order = [*contenders[turn:], *contenders[:turn]]
        played.append([_run(contender, truth, folder, number, tell) for contender in order])
    return played


def _run(contender: Contender, truth: Truth, folder: Path, number: int, tell: Callable[[str], None]) -> Run:
    own = folder / contender.name
    own.mkdir(parents=True, exist_ok=True)
    command = contender.command(own)
    cost = measure(command, own / "output.txt", _PATIENCE_S)
    try:
        said = contender.said(own) if cost.code in _COMPLETE else Said(frozenset(), None)
    except (OSError, ValueError, KeyError):
        said = Said(frozenset(), None)
    dead = frozenset(truth.dead)
    run = Run(contender, cost, len(said.dead & dead), len(said.dead - dead), said.pages)
    tell(
        f"第 {number + 1} 轮 {contender.title}：CPU {cost.cpu_s:.1f} 秒，墙钟 {cost.wall_s:.1f} 秒，"
        f"内存 {cost.peak_mib:.0f} MiB，死链 {run.found}/{len(dead)}，误报 {run.false}"
    )
    return run


def of(played: Sequence[Sequence[Run]], name: str) -> list[Run]:
    """A contender's runs, by round."""
    return [run for round_ in played for run in round_ if run.contender.name == name]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median and range."""
    return f"{median(values):.{digits}f}（{min(values):.{digits}f}–{max(values):.{digits}f}）"


def ratio(played: Sequence[Sequence[Run]], ours: str, peer: str) -> list[float]:
    """How many times our CPU the peer took, round by round."""
    pairs = zip(of(played, ours), of(played, peer), strict=True)
    return [b.cost.cpu_s / a.cost.cpu_s for a, b in pairs if a.is_complete and b.is_complete]
