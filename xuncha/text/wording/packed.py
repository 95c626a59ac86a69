"""Sorted tables of 64-bit keys, and the data files they come from."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

#: Look-ups at once from which the table of hashes is the faster way, and keys from which there is one.
_MANY, _TABLED = 600, 4096
#: Buckets counted at a time.
_COUNTED = 1 << 16
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


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
    return np.cumsum(arrays["step"], dtype=np.int64)


class Keys:
    """Sorted distinct keys in which many wanted ones are looked up at once.

    Large look-ups go by a table of hashes, several times as fast as halving the sorted keys over and over; small
    ones gain nothing by it. Both give the same places.
    """

    def __init__(self, keys: Ints) -> None:
        self.sorted = keys
        bits = max(len(keys).bit_length() + 1, 4)
        self._shift = np.uint64(64 - bits)
        if len(keys) < _TABLED:
            return
        # There are millions of keys: nothing is held, or made in passing, that need not be.
        bucket = self._buckets(keys).astype(np.uint32)
        #: The places of the keys, bucket by bucket, and where each bucket begins, with one more for the end.
        self._places = _in_order(bucket, bits)
        self._begins = _begins(bucket[self._places], bits)

    def __len__(self) -> int:
        return len(self.sorted)

    def find(self, wanted: Ints) -> Ints:
        """Where each wanted key stands among the sorted ones; -1 where it is not among them."""
        if not len(self.sorted):
            return np.full(wanted.shape, -1, np.int64)
        if wanted.size < _MANY or len(self.sorted) < _TABLED:
            place = np.minimum(np.searchsorted(self.sorted, wanted), len(self.sorted) - 1)
            return np.where(self.sorted[place] == wanted, place, -1).astype(np.int64)
        return self._hashed(wanted.ravel()).reshape(wanted.shape)

    def _hashed(self, wanted: Ints) -> Ints:
        bucket = self._buckets(wanted)
        found = np.full(len(wanted), -1, np.int64)
        at, end = self._begins[bucket], self._begins[bucket + 1]
        left = np.flatnonzero(at < end)
        at, end, wanted = at[left], end[left], wanted[left]
        while len(left):
            place = self._places[at]
            same = self.sorted[place] == wanted
            found[left[same]] = place[same]
            at += 1
            further = np.flatnonzero(~same & (at < end))
            left, at, end, wanted = left[further], at[further], end[further], wanted[further]
        return found

    def _buckets(self, keys: Ints) -> Ints:
        return ((keys.view(np.uint64) * _SPREAD) >> self._shift).view(np.int64)


def _in_order(numbers: NDArray[np.uint32], bits: int) -> NDArray[np.int32]:
    """What sorts numbers of so many bits: sixteen bits at a time, which is sorted without comparing."""
    order = np.argsort(numbers.astype(np.uint16), kind="stable").astype(np.int32)
    for shift in range(16, bits, 16):
        order = order[np.argsort((numbers[order] >> np.uint32(shift)).astype(np.uint16), kind="stable")]
    return order


def _begins(numbers: NDArray[np.uint32], bits: int) -> NDArray[np.int32]:
    """Where each number of so many bits begins among sorted ones, and one more for the end."""
    begins = np.zeros((1 << bits) + 1, np.int32)
    lowest = np.arange(0, 1 << bits, _COUNTED, dtype=np.uint32)
    edges = [*np.searchsorted(numbers, lowest).tolist(), len(numbers)]
    for low, start, end in zip(lowest.tolist(), edges, edges[1:], strict=False):
        counted = np.bincount(numbers[start:end] - np.uint32(low))
        begins[low + 1 : low + 1 + len(counted)] = counted
    np.cumsum(begins, out=begins)
    return begins


def ragged(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Indexes of several slices laid end to end, and the number of the slice each belongs to."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    before = np.cumsum(counts) - counts
    return np.arange(len(owner), dtype=np.int64) - before[owner] + starts[owner], owner
