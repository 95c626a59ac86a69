"""抽查: a stratified draw that anyone can repeat from the list, the share and the seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

Record = dict[str, str]


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
