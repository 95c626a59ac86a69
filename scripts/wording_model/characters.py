"""Trains the character model: interpolated Kneser-Ney of order 4 over official sentences."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from xuncha.text.wording.char_model import BITS, ORDER, CharCodes

_DISCOUNT = 0.75


def count(sentences: Iterable[str], codes: CharCodes) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sorted keys and counts of the runs of 1 to ORDER characters."""
    texts = [codes.padded(sentence) for sentence in sentences]
    tables = []
    for order in range(1, ORDER + 1):
        keys = np.concatenate([_runs(text, order) for text in texts])
        tables.append(np.unique(keys, return_counts=True))
    return tables


def _runs(text: np.ndarray, order: int) -> np.ndarray:
    """Keys of the runs that end at each character after the padding."""
    key = np.zeros(len(text) - (ORDER - 1), np.int64)
    for back in range(order - 1, -1, -1):
        stop = len(text) - back
        key = (key << BITS) | text[ORDER - 1 - back : stop]
    return key


def train(sentences: Iterable[str], codes: CharCodes) -> dict[str, np.ndarray]:
    """The arrays of ``characters.npz``."""
    tables = count(sentences, codes)
    arrays: dict[str, np.ndarray] = {}
    lower = np.zeros(0, np.float64)
    for order in range(1, ORDER + 1):
        keys, counts = tables[order - 1]
        if order < ORDER:
            # In how many surroundings a run occurs says more about unseen ones than how often it does.
            longer = tables[order][0] & ((1 << BITS * order) - 1)
            seen, kinds = np.unique(longer, return_counts=True)
            counts = np.maximum(kinds[np.searchsorted(seen, keys).clip(max=len(seen) - 1)], 1)
        if order == 1:
            probability = (counts + 0.1) / (counts.sum() + 0.1 * codes.size)
        else:
            probability = _interpolate(keys, counts, tables[order - 2][0], lower, arrays, order)
        arrays[f"step{order}"] = np.diff(keys, prepend=0).astype(np.uint64)
        arrays[f"score{order}"] = np.log10(probability).astype(np.float16)
        lower = probability
    return arrays


def _interpolate(
    keys: np.ndarray,
    counts: np.ndarray,
    short_keys: np.ndarray,
    short: np.ndarray,
    arrays: dict[str, np.ndarray],
    order: int,
) -> np.ndarray:
    history, group = np.unique(keys >> BITS, return_inverse=True)
    total = np.bincount(group, weights=counts)
    left = _DISCOUNT * np.bincount(group) / total
    place = np.searchsorted(short_keys, keys & ((1 << BITS * (order - 1)) - 1))
    arrays[f"history{order}"] = np.diff(history, prepend=0).astype(np.uint64)
    arrays[f"left{order}"] = np.log10(left).astype(np.float16)
    return (counts - _DISCOUNT) / total[group] + left[group] * short[place]
