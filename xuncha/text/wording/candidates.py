"""What a stretch of a sentence may have been meant to say: words that sound or look like what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.char_model import CharModel
from xuncha.text.wording.confusion import Confusion
from xuncha.text.wording.packed import Floats, Ints
from xuncha.text.wording.word_model import LONGEST, WORD_BITS, WordModel, span_hashes, without

#: Candidates kept for one stretch.
_KEPT = 6
#: Single characters tried at one place, and kept.
_TRIED, _SINGLES_KEPT = 48, 4
#: log10 cost of one wrong character by likeness: same sound, loosely the same, one letter apart, only the shape.
_BY_SOUND = np.array([-3.6, -3.4, -2.9, -2.3], np.float32)
#: More than sums of scores are ever rounded by.
_SLACK = np.float32(0.01)
_SHAPE_GAIN = np.float32(1.4)
#: A cost above this is one of characters that sound or look alike.
_ALIKE = _BY_SOUND[1] + 0.01


@dataclass(frozen=True, slots=True)
class Nodes:
    """Words laid over a sentence: where each begins, how long it is, its number, its letters and its cost.

    ``word`` is -1 for a character the word model does not have. ``cost`` is log10, 0 for what is written.
    ``changed`` counts characters that differ from what is written.
    """

    start: Ints
    length: Ints
    word: Ints
    letters: Ints
    cost: Floats
    changed: Ints

    def __len__(self) -> int:
        return len(self.start)

    def take(self, chosen: Ints | NDArray[np.bool_]) -> Nodes:
        """The nodes at these places."""
        return Nodes(
            self.start[chosen], self.length[chosen], self.word[chosen], self.letters[chosen], self.cost[chosen], self.changed[chosen]
        )  # fmt: skip


def joined(parts: list[Nodes]) -> Nodes:
    """All nodes of several groups."""
    return Nodes(
        np.concatenate([part.start for part in parts]), np.concatenate([part.length for part in parts]),
        np.concatenate([part.word for part in parts]), np.concatenate([part.letters for part in parts]),
        np.concatenate([part.cost for part in parts]), np.concatenate([part.changed for part in parts]),
    )  # fmt: skip


def change_cost(confusion: Confusion, written: Ints, meant: Ints) -> Floats:
    """log10 cost of writing one character for another; about even between sound and shape."""
    by_sound = _BY_SOUND[confusion.sound(written, meant)]
    by_shape = _BY_SOUND[0] + _SHAPE_GAIN * confusion.shape(written, meant)
    cost: Floats = np.maximum(by_sound, by_shape).astype(np.float32)
    return cost


def written_words(numbers: Ints, words: WordModel) -> Nodes:
    """Every word that stands in the sentence as it is written, and every character alone."""
    parts = []
    for length in range(1, LONGEST + 1):
        start, word = words.spelled(span_hashes(numbers, length)[0], length)
        if length == 1:
            is_strange = np.ones(len(numbers), np.bool_)
            is_strange[start] = False
            strange = np.flatnonzero(is_strange)
            start = np.concatenate([start, strange])
            word = np.concatenate([word, np.full(len(strange), -1, np.int64)])
        parts.append(_nodes(numbers, start, length, word, words))
    return joined(parts)


def _nodes(numbers: Ints, start: Ints, length: int, word: Ints, words: WordModel) -> Nodes:
    letters = np.full((len(start), LONGEST), -1, np.int64)
    letters[:, :length] = numbers[start[:, None] + np.arange(length)]
    meant = np.where(word[:, None] >= 0, words.letters[word][:, :length], letters[:, :length])
    changed = (meant != letters[:, :length]).sum(axis=1)
    letters[:, :length] = meant
    size = np.full(len(start), length, np.int64)
    return Nodes(start, size, word, letters, np.zeros(len(start), np.float32), changed)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Words that may have been meant: where each begins, its number, and the log10 cost of what differs."""

    start: Ints
    word: Ints
    cost: Floats


def meant_words(numbers: Ints, words: WordModel, confusion: Confusion) -> Nodes:
    """Words of two characters or more that differ from what is written and may have been meant."""
    sounds = confusion.first_sound(numbers)
    parts = []
    for length in range(2, LONGEST + 1):
        hashes, powers = span_hashes(numbers, length)
        found = []
        for place in range(length):
            opened = without(hashes, powers, place, numbers[place : place + len(hashes)])
            found.append(
                _differing_at(place, *words.but_one(opened, length, place), numbers, length, words, confusion)
            )
        if length <= 4:
            heard = words.heard(span_hashes(sounds, length)[0], length)
            found.append(_differing_more(*heard, numbers, length, words, confusion))
        start = np.concatenate([one.start for one in found])
        word = np.concatenate([one.word for one in found])
        cost = np.concatenate([one.cost for one in found])
        order = np.argsort((start << WORD_BITS) | word)
        start, word, cost = start[order], word[order], cost[order]
        best = _best_of_each(start, words.single[word] + cost, _KEPT)
        nodes = _nodes(numbers, start[best], length, word[best], words)
        nodes.cost[:] = cost[best]
        parts.append(nodes)
    return joined(parts)


def _differing_at(
    place: int, start: Ints, word: Ints, numbers: Ints, length: int, words: WordModel, confusion: Confusion
) -> _Meant:
    """Of words that are written but for one place those that do differ there."""
    written, meant = numbers[start + place], words.letter(word, place)
    differs = np.flatnonzero(written != meant)
    start, word = start[differs], word[differs]
    cost = change_cost(confusion, written[differs], meant[differs])
    if length == 2:
        # Of a word of two characters half is open: only what sounds or looks alike counts.
        alike = np.flatnonzero(cost > _ALIKE)
        start, word, cost = start[alike], word[alike], cost[alike]
    return _Meant(start, word, cost)


def _differing_more(
    start: Ints, word: Ints, numbers: Ints, length: int, words: WordModel, confusion: Confusion
) -> _Meant:
    """Of words that sound as what is written those that differ in more than one place."""
    meant = np.column_stack([words.letter(word, place) for place in range(length)])
    written = numbers[start[:, None] + np.arange(length)]
    differs = written != meant
    several = np.flatnonzero(differs.sum(axis=1) > 1)
    start, word, differs = start[several], word[several], differs[several]
    cost = np.zeros(differs.shape, np.float32)
    cost[differs] = change_cost(confusion, written[several][differs], meant[several][differs])
    if length == 2:
        alike = np.flatnonzero((cost > _ALIKE).all(axis=1))
        start, word, cost = start[alike], word[alike], cost[alike]
    # A whole string of wrong characters is one slip of the input method, not several.
    total = cost.min(axis=1) + 0.3 * (cost.sum(axis=1) - cost.min(axis=1))
    return _Meant(start, word, total.astype(np.float32))


def _best_of_each(group: Ints, score: Floats, kept: int) -> Ints:
    """Places of the ``kept`` best scores of every group."""
    order = np.lexsort((-score, group))
    sorted_group = group[order]
    begin = np.searchsorted(sorted_group, sorted_group)
    return order[np.arange(len(order)) - begin < kept].astype(np.int64)


@until_let_go
@cache
def _alternatives(number: int, words: WordModel, confusion: Confusion) -> tuple[Ints, Ints, Floats]:
    """Common characters that may have been meant where this one stands: number, word, cost."""
    near = np.union1d(confusion.sounding_like(number), confusion.lookalikes(number)[0])
    near = near[near != number]
    place, word = words.spelled(span_hashes(near, 1)[0], 1)
    near = near[place]
    cost = change_cost(confusion, np.full(len(near), number, np.int64), near)
    best = np.argsort(-(words.single[word] + cost), kind="stable")[:_TRIED]
    return near[best], word[best], cost[best]


@dataclass(frozen=True, slots=True)
class Fitting:
    """Characters that may stand at a place: their numbers, words and costs, and how well they fit there (log10)."""

    place: Ints
    meant: Ints
    word: Ints
    cost: Floats
    fit: Floats


def fitting_characters(
    coded: Ints,
    places: Ints,
    words: WordModel,
    confusion: Confusion,
    characters: CharModel,
    least: Floats | None = None,
) -> Fitting:
    """Common characters like the written one that were seen beside one of its neighbours, for these places.

    ``coded`` holds numbers of the character model, three of them at least on either side of every place. ``least``
    has for each of the places the fit below which none is wanted; some below it may still be given.
    """
    options = [_alternatives(number, words, confusion) for number in coded[places].tolist()]
    place = np.repeat(places, [len(option[0]) for option in options])
    meant = np.concatenate([option[0] for option in options])
    word = np.concatenate([option[1] for option in options])
    cost = np.concatenate([option[2] for option in options])
    fits = characters.pair_seen(coded[place - 1], meant) | characters.pair_seen(meant, coded[place + 1])
    place, meant, word, cost = place[fits], meant[fits], word[fits], cost[fits]
    rows = coded[place[:, None] + np.arange(-3, 4)]
    rows[:, 3] = meant
    if least is not None:
        # The scores of the characters after it can only lower the fit.
        able = characters.windows(rows[:, :4])[:, 0] + cost >= least[np.searchsorted(places, place)] - _SLACK
        place, meant, word, cost, rows = place[able], meant[able], word[able], cost[able], rows[able]
    return Fitting(place, meant, word, cost, characters.windows(rows).sum(axis=1) + cost)


def meant_characters(
    coded: Ints, places: Ints, words: WordModel, confusion: Confusion, characters: CharModel
) -> Nodes:
    """Single characters that fit the characters beside these places better than what is written.

    ``coded`` is as for ``fitting_characters``; the nodes begin at places counted from 0 along ``places``.
    """
    found = fitting_characters(coded, places, words, confusion, characters)
    best = _best_of_each(found.place, found.fit, _SINGLES_KEPT)
    letters = np.full((len(best), LONGEST), -1, np.int64)
    letters[:, 0] = found.meant[best]
    one = np.ones(len(best), np.int64)
    start = np.searchsorted(places, found.place[best]).astype(np.int64)
    return Nodes(start, one, found.word[best], letters, found.cost[best], one.copy())
