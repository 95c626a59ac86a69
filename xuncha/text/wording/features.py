"""Possible corrections of one run of Chinese characters, each with the figures that tell whether it is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xuncha.text.wording.candidates import Nodes
from xuncha.text.wording.char_model import BITS, ORDER, CharCodes, CharModel
from xuncha.text.wording.confusion import Confusion
from xuncha.text.wording.lattice import Ways, best_ways
from xuncha.text.wording.packed import Floats, Ints
from xuncha.text.wording.stretches import words_laid_over
from xuncha.text.wording.word_model import LONGEST, UNSEEN, WordModel

#: Names of the columns of a figures table, in their order.
COLUMNS = (
    "margin", "cost", "below_best", "rival", "char_gain", "char_here_written", "char_here_meant", "char_worst_written",
    "char_best_gain", "char_worst_meant", "triples_written", "triples_meant", "sound", "shape", "changed", "word_length", "word_score", "written_length", "written_score",
    "kept_length", "left_seen_written", "right_seen_written", "left_seen_meant", "right_seen_meant", "char_score_written",
    "char_score_meant", "place", "room",
)  # fmt: skip
#: Corrections this much less likely than what is written (log10) are not looked at.
_HOPELESS = -2.5
_WINDOW = LONGEST + ORDER - 1


@dataclass(frozen=True, slots=True)
class Models:
    """The tables a search needs."""

    confusion: Confusion
    words: WordModel
    characters: CharModel
    codes: CharCodes


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections of a run: first and last changed place, the characters from first to last, and their figures."""

    first: Ints
    last: Ints
    meant: list[str]
    figures: Floats


def corrections(numbers: Ints, coded: Ints, models: Models) -> Corrections:
    """All corrections worth weighing.

    ``numbers`` are the characters of the run; ``coded`` the same in the numbers of the character model with
    three characters of context (or padding) on either side.
    """
    (nodes,) = words_laid_over([coded], models.words, models.confusion, models.characters)
    return _weighed(numbers, coded, nodes, models)


def corrections_of_each(stretches: list[Ints], models: Models) -> list[Corrections]:
    """The same for several runs, each coded with its context."""
    laid = words_laid_over(stretches, models.words, models.confusion, models.characters)
    edge = ORDER - 1
    return [
        _weighed(coded[edge:-edge], coded, nodes, models)
        for coded, nodes in zip(stretches, laid, strict=True)
    ]


def _weighed(numbers: Ints, coded: Ints, nodes: Nodes, models: Models) -> Corrections:
    ways = best_ways(nodes, len(numbers), models.words)
    table = _changes(numbers, nodes, ways, models.confusion.unknown)
    if not len(table.node):
        return Corrections(table.first, table.last, [], np.zeros((0, len(COLUMNS)), np.float32))
    figures = _figures(numbers, coded, nodes, ways, table, models)
    chars = models.confusion.chars
    meant = [
        "".join(chars[letter] for letter in row[: last - first + 1])
        for row, first, last in zip(
            table.meant.tolist(), table.first.tolist(), table.last.tolist(), strict=True
        )
    ]
    return Corrections(table.first, table.last, meant, figures)


@dataclass(frozen=True, slots=True)
class _Changes:
    """Distinct changes: the best node making each, the places it changes, what stands from first to last then."""

    node: Ints
    first: Ints
    last: Ints
    meant: Ints


def _changes(numbers: Ints, nodes: Nodes, ways: Ways, unknown: int) -> _Changes:
    places = np.minimum(nodes.start[:, None] + np.arange(LONGEST), len(numbers) - 1)
    inside = np.arange(LONGEST)[None, :] < nodes.length[:, None]
    differs = inside & (numbers[places] != nodes.letters)
    first = nodes.start + differs.argmax(axis=1)
    last = nodes.start + LONGEST - 1 - differs[:, ::-1].argmax(axis=1)
    hopeful = (nodes.changed > 0) & (
        ways.through - ways.kept[np.minimum(first, len(numbers) - 1)] > _HOPELESS
    )
    # Letters outside the shipped table have no number to print them by, so they cannot be proposed.
    order = np.flatnonzero(hopeful & (nodes.letters < unknown).all(axis=1))
    order = order[np.argsort(-ways.through[order], kind="stable")]
    first, last = first[order], last[order]
    shift = np.minimum((first - nodes.start[order])[:, None] + np.arange(LONGEST), LONGEST - 1)
    meant = np.where(
        np.arange(LONGEST)[None, :] <= (last - first)[:, None],
        np.take_along_axis(nodes.letters[order], shift, axis=1),
        -1,
    )
    distinct = _first_of_each(first, meant)
    return _Changes(order[distinct], first[distinct], last[distinct], meant[distinct])


def _first_of_each(first: Ints, meant: Ints) -> Ints:
    """Where each distinct change stands first, in order; its last place follows from how many letters are meant."""
    letters = meant + 1
    front = (first << 2 * BITS) | (letters[:, 0] << BITS) | letters[:, 1]
    back = (letters[:, 2] << 2 * BITS) | (letters[:, 3] << BITS) | letters[:, 4]
    order = np.lexsort((back, front))
    front, back = front[order], back[order]
    new = np.ones(len(order), bool)
    new[1:] = (front[1:] != front[:-1]) | (back[1:] != back[:-1])
    return np.sort(order[new])


def _figures(numbers: Ints, coded: Ints, nodes: Nodes, ways: Ways, table: _Changes, models: Models) -> Floats:
    node, first = table.node, table.first
    through = ways.through[node]
    meant, written = table.meant[:, 0], numbers[first]
    kept = ways.kept[first]
    char = _char_figures(numbers, coded, table, models)
    written_side = _written_side(nodes, ways, len(numbers))
    word = nodes.word[node]
    alone = _alone_scores(np.concatenate([written, meant]), models)
    left, right = coded[first + 2], coded[first + 4]
    seen = models.characters.pair_seen
    columns = [
        through - kept, nodes.cost[node], through - ways.best, through - _rival(table, through), *char,
        models.confusion.sound(written, meant), models.confusion.shape(written, meant),
        nodes.changed[node], nodes.length[node], np.where(word >= 0, models.words.single[word], np.float32(UNSEEN)),
        *(side[first] for side in written_side),
        seen(left, written), seen(written, right), seen(left, meant), seen(meant, right),
        alone[: len(node)], alone[len(node) :], first, len(numbers) - 1 - table.last,
    ]  # fmt: skip
    return np.column_stack(columns).astype(np.float32)


def _char_figures(numbers: Ints, coded: Ints, table: _Changes, models: Models) -> list[Floats]:
    """Gain over the window, the scores at the first changed place, the worst written one, the best single gain."""
    reach = np.concatenate([coded, np.full(_WINDOW, models.confusion.unknown, np.int64)])
    rows = reach[table.first[:, None] + np.arange(_WINDOW + ORDER - 1)]
    corrected = rows.copy()
    inside = corrected[:, ORDER - 1 : ORDER - 1 + LONGEST]
    corrected[:, ORDER - 1 : ORDER - 1 + LONGEST] = np.where(table.meant >= 0, table.meant, inside)
    before, after = models.characters.windows(rows), models.characters.windows(corrected)
    gain = after - before
    return [
        gain.sum(axis=1), before[:, 0], after[:, 0], before[:, :ORDER].min(axis=1), gain.max(axis=1),
        after[:, :ORDER].min(axis=1),
        models.characters.triples_seen(rows[:, 1:6]).astype(np.float32),
        models.characters.triples_seen(corrected[:, 1:6]).astype(np.float32),
    ]  # fmt: skip


def _rival(table: _Changes, through: Floats) -> Floats:
    """The best other change that touches the same first place; far below where there is none."""
    rival = np.full(len(through), through.min() - 10, np.float32)
    for place in np.unique(table.first).tolist():
        here = np.flatnonzero((table.first <= place) & (table.last >= place))
        if len(here) < 2:
            continue
        top = np.sort(through[here])[::-1]
        own = np.flatnonzero(table.first == place)
        rival[own] = np.where(through[own] >= top[0], top[1], top[0])
    return rival


def _written_side(nodes: Nodes, ways: Ways, size: int) -> tuple[Ints, Floats, Ints]:
    """For every place: length and score rank of the longest written word over it, and the length of the word
    that the best written way has there."""
    longest = np.ones(size, np.int64)
    score = np.full(size, -10, np.float32)
    best = np.full(size, -np.inf, np.float32)
    kept = np.ones(size, np.int64)
    plain = np.flatnonzero(nodes.changed == 0)
    for offset in range(LONGEST):
        reaching = plain[nodes.length[plain] > offset]
        place, length, through = (
            nodes.start[reaching] + offset,
            nodes.length[reaching],
            ways.through[reaching],
        )
        np.maximum.at(longest, place, length)
        np.maximum.at(score, place, np.where(length > 1, -nodes.word[reaching].astype(np.float32) / 1e4, -20))
        np.maximum.at(best, place, through)
    for offset in range(LONGEST):
        reaching = plain[nodes.length[plain] > offset]
        place = nodes.start[reaching] + offset
        chosen = ways.through[reaching] >= best[place]
        kept[place[chosen]] = nodes.length[reaching][chosen]
    return longest, score, kept


def _alone_scores(numbers: Ints, models: Models) -> Floats:
    """log10 probability of characters as words of their own; UNSEEN for those that are none."""
    from_one = models.words.alone(numbers)
    return np.where(from_one >= 0, models.words.single[from_one], np.float32(UNSEEN)).astype(np.float32)
