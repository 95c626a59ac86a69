"""Open typos: characters taken for others, found by how unlikely the words round them are."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from xuncha.text.wording.features import Models, corrections
from xuncha.text.wording.search import runs, shipped_models
from xuncha.text.wording.trees import Trees, shipped_judge

#: Probability from which a typo is proposed, and from which it may be put before a person as an alert.
PROPOSED, ALERT = 0.6, 0.95
_SENTENCE = re.compile(r"[^。！？!?\n\r]+[。！？!?]*")


@dataclass(frozen=True, slots=True)
class Typo:
    """Characters ``start`` to ``end`` of the text should probably read ``right``; ``probability`` 0 to 1."""

    start: int
    end: int
    wrong: str
    right: str
    probability: float


def find_typos(text: str, *, models: Models | None = None, judge: Trees | None = None) -> tuple[Typo, ...]:
    """Likely typos in the order of the text, not overlapping; only those of probability PROPOSED and above."""
    models = models or shipped_models()
    judge = judge or shipped_judge()
    found: list[Typo] = []
    for match in _SENTENCE.finditer(text):
        found.extend(
            Typo(
                typo.start + match.start(), typo.end + match.start(), typo.wrong, typo.right, typo.probability
            )
            for typo in _in_sentence(match[0], models, judge)
        )
    return tuple(found)


def _in_sentence(sentence: str, models: Models, judge: Trees) -> list[Typo]:
    first = _once(sentence, models, judge)
    if not first:
        return []
    # With the first typos put right their neighbours are judged in a sound context.
    mended = _mend(sentence, first)
    again = [
        typo for typo in _once(mended, models, judge) if not any(_overlap(typo, known) for known in first)
    ]
    return sorted([*first, *again], key=lambda typo: typo.start)


def _mend(sentence: str, typos: list[Typo]) -> str:
    chars = list(sentence)
    for typo in typos:
        chars[typo.start : typo.end] = typo.right
    return "".join(chars)


def _overlap(a: Typo, b: Typo) -> bool:
    return a.start < b.end and b.start < a.end


def _once(sentence: str, models: Models, judge: Trees) -> list[Typo]:
    chosen: list[Typo] = []
    for begin, numbers, coded in runs(sentence, models):
        found = corrections(numbers, coded, models)
        likely = judge.probability(found.figures)
        for index in np.argsort(-likely, kind="stable").tolist():
            if likely[index] < PROPOSED:
                break
            start, end = begin + int(found.first[index]), begin + int(found.last[index]) + 1
            typo = Typo(start, end, sentence[start:end], found.meant[index], float(likely[index]))
            if not any(_overlap(typo, known) for known in chosen):
                chosen.append(typo)
    return chosen
