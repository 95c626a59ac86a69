"""Reads a word n-gram model in ARPA form and packs its words and pairs for ``xuncha.text.wording``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

#: Longest word kept: longer ones are rare names and cost a look-up at every character of every page.
LONGEST = 6


def read_arpa(path: Path) -> tuple[dict[str, tuple[float, float]], list[tuple[str, str, float]]]:
    """Words with (log10 probability, log10 back-off) and pairs with log10 probability; longer runs are left out."""
    words: dict[str, tuple[float, float]] = {}
    pairs: list[tuple[str, str, float]] = []
    for order, fields in _rows(path):
        if order == 1 and _usable(fields[1]):
            words[fields[1]] = (float(fields[0]), float(fields[2]) if len(fields) > 2 else 0.0)
        elif order == 2:
            first, second = fields[1].split(" ")
            if first in words and second in words:
                pairs.append((first, second, float(fields[0])))
    return words, pairs


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    order = 0
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("\\"):
                order = int(line[1]) if line[1].isdigit() else 0
                if order > 2:
                    return
            elif order and line.strip():
                yield order, line.rstrip("\n").split("\t")


def _usable(word: str) -> bool:
    return len(word) <= LONGEST and all("\u4e00" <= char <= "\u9fff" for char in word)


def pack(words: dict[str, tuple[float, float]], pairs: list[tuple[str, str, float]]) -> dict[str, np.ndarray]:
    """The arrays of ``words.npz``: words by falling probability; pairs sorted, numbers stored as differences."""
    order = sorted(words, key=lambda word: (-words[word][0], word))
    number = {word: index for index, word in enumerate(order)}
    keys = np.array([(number[a] << 20) | number[b] for a, b, _ in pairs], np.int64)
    values = np.array([value for _, _, value in pairs], np.float32)
    by_key = np.argsort(keys)
    keys, values = keys[by_key], values[by_key]
    levels = np.quantile(values, np.linspace(0, 1, 256)).astype(np.float32)
    nearest = (
        np.abs(values[:, None] - levels[None, :]).argmin(1)
        if len(values) < 1000
        else _nearest(values, levels)
    )
    first, second = keys >> 20, keys & 0xFFFFF
    step = np.diff(second, prepend=0)
    new = np.diff(first, prepend=-1) != 0
    step[new] = second[new]
    return {
        "text": np.frombuffer("\n".join(order).encode(), np.uint8),
        "single": np.array([words[word][0] for word in order], np.float16),
        "backoff": np.array([words[word][1] for word in order], np.float16),
        "followers": np.bincount(first, minlength=len(order)).astype(np.uint32),
        "step": step.astype(np.uint32),
        "level": nearest.astype(np.uint8),
        "levels": levels,
    }


def _nearest(values: np.ndarray, levels: np.ndarray) -> np.ndarray:
    right = np.clip(np.searchsorted(levels, values), 1, 255)
    return np.where(values - levels[right - 1] <= levels[right] - values, right - 1, right)
