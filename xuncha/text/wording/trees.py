"""A boosted set of decision trees, evaluated with nothing but arrays."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from xuncha.text.wording.packed import Floats, Ints, load_arrays


class Trees:
    """Sum of small decision trees: a probability from a row of figures.

    All nodes of all trees lie in one table; a leaf points at itself.
    """

    def __init__(self, arrays: dict[str, NDArray[np.generic]]) -> None:
        self._roots: Ints = arrays["roots"].astype(np.int64)
        self._column: Ints = arrays["column"].astype(np.int64)
        self._limit: NDArray[np.float64] = arrays["limit"].astype(np.float64)
        self._low: Ints = arrays["low"].astype(np.int64)
        self._high: Ints = arrays["high"].astype(np.int64)
        self._value: NDArray[np.float64] = arrays["value"].astype(np.float64)
        self._base = float(arrays["base"].astype(np.float64)[0])
        self._depth = int(arrays["depth"].astype(np.int64)[0])

    def probability(self, figures: Floats) -> Floats:
        """Probability (0 to 1) for every row."""
        if not len(figures):
            return np.zeros(0, np.float32)
        node = np.tile(self._roots, (len(figures), 1))
        rows = np.arange(len(figures))[:, None]
        for _ in range(self._depth):
            low = figures[rows, self._column[node]] <= self._limit[node]
            node = np.where(low, self._low[node], self._high[node])
        total = self._value[node].sum(axis=1) + self._base
        probability: Floats = (1 / (1 + np.exp(-total))).astype(np.float32)
        return probability


@cache
def shipped_judge() -> Trees:
    """The trees that come with the program, read once."""
    return Trees(load_arrays("judge.npz"))
