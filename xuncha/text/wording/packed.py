"""Sorted tables of 64-bit keys, and the data files they come from."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


def load_arrays(name: str) -> dict[str, NDArray[np.generic]]:
    """The arrays of one shipped data file. Raises FileNotFoundError when the installation lacks it."""
    with (
        as_file(files("xuncha.text.wording") / "model" / name) as path,
        np.load(path, allow_pickle=False) as stored,
    ):
        return {key: stored[key] for key in stored.files}


def present(name: str) -> bool:
    """Whether the installation has this data file."""
    return (files("xuncha.text.wording") / "model" / name).is_file()


def keys_from_steps(arrays: Mapping[str, NDArray[np.generic]]) -> Ints:
    """Sorted keys that were stored as differences."""
    return np.cumsum(arrays["step"].astype(np.int64))


def find(keys: Ints, wanted: Ints) -> Ints:
    """Where each wanted key stands in the sorted ``keys``; -1 where it is not among them."""
    if not len(keys):
        return np.full(wanted.shape, -1, np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1).astype(np.int64)


def ragged(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Indexes of several slices laid end to end, and the number of the slice each belongs to."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    before = np.cumsum(counts) - counts
    return np.arange(len(owner), dtype=np.int64) - before[owner] + starts[owner], owner
