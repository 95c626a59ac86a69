"""The runs of Chinese characters a search goes over, and the tables it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.char_model import ORDER, CharModel, shipped_characters, shipped_codes
from xuncha.text.wording.confusion import shipped_confusion
from xuncha.text.wording.features import Models
from xuncha.text.wording.packed import Ints
from xuncha.text.wording.word_model import shipped_words

_RUN = re.compile(r"[\u4e00-\u9fff]+")
#: Runs longer than this are cut, to bound the memory a page can take.
_LONGEST_RUN = 120
_CONTEXT = ORDER - 1


@until_let_go
@cache
def shipped_models() -> Models:
    """The tables that come with the program."""
    return Models(shipped_confusion(), shipped_words(), shipped_characters(), shipped_codes())


def untrained_models() -> Models:
    """The tables with an empty character model: what a training begins with."""
    nothing = np.zeros(0, np.float32)
    empty = {
        f"{part}{order}": nothing
        for part in ("step", "score", "history", "left")
        for order in range(1, ORDER + 1)
    }
    return Models(
        shipped_confusion(),
        shipped_words(),
        CharModel(empty | {"score1": np.zeros(1, np.float32)}),
        shipped_codes(),
    )


def runs(sentence: str, models: Models) -> Iterator[tuple[int, Ints, Ints]]:
    """Runs of Chinese characters: where each begins, its characters, and the same with context on both sides."""
    edge = np.full(_CONTEXT, models.codes.begin, np.int64)
    tail = np.full(_CONTEXT, models.confusion.unknown, np.int64)
    coded = np.concatenate([edge, models.codes.numbers(sentence), tail])
    for match in _RUN.finditer(sentence):
        for begin in range(match.start(), match.end(), _LONGEST_RUN):
            end = min(begin + _LONGEST_RUN, match.end())
            yield begin, models.confusion.numbers(sentence[begin:end]), coded[begin : end + 2 * _CONTEXT]
