"""抽查: a stratified draw that anyone can repeat from the list, the share and the seed."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xuncha.facts.targets import RunState

Record = dict[str, str]
#: Besides the region, what strata are made of; by kind of list.
STRATUM = {"sites": "网站类型", "accounts": "平台"}
LABELS = {"sites": "政府网站", "accounts": "政务新媒体"}
_KEY = {"sites": "网站标识码", "accounts": "账号标识"}


@dataclass(frozen=True, slots=True)
class Redraw:
    """A draw made again from the kept frame. ``strata``: (region, kind, in the frame, drawn).

    ``sha256`` is that of the frame's file; ``missing`` and ``extra`` are keys that differ from the first draw.
    """

    kind: str
    frame: int
    drawn: int
    sha256: str
    strata: tuple[tuple[str, str, int, int], ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def label(self) -> str:
        """The kind on screen."""
        return LABELS[self.kind]

    @property
    def is_identical(self) -> bool:
        """True when it gave the same targets as the first time."""
        return not self.missing and not self.extra


def draw(
    records: Sequence[Record], stratum: Callable[[Record], Hashable], percent: int, seed: str
) -> list[Record]:
    """``percent`` of every stratum, rounded up, so that no stratum is left out; in the order of the list.

    Within a stratum the records with the smallest SHA-256 of seed and key are drawn. The key is the first
    cell. The order of the list does not matter: the same list, share and seed give the same draw.
    """
    strata: defaultdict[Hashable, list[str]] = defaultdict(list)
    for record in records:
        strata[stratum(record)].append(_key(record))
    drawn: set[str] = set()
    for keys in strata.values():
        wanted = -(-len(keys) * percent // 100)
        drawn.update(sorted(keys, key=lambda key: _lot(seed, key))[:wanted])
    return [record for record in records if _key(record) in drawn]


def _key(record: Record) -> str:
    return next(iter(record.values()))


def _lot(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def drawn_from(kind: str, records: Sequence[Record], percent: int, seed: str) -> list[Record]:
    """The sample of a list: drawn from what is in operation, by region and kind."""
    running = [record for record in records if record["运行状态"] == RunState.RUNNING.value]
    return draw(running, lambda record: (record["地区"], record[STRATUM[kind]]), percent, seed)


def compare(kind: str, frame: Path, first: Path, percent: int, seed: str) -> Redraw:
    """The draw from ``frame`` held against the list ``first`` that was drawn before."""
    records = read_records(frame)
    again = drawn_from(kind, records, percent, seed)
    key = _KEY[kind]
    now, before = {record[key] for record in again}, {record[key] for record in read_records(first)}
    return Redraw(
        kind,
        len(records),
        len(again),
        hashlib.sha256(frame.read_bytes()).hexdigest(),
        tuple(_strata(kind, records, again)),
        tuple(sorted(before - now)),
        tuple(sorted(now - before)),
    )


def kind_of(records: Sequence[Record]) -> str:
    """Which kind of list it is, by its headers; empty for none of them."""
    headers = set(records[0]) if records else set()
    return next(
        (kind for kind, key in _KEY.items() if {key, STRATUM[kind], "地区", "运行状态"} <= headers), ""
    )


def read_records(path: Path) -> list[Record]:
    """The rows of a list as it was kept, or as Excel saved it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _strata(kind: str, frame: Sequence[Record], drawn: Sequence[Record]) -> list[tuple[str, str, int, int]]:
    running = [record for record in frame if record["运行状态"] == RunState.RUNNING.value]
    all_, some = (Counter((r["地区"], r[STRATUM[kind]]) for r in rows) for rows in (running, drawn))
    return [(*stratum, count, some[stratum]) for stratum, count in sorted(all_.items())]
