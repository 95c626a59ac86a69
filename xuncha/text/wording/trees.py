"""A boosted set of decision trees, evaluated with nothing but arrays."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.packed import Floats, Ints, load_arrays

#: Rows that go down the trees together: what is looked up for more does not stay near at hand.
_AT_ONCE = 64


class Trees:
    """Sum of small decision trees: a probability from a row of figures.

    All nodes of all trees lie in one table; a leaf points at itself.
    """

    def __init__(self, arrays: dict[str, NDArray[np.generic]]) -> None:
        self._roots: Ints = arrays["roots"].astype(np.int64)
        self._column: Ints = arrays["column"].astype(np.int64)
        self._limit: NDArray[np.float64] = arrays["limit"].astype(np.float64)
        #: Of node n the child for figures above its limit at 2n, for others at 2n + 1.
        self._child: Ints = np.column_stack([arrays["high"], arrays["low"]]).ravel().astype(np.int64)
        self._value: NDArray[np.float64] = arrays["value"].astype(np.float64)
        self._base = float(arrays["base"].astype(np.float64)[0])
        self._depth = int(arrays["depth"].astype(np.int64)[0])

    def probability(self, figures: Floats) -> Floats:
        """Probability (0 to 1) for every row."""
        if not len(figures):
            return np.zeros(0, np.float32)
        parts = [self._total(figures[row : row + _AT_ONCE]) for row in range(0, len(figures), _AT_ONCE)]
        probability: Floats = (1 / (1 + np.exp(-np.concatenate(parts)))).astype(np.float32)
        return probability

    def _total(self, figures: Floats) -> NDArray[np.float64]:
        node = np.repeat(self._roots[None], len(figures), axis=0)
        flat, row_begins = figures.ravel(), figures.shape[1] * np.arange(len(figures))[:, None]
        for _ in range(self._depth):
            low = flat.take(row_begins + self._column.take(node)) <= self._limit.take(node)
            node = self._child.take(2 * node + low)
        total: NDArray[np.float64] = self._value.take(node).sum(axis=1) + self._base
        return total


@until_let_go
@cache
def shipped_judge() -> Trees:
    """The trees that come with the program, read once."""
    return Trees(load_arrays("judge.npz"))
