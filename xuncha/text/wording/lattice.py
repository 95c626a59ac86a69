"""The likeliest ways through the words laid over runs of characters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from xuncha.text.wording.candidates import Nodes
from xuncha.text.wording.packed import Floats, Ints, ragged
from xuncha.text.wording.word_model import WordModel

_NEVER = np.float32(-1e6)


@dataclass(frozen=True, slots=True)
class Ways:
    """For every node the log10 score of the best way through it; for every place of the line the best way of its
    run that keeps what is written there; for every run the best way of all."""

    through: Floats
    kept: Floats
    best: Floats


@dataclass(frozen=True, slots=True)
class _Steps:
    """From each node of ``nodes`` (in the order of their walk) ``counts`` steps to ``others``, end to end, with their scores.

    ``rank`` is the place of each node in its run by which the walk goes.
    """

    nodes: Ints
    rank: Ints
    counts: Ints
    others: Ints
    scores: Floats


def best_ways(nodes: Nodes, begins: Ints, size: int, words: WordModel) -> Ways:
    """Scores of the best ways through runs that lie end to end in a line of ``size`` characters.

    ``begins`` has where each run begins. Every character must be covered by a node of one character, and no node
    may reach from one run into another.
    """
    run = np.searchsorted(begins, nodes.start, side="right") - 1
    ends = np.append(begins[1:], size)
    back, forth = _steps(nodes, begins[run], ends[run], size, words)
    before = words.follows(np.full(len(nodes), -1, np.int64), nodes.word) + nodes.cost
    for here, links, cuts in _walk(back):
        reached = np.maximum.reduceat(before[back.others[links]] + back.scores[links], cuts)
        before[back.nodes[here]] = np.maximum(reached, _NEVER) + nodes.cost[back.nodes[here]]
    after = np.zeros(len(nodes), np.float32)
    for here, links, cuts in _walk(forth):
        other = forth.others[links]
        reached = np.maximum.reduceat(forth.scores[links] + (nodes.cost[other] + after[other]), cuts)
        after[forth.nodes[here]] = np.maximum(reached, _NEVER)
    through = before + after
    best = np.full(len(begins), _NEVER, np.float32)
    np.maximum.at(best, run, through)
    return Ways(through, _kept(nodes, through, size), best)


def _steps(nodes: Nodes, first: Ints, last: Ints, size: int, words: WordModel) -> tuple[_Steps, _Steps]:
    """The steps from every word back to those that end where it begins, and forth to those that begin where it
    ends; ``first`` and ``last`` are where the run of each node begins and ends."""
    end = nodes.start + nodes.length
    by_end, by_start = np.argsort(end, kind="stable"), np.argsort(nodes.start, kind="stable")
    end_from = np.searchsorted(end[by_end], np.arange(size + 2))
    start_from = np.searchsorted(nodes.start[by_start], np.arange(size + 2))
    begun, left = nodes.start - first, last - end

    later = _in_order(begun)
    counts = end_from[nodes.start[later] + 1] - end_from[nodes.start[later]]
    places, owner = ragged(end_from[nodes.start[later]], counts)
    others = by_end[places]
    scores = words.follows(nodes.word[others], nodes.word[later[owner]])
    back = _Steps(later, begun[later], counts, others, scores)

    # The same steps, seen from where they begin: which of the steps back each of them is.
    step_from = np.zeros(len(nodes), np.int64)
    step_from[later] = np.cumsum(counts) - counts
    among = np.empty(len(nodes), np.int64)
    among[by_end] = np.arange(len(nodes))
    among -= end_from[end]
    sooner = _in_order(left)
    counts = start_from[end[sooner] + 1] - start_from[end[sooner]]
    places, owner = ragged(start_from[end[sooner]], counts)
    others = by_start[places]
    scores = scores[step_from[others] + among[sooner[owner]]]
    return back, _Steps(sooner, left[sooner], counts, others, scores)


def _in_order(distance: Ints) -> Ints:
    """The nodes at some distance from the edge of their run, the nearest first."""
    order = np.argsort(distance, kind="stable")
    return order[np.searchsorted(distance[order], 1) :]


def _walk(steps: _Steps) -> list[tuple[slice, slice, Ints]]:
    """Step by step, in all runs at once: the nodes reached, the steps to them, and where those of each begin."""
    begin = np.cumsum(steps.counts) - steps.counts
    total = int(steps.counts.sum())
    cuts = [*np.flatnonzero(np.diff(steps.rank, prepend=-1)).tolist(), len(steps.rank)]
    walk = []
    for low, high in pairwise(cuts):
        stop = int(begin[high]) if high < len(begin) else total
        walk.append((slice(low, high), slice(int(begin[low]), stop), begin[low:high] - begin[low]))
    return walk


def _kept(nodes: Nodes, through: Floats, size: int) -> Floats:
    """Best way over each place among nodes that keep what is written there."""
    kept = np.full(size, _NEVER, np.float32)
    plain = np.flatnonzero(nodes.changed == 0)
    for offset in range(int(nodes.length.max(initial=1))):
        reaching = plain[nodes.length[plain] > offset]
        np.maximum.at(kept, nodes.start[reaching] + offset, through[reaching])
    return kept
