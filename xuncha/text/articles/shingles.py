"""Sketches of texts, to find the few pairs among thousands that are worth comparing exactly.

MinHash over runs of four characters; texts that agree in one band of their sketch are candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint32]
_Sketches = NDArray[np.uint32]

#: Length of a run of characters.
SIZE = 4
_BANDS, _ROWS = 32, 4
_SEED = 19491001
#: Sketches that agree in fewer of their rows are of texts far below the limit (0.6, standard error 0.043).
_LEAST_AGREEMENT = 0.42
#: In a band shared by more texts than this, each is paired with the next ones only.
_CROWD, _NEXT = 60, 30
_MIX = np.uint64(0x9E3779B97F4A7C15)


def shingles(letters: str) -> Shingles:
    """The distinct hashed runs of four characters of a text, sorted; a shorter text is one run."""
    codes = np.frombuffer(letters.ljust(SIZE, "\0").encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(codes) - SIZE + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(SIZE):
        mixed = (mixed ^ codes[offset : offset + count]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


def overlap(first: Shingles, second: Shingles) -> tuple[float, float]:
    """Jaccard similarity of two texts, and the share of the shorter that the longer contains."""
    if not len(first) or not len(second):
        return 0.0, 0.0
    both = np.concatenate((first, second))
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))  # each has a run once: a pair of equals is shared
    return common / (len(first) + len(second) - common), common / min(len(first), len(second))


def candidates(texts: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """Pairs of positions ``(i, j)``, i < j, of texts likely to share six tenths or more, each pair once.

    Which pairs below the limit come along is a matter of chance, fixed by the seed.
    """
    if len(texts) < 2:
        return
    sketches = np.stack([_sketch(text) for text in texts])
    pairs = np.unique(np.concatenate([_pairs_of_band(sketches, band) for band in range(_BANDS)]))
    count = len(texts)
    for start in range(0, len(pairs), 100_000):
        part = pairs[start : start + 100_000]
        first, second = part // count, part % count
        agreement = (sketches[first] == sketches[second]).mean(axis=1)
        kept = agreement >= _LEAST_AGREEMENT
        yield from zip(first[kept].tolist(), second[kept].tolist(), strict=True)


def _multipliers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    dice = np.random.default_rng(_SEED)
    count = _BANDS * _ROWS
    factors = dice.integers(1, 2**63, count, dtype=np.uint64) | np.uint64(1)
    return factors, dice.integers(0, 2**63, count, dtype=np.uint64)


_FACTORS, _SHIFTS = _multipliers()


def _sketch(text: Shingles) -> _Sketches:
    """The smallest value of the text's runs under each of the hash functions."""
    smallest = np.full(len(_FACTORS), np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(text), 2048):
        values = text[start : start + 2048].astype(np.uint64)
        mixed = (np.multiply.outer(_FACTORS, values) + _SHIFTS[:, None]) >> np.uint64(32)
        smallest = np.minimum(smallest, mixed.min(axis=1).astype(np.uint32))
    return smallest


def _pairs_of_band(sketches: _Sketches, band: int) -> NDArray[np.int64]:
    """Pairs ``i * count + j`` of texts whose sketches agree in one band."""
    rows = np.ascontiguousarray(sketches[:, band * _ROWS : (band + 1) * _ROWS])
    keys = rows.view([("", rows.dtype)] * _ROWS).ravel()
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
    found = [
        np.asarray(list(_pairs_in(np.sort(group).tolist(), len(sketches))), dtype=np.int64)
        for group in np.split(order, edges)
        if len(group) > 1
    ]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _pairs_in(group: list[int], count: int) -> Iterator[int]:
    reach = len(group) if len(group) <= _CROWD else _NEXT
    for place, first in enumerate(group):
        for second in group[place + 1 : place + 1 + reach]:
            yield first * count + second
