"""Several runs of Chinese characters laid end to end, so that one look into the tables serves them all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xuncha.text.wording.candidates import Nodes, joined, meant_characters, meant_words, written_words
from xuncha.text.wording.char_model import ORDER, CharModel
from xuncha.text.wording.confusion import Confusion
from xuncha.text.wording.packed import Ints
from xuncha.text.wording.word_model import WordModel

_CONTEXT = ORDER - 1


@dataclass(frozen=True, slots=True)
class Joined:
    """Runs in one line: all codes with their context, where each run begins there, and the places of the runs' own characters."""

    coded: Ints
    begins: Ints
    places: Ints


def end_to_end(stretches: list[Ints]) -> Joined:
    """The runs, one of them at least, each coded with three numbers of context on either side, in one line."""
    sizes = np.array([len(stretch) for stretch in stretches], np.int64)
    begins = np.cumsum(sizes) - sizes
    inside = np.ones(int(sizes.sum()), bool)
    for offset in range(_CONTEXT):
        inside[begins + offset] = inside[begins + sizes - 1 - offset] = False
    return Joined(np.concatenate(stretches), begins, np.flatnonzero(inside))


@dataclass(frozen=True, slots=True)
class Laid:
    """Runs of characters with all words that stand there or may have been meant.

    ``numbers`` has the characters of all runs end to end, without context; ``begins`` where each run begins in
    them, and ``nodes`` the words over them. ``coded`` has every run with its context and ``reach`` more
    unknown characters behind, and ``moved`` how much further on in it the characters of each run stand.
    """

    numbers: Ints
    begins: Ints
    nodes: Nodes
    coded: Ints
    moved: Ints


def words_laid_over(
    stretches: list[Ints], words: WordModel, confusion: Confusion, characters: CharModel, reach: int
) -> Laid:
    """All words that stand in the runs or may have been meant; no word reaches from one run into another."""
    line = end_to_end(stretches)
    numbers = line.coded[line.places]
    nodes = joined(
        [
            written_words(numbers, words),
            meant_words(numbers, words, confusion),
            meant_characters(line.coded, line.places, words, confusion, characters),
        ]
    )
    run = np.searchsorted(line.begins, line.places, side="right") - 1
    nodes = nodes.take(run[nodes.start] == run[nodes.start + nodes.length - 1])
    begins = np.searchsorted(run, np.arange(len(stretches))).astype(np.int64)
    behind = np.full(reach, confusion.unknown, np.int64)
    coded = np.concatenate([part for stretch in stretches for part in (stretch, behind)])
    moved = np.arange(len(stretches), dtype=np.int64) * (2 * _CONTEXT + reach)
    return Laid(numbers, begins, nodes, coded, moved)
