"""Which stretches of a text are worth the full search for typos: those some other character would fit nearly as well."""

from __future__ import annotations

import numpy as np

from xuncha.text.wording.candidates import fitting_characters
from xuncha.text.wording.char_model import ORDER
from xuncha.text.wording.features import Models
from xuncha.text.wording.packed import Flags, Floats, Ints
from xuncha.text.wording.stretches import end_to_end

#: Gain (log10, its cost counted) of the best single character put in, from which a stretch is searched. Of the typos
#: the full search finds and puts right in sentences trained on, one in two hundred lies below.
HOPEFUL = -2.8
_CONTEXT = ORDER - 1


def hopeful(stretches: list[Ints], models: Models) -> Flags:
    """Whether each stretch is worth the full search.

    A stretch is a run of Chinese characters in the numbers of the character model, with three more of context on
    either side.
    """
    return best_gains(stretches, models) >= HOPEFUL


def best_gains(stretches: list[Ints], models: Models) -> Floats:
    """The most that any one other character would gain in each stretch, by the characters round it; below
    HOPEFUL it may be told too low."""
    if not stretches:
        return np.zeros(0, np.float32)
    line = end_to_end(stretches)
    coded, places = line.coded, line.places
    written = models.characters.windows(coded[places[:, None] + np.arange(-_CONTEXT, ORDER)]).sum(axis=1)
    found = fitting_characters(
        coded, places, models.words, models.confusion, models.characters, written + np.float32(HOPEFUL)
    )
    best = np.full(len(coded), -np.inf, np.float32)
    np.maximum.at(best, found.place, found.fit)
    best[places] -= written
    gains: Floats = np.maximum.reduceat(best, line.begins)
    return gains
