"""Words and how often one follows another: the shipped word model, searched in bulk."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.confusion import Confusion, shipped_confusion
from xuncha.text.wording.packed import Floats, Ints, Keys, load_arrays, ragged

#: Longest word looked for.
LONGEST = 5
#: log10 probability of a character no word begins with.
UNSEEN = -6.5
#: Bits a word takes in a key.
WORD_BITS = 20
_BASE = np.uint64(1_000_003)
_ONE = np.uint64(1)


def span_hashes(numbers: Ints, length: int) -> tuple[Ints, Ints]:
    """Hashes of every run of ``length`` numbers, and the powers by which each place entered them."""
    powers = np.array([pow(1_000_003, place, 2**64) for place in range(length)], np.uint64)
    total = np.zeros(max(len(numbers) - length + 1, 0), np.uint64)
    shifted = numbers.astype(np.uint64) + _ONE
    for place in range(length):
        total += shifted[place : place + len(total)] * powers[place]
    return total.view(np.int64), powers.view(np.int64)


def without(hashes: Ints, powers: Ints, place: int, numbers: Ints) -> Ints:
    """The hashes of the same runs with the number at ``place`` left open."""
    left = hashes.view(np.uint64) - (numbers.astype(np.uint64) + _ONE) * powers.view(np.uint64)[place]
    # The open place enters the hash, so that 甲? and ?甲 differ even where their sums agree.
    hashes_left: Ints = (left * _BASE + np.uint64(place + 7)).view(np.int64)
    return hashes_left


class _Index:
    """Word numbers by hash; several words may share one."""

    def __init__(self, hashes: Ints, words: Ints) -> None:
        order = np.argsort(hashes, kind="stable")
        self._words = words[order]
        keys, self._begins, self._counts = np.unique(hashes[order], return_index=True, return_counts=True)
        self._hashes = Keys(keys)

    def search(self, wanted: Ints) -> tuple[Ints, Ints]:
        """All (position in ``wanted``, word) matches."""
        place = self._hashes.find(wanted)
        known = np.flatnonzero(place >= 0)
        places, owner = ragged(self._begins[place[known]], self._counts[place[known]])
        return known[owner], self._words[places]


class WordModel:
    """The words, numbered by falling frequency, with log10 probabilities."""

    def __init__(self, confusion: Confusion) -> None:
        arrays = load_arrays("words.npz")
        words = arrays["text"].tobytes().decode().split("\n")
        self.single: Floats = arrays["single"].astype(np.float32)
        self._backoff: Floats = arrays["backoff"].astype(np.float32)
        self._keys = Keys(_pair_keys(arrays["followers"].astype(np.int64), arrays["step"]))
        levels: Floats = arrays["levels"].astype(np.float32)
        self._level = arrays["level"].astype(np.uint8)
        self._levels = levels
        self.lengths = np.array([len(word) for word in words], np.int64)
        # There are fewer characters than that, and small numbers stay near at hand.
        self.letters = self._letters(words, confusion).astype(np.int16)
        self._by_place = [np.ascontiguousarray(column) for column in self.letters.T]
        self._confusion = confusion
        # Made when first asked: whoever looks for slips in phrases alone needs a third of them.
        self._whole = cache(self._index_whole)
        self._open = cache(self._index_open)
        self._heard = cache(self._index_heard)

    def _letters(self, words: list[str], confusion: Confusion) -> Ints:
        table = np.full((len(words), LONGEST), confusion.unknown, np.int64)
        for length in range(1, LONGEST + 1):
            chosen = np.flatnonzero(self.lengths == length)
            joined = confusion.numbers("".join(words[word] for word in chosen.tolist()))
            table[chosen, :length] = joined.reshape(-1, length)
        return table

    def _of_length(self, length: int) -> tuple[Ints, Ints]:
        words = np.flatnonzero(self.lengths == length)
        return words, self.letters[words, :length].astype(np.int64)

    def _index_whole(self, length: int) -> _Index:
        words, letters = self._of_length(length)
        return _Index(_row_hashes(letters)[0], words)

    def _index_open(self, length: int, place: int) -> _Index:
        words, letters = self._of_length(length)
        hashes, powers = _row_hashes(letters)
        return _Index(without(hashes, powers, place, letters[:, place]), words)

    def _index_heard(self, length: int) -> _Index:
        words, letters = self._of_length(length)
        return _Index(_row_hashes(self._confusion.first_sound(letters))[0], words)

    def letter(self, word: Ints, place: int) -> Ints:
        """The character each word has at ``place``."""
        return self._by_place[place][word].astype(np.int64)

    def spelled(self, hashes: Ints, length: int) -> tuple[Ints, Ints]:
        """(position, word) for runs that are words."""
        return self._whole(length).search(hashes)

    def but_one(self, hashes: Ints, length: int, place: int) -> tuple[Ints, Ints]:
        """(position, word) for runs that are words but for the character at ``place``."""
        return self._open(length, place).search(hashes)

    def heard(self, hashes: Ints, length: int) -> tuple[Ints, Ints]:
        """(position, word) for runs that sound like words."""
        return self._heard(length).search(hashes)

    def alone(self, numbers: Ints) -> Ints:
        """The word each character is by itself; -1 for none."""
        found = np.full(len(numbers), -1, np.int64)
        place, word = self._whole(1).search(span_hashes(numbers, 1)[0])
        found[place] = word
        return found

    def follows(self, first: Ints, second: Ints) -> Floats:
        """log10 probability of ``second`` after ``first``; -1 stands for no word (a boundary, a strange character)."""
        known = (first >= 0) & (second >= 0)
        alone = np.where(second >= 0, self.single[second], np.float32(UNSEEN))
        score = alone + np.where(known, self._backoff[first], np.float32(0))
        place = self._keys.find(np.where(known, (first << WORD_BITS) | second, -1))
        seen = place >= 0
        score[seen] = self._levels[self._level[place[seen]]]
        return score.astype(np.float32)


def _row_hashes(letters: Ints) -> tuple[Ints, Ints]:
    powers = np.array([pow(1_000_003, place, 2**64) for place in range(letters.shape[1])], np.uint64)
    return ((letters.astype(np.uint64) + _ONE) * powers).sum(axis=1, dtype=np.uint64).view(
        np.int64
    ), powers.view(np.int64)


def _pair_keys(followers: Ints, step: NDArray[np.generic]) -> Ints:
    """Sorted keys first << WORD_BITS | second, from the number of followers and the steps between them.

    There are millions: they are made in place.
    """
    keys: Ints = np.cumsum(step, dtype=np.int64)
    begin = np.cumsum(followers) - followers
    before = np.where(begin > 0, keys[np.maximum(begin - 1, 0)], 0)
    first = np.arange(len(followers), dtype=np.int64) << WORD_BITS
    keys += np.repeat(first - before, followers)
    return keys


@until_let_go
@cache
def shipped_words() -> WordModel:
    """The model that comes with the program, read once."""
    return WordModel(shipped_confusion())
