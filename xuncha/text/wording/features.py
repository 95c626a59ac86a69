"""Possible corrections of one run of Chinese characters, each with the figures that tell whether it is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xuncha.text.wording.candidates import Nodes
from xuncha.text.wording.char_model import BITS, ORDER, CharCodes, CharModel
from xuncha.text.wording.confusion import Confusion
from xuncha.text.wording.lattice import Ways, best_ways
from xuncha.text.wording.packed import Floats, Ints, ragged
from xuncha.text.wording.stretches import Laid, words_laid_over
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


def corrections(coded: Ints, models: Models) -> Corrections:
    """All corrections of one run worth weighing.

    ``coded`` has the characters of the run in the numbers of the character model, with three characters of
    context (or padding) on either side.
    """
    return corrections_of_each([coded], models)[0]


def corrections_of_each(stretches: list[Ints], models: Models) -> list[Corrections]:
    """The same for several runs, one of them at least, each coded with its context."""
    laid = words_laid_over(stretches, models.words, models.confusion, models.characters, _WINDOW)
    ways = best_ways(laid.nodes, laid.begins, len(laid.numbers), models.words)
    table = _changes(laid, ways, models.confusion.unknown)
    figures = _figures(laid, ways, table, models)
    first, last = table.first - laid.begins[table.run], table.last - laid.begins[table.run]
    chars = models.confusion.chars
    # Of a run the likeliest changes come first, as in the whole line.
    order = np.argsort(table.run, kind="stable")
    found = []
    for own in np.split(order, np.searchsorted(table.run[order], np.arange(1, len(stretches)))):
        meant = [
            "".join(chars[letter] for letter in row[: size + 1])
            for row, size in zip(table.meant[own].tolist(), (last - first)[own].tolist(), strict=True)
        ]
        found.append(Corrections(first[own], last[own], meant, figures[own]))
    return found


@dataclass(frozen=True, slots=True)
class _Changes:
    """Distinct changes: the best node making each, its run, the places of the line it changes, what stands there then."""

    node: Ints
    run: Ints
    first: Ints
    last: Ints
    meant: Ints


def _changes(laid: Laid, ways: Ways, unknown: int) -> _Changes:
    nodes, numbers = laid.nodes, laid.numbers
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
    first = first[distinct]
    run = np.searchsorted(laid.begins, first, side="right") - 1
    return _Changes(order[distinct], run, first, last[distinct], meant[distinct])


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


def _figures(laid: Laid, ways: Ways, table: _Changes, models: Models) -> Floats:
    nodes, node, first = laid.nodes, table.node, table.first
    through = ways.through[node]
    meant, written = table.meant[:, 0], laid.numbers[first]
    kept = ways.kept[first]
    at = first + laid.moved[table.run]  # where its context begins
    written_side = _written_side(nodes, ways, len(laid.numbers))
    word = nodes.word[node]
    alone = _alone_scores(np.concatenate([written, meant]), models)
    left, right = laid.coded[at + 2], laid.coded[at + 4]
    seen = models.characters.pair_seen
    ends = np.append(laid.begins[1:], len(laid.numbers))
    columns = [
        through - kept, nodes.cost[node], through - ways.best[table.run],
        through - _rival(table, through, len(laid.begins)), *_char_figures(laid.coded, at, table, models),
        models.confusion.sound(written, meant), models.confusion.shape(written, meant),
        nodes.changed[node], nodes.length[node], np.where(word >= 0, models.words.single[word], np.float32(UNSEEN)),
        *(side[first] for side in written_side),
        seen(left, written), seen(written, right), seen(left, meant), seen(meant, right),
        alone[: len(node)], alone[len(node) :],
        first - laid.begins[table.run], ends[table.run] - 1 - table.last,
    ]  # fmt: skip
    return np.column_stack(columns).astype(np.float32)


def _char_figures(coded: Ints, at: Ints, table: _Changes, models: Models) -> list[Floats]:
    """Gain over the window, the scores at the first changed place, the worst written one, the best single gain."""
    rows = coded[at[:, None] + np.arange(_WINDOW + ORDER - 1)]
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


def _rival(table: _Changes, through: Floats, runs: int) -> Floats:
    """The best other change that touches the same first place; far below where there is none."""
    lowest = np.full(runs, np.inf, np.float32)
    np.minimum.at(lowest, table.run, through)
    # Every place each change touches, the likeliest change of a place first.
    sizes = table.last - table.first + 1
    place, owner = ragged(table.first, sizes)
    order = np.lexsort((-through[owner], place))
    place, score = place[order], np.append(through[owner[order]], -np.inf).astype(np.float32)
    top = np.searchsorted(place, table.first)
    shared = np.append(place, -1)[top + 1] == table.first
    other = np.where(through >= score[top], score[top + 1], score[top])
    return np.where(shared, other, lowest[table.run] - np.float32(10)).astype(np.float32)


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
