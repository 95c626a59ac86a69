"""The likeliest ways through the words laid over a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xuncha.text.wording.candidates import Nodes
from xuncha.text.wording.packed import Floats, Ints
from xuncha.text.wording.word_model import WordModel

_NEVER = np.float32(-1e6)


@dataclass(frozen=True, slots=True)
class Ways:
    """For every node the log10 score of the best way through it; for every place of the sentence the best
    way that keeps what is written there.

    ``kept_alone`` tells how many single-character words the best written way has round every place.
    """

    through: Floats
    kept: Floats
    best: float


def best_ways(nodes: Nodes, size: int, words: WordModel) -> Ways:
    """Scores of the best ways through a sentence of ``size`` characters.

    Every character must be covered by a node of one character, or there may be no way at all.
    """
    end = nodes.start + nodes.length
    by_end, by_start = np.argsort(end, kind="stable"), np.argsort(nodes.start, kind="stable")
    end_from = np.searchsorted(end[by_end], np.arange(size + 2))
    start_from = np.searchsorted(nodes.start[by_start], np.arange(size + 2))
    links = _links(nodes, size, words, (by_end, end_from), (by_start, start_from))
    before = np.full(len(nodes), _NEVER, np.float32)
    after = np.full(len(nodes), _NEVER, np.float32)
    for place in range(size):
        here = by_start[start_from[place] : start_from[place + 1]]
        if place == 0:
            before[here] = (
                words.follows(np.full(len(here), -1, np.int64), nodes.word[here]) + nodes.cost[here]
            )
            continue
        ended = by_end[end_from[place] : end_from[place + 1]]
        before[here] = (before[ended][:, None] + links[place]).max(axis=0, initial=_NEVER) + nodes.cost[here]
    for place in range(size, 0, -1):
        ended = by_end[end_from[place] : end_from[place + 1]]
        if place == size:
            after[ended] = 0
            continue
        here = by_start[start_from[place] : start_from[place + 1]]
        after[ended] = (links[place] + (nodes.cost[here] + after[here])[None, :]).max(axis=1, initial=_NEVER)
    through = before + after
    return Ways(through, _kept(nodes, through, size), float(through.max(initial=_NEVER)))


def _links(
    nodes: Nodes, size: int, words: WordModel, ends: tuple[Ints, Ints], starts: tuple[Ints, Ints]
) -> dict[int, Floats]:
    """Scores of every step from a word ending at a place to a word beginning there, by place."""
    firsts, seconds, shapes = [], [], []
    for place in range(1, size):
        ended = ends[0][ends[1][place] : ends[1][place + 1]]
        here = starts[0][starts[1][place] : starts[1][place + 1]]
        firsts.append(np.repeat(nodes.word[ended], len(here)))
        seconds.append(np.tile(nodes.word[here], len(ended)))
        shapes.append((len(ended), len(here)))
    if not shapes:
        return {}
    scores = words.follows(np.concatenate(firsts), np.concatenate(seconds))
    cuts = np.cumsum([rows * columns for rows, columns in shapes])[:-1]
    pieces = np.split(scores, cuts)
    return {
        place: piece.reshape(shape)
        for place, (piece, shape) in enumerate(zip(pieces, shapes, strict=True), start=1)
    }


def _kept(nodes: Nodes, through: Floats, size: int) -> Floats:
    """Best way over each place among nodes that keep what is written there."""
    kept = np.full(size, _NEVER, np.float32)
    plain = np.flatnonzero(nodes.changed == 0)
    for offset in range(int(nodes.length.max(initial=1))):
        reaching = plain[nodes.length[plain] > offset]
        np.maximum.at(kept, nodes.start[reaching] + offset, through[reaching])
    return kept
