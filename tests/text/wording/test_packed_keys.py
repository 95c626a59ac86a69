"""Keys are found the same whether by halving or by the table of hashes."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from xuncha.text.wording.packed import Keys, present


@pytest.mark.parametrize("count", [0, 1, 4095, 4096, 70_000])
def test_keys_are_found_the_same_in_small_and_in_large_look_ups(count: int) -> None:
    chance = np.random.default_rng(7)
    every = np.unique(chance.integers(0, 1 << 40, 2 * count + 10))
    chance.shuffle(every)
    known, strange = np.sort(every[:count]), every[count:]
    keys = Keys(known)
    wanted = np.concatenate([known, strange, [-1]])
    expected = np.concatenate([np.arange(len(known)), np.full(len(strange) + 1, -1)])
    mixed = chance.permutation(len(wanted))
    np.testing.assert_array_equal(keys.find(wanted[mixed]), expected[mixed])
    for some in np.array_split(mixed, max(1, len(mixed) // 100))[:20]:
        np.testing.assert_array_equal(keys.find(wanted[some]), expected[some])
    table = wanted[: len(wanted) // 2 * 2].reshape(2, -1)
    np.testing.assert_array_equal(keys.find(table).ravel(), expected[: table.size])
    assert len(keys) == len(known)


def test_a_data_file_that_is_there_is_told_from_one_that_is_not() -> None:
    assert present("words.npz")
    assert not present("letters.npz")


def test_the_table_takes_little_beside_the_keys_also_while_it_is_made() -> None:
    """Millions of keys: the tables of the wording rules are the largest thing a process holds when it judges."""
    known = np.unique(np.random.default_rng(7).integers(0, 1 << 40, 500_000))
    tracemalloc.start()
    try:
        keys = Keys(known)
        held, meanwhile = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(keys) == len(known)
    assert held <= 14 * len(known)
    assert meanwhile <= 40 * len(known)
