"""Which characters are taken for each other: by sound when typed by pinyin, by shape when typed by strokes."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.packed import Floats, Ints, Keys, keys_from_steps, load_arrays

#: Levels of likeness in sound.
SAME_SOUND, LOOSE_SOUND, ONE_LETTER = 3, 2, 1
#: Likeness in shape (0 to 1) from which two characters are taken for each other.
ALIKE_SHAPE = 0.5


class Confusion:
    """Table of characters with their readings and look-alikes.

    Characters are numbered by the table; a character outside it has the number ``unknown``.
    """

    def __init__(self) -> None:
        arrays = load_arrays("confusion.npz")
        chars = arrays["chars"].astype(np.int64)
        self.unknown = len(chars)
        self.chars = "".join(map(chr, chars.tolist()))
        self._held = frozenset(self.chars)
        self._number = np.full(65536, self.unknown, np.int64)
        self._number[chars] = np.arange(len(chars))
        self._readings = np.full((len(chars) + 1, arrays["readings"].shape[1]), -1, np.int64)
        self._readings[:-1] = arrays["readings"]
        self._how_many = (self._readings >= 0).sum(axis=1)
        # One more row and column for "no reading", which sounds like nothing.
        size = len(arrays["sound"])
        self._sound = np.zeros((size + 1, size + 1), np.int64)
        self._sound[:size, :size] = arrays["sound"]
        self._loose = np.append(arrays["loose"].astype(np.int64), -1)
        self._loosely = self._loose[self._readings[:-1]]
        self._shape_keys = Keys(keys_from_steps(arrays))
        self._likeness: Floats = (arrays["likeness"].astype(np.float32) / 255).astype(np.float32)
        #: The same few pairs come up again and again, and a pair by itself is slow to look up.
        self.taken_for = lru_cache(maxsize=20_000)(self._taken_for)

    def numbers(self, text: str) -> Ints:
        """The number of every character of ``text``; those beyond the basic plane are unknown."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers: Ints = self._number[np.where(points < 65536, points, 0)]
        return numbers

    def holds(self, char: str) -> bool:
        """Whether this one character is in the table."""
        return char in self._held

    def first_sound(self, numbers: Ints) -> Ints:
        """The usual reading of each character, loosely spoken; -1 for unknown characters."""
        loose: Ints = self._loose[self._readings[numbers, 0]]
        return loose

    def sound(self, a: Ints, b: Ints) -> Ints:
        """Best likeness in sound over all readings: 3 same, 2 loosely the same, 1 one letter apart, 0 unlike."""
        a, b = np.broadcast_arrays(a, b)
        shape, a, b = a.shape, a.ravel(), b.ravel()
        best: Ints = self._sound[self._readings[a, 0], self._readings[b, 0]]
        # Most characters have one reading: the others are looked at where there are any.
        several = np.flatnonzero((self._how_many[a] > 1) | (self._how_many[b] > 1))
        if len(several):
            columns = range(self._readings.shape[1])
            first, second = self._readings[a[several]], self._readings[b[several]]
            for i in columns:
                for j in columns:
                    best[several] = np.maximum(best[several], self._sound[first[:, i], second[:, j]])
        return best.reshape(shape)

    def shape(self, a: Ints, b: Ints) -> Floats:
        """Likeness in shape, 0 to 1; 0 for pairs that do not look alike."""
        place = self._shape_keys.find(a * self.unknown + b)
        found = self._likeness[place]
        found[(place < 0) | (a >= self.unknown) | (b >= self.unknown)] = 0
        return found

    def _taken_for(self, wrong: str, right: str) -> bool:
        """Whether ``wrong`` may have been typed for ``right``: loosely the same sound, or alike in shape."""
        a, b = self.numbers(wrong), self.numbers(right)
        return bool(self.sound(a, b)[0] >= LOOSE_SOUND or self.shape(a, b)[0] >= ALIKE_SHAPE)

    def lookalikes(self, number: int) -> tuple[Ints, Floats]:
        """The characters that look like the one with this number, and how much."""
        keys = self._shape_keys.sorted
        low, high = np.searchsorted(keys, [number * self.unknown, (number + 1) * self.unknown])
        return keys[low:high] - number * self.unknown, self._likeness[low:high]

    def sounding_like(self, number: int) -> Ints:
        """The characters with a reading loosely the same as one of this character's."""
        own = self._readings[number]
        loose = self._loose[own[own >= 0]]
        return np.flatnonzero(self._by_loose(loose))

    def _by_loose(self, wanted: Ints) -> NDArray[np.bool_]:
        return np.asarray(np.isin(self._loosely, wanted).any(axis=1), np.bool_)


@until_let_go
@cache
def shipped_confusion() -> Confusion:
    """The table that comes with the program, read once."""
    return Confusion()
