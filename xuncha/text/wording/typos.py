"""Open typos: characters taken for others, found by how unlikely the words round them are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.features import Models
from xuncha.text.wording.search import runs, shipped_models
from xuncha.text.wording.stretch_search import StretchSearch
from xuncha.text.wording.trees import Trees, shipped_judge

#: Probability from which a typo is proposed, and from which it may be put before a person as an alert.
PROPOSED, ALERT = 0.6, 0.95
#: Sentences looked at together.
_AT_ONCE = 400
_SENTENCE = re.compile(r"[^。！？!?\n\r]+[。！？!?]*")


@dataclass(frozen=True, slots=True)
class Typo:
    """Characters ``start`` to ``end`` of the text should probably read ``right``; ``probability`` 0 to 1."""

    start: int
    end: int
    wrong: str
    right: str
    probability: float


def find_typos(
    text: str, *, models: Models | None = None, judge: Trees | None = None, quick: bool = True
) -> tuple[Typo, ...]:
    """Likely typos in the order of the text, not overlapping; only those of probability PROPOSED and above.

    ``quick`` false searches every stretch in full, also those the quick look takes for sound: half as fast on new
    text, for less than one typo more in a hundred.
    """
    search = _search(models or shipped_models(), judge or shipped_judge(), quick)
    sentences = [(match.start(), match[0]) for match in _SENTENCE.finditer(text)]
    found: list[Typo] = []
    for place in range(0, len(sentences), _AT_ONCE):
        found.extend(_in_sentences(sentences[place : place + _AT_ONCE], search))
    return tuple(found)


def search_typos_together(texts: Iterable[str]) -> None:
    """Search several texts at once, so that :func:`find_typos` of each of them comes quickly after.

    Short texts, one by one, take twice as long; what is found in them is the same either way.
    """
    find_typos("\n".join(texts))


def _in_sentences(sentences: list[tuple[int, str]], search: StretchSearch) -> list[Typo]:
    first = _once([sentence for _, sentence in sentences], search)
    # With the first typos put right their neighbours are judged in a sound context.
    faulty = [place for place, typos in enumerate(first) if typos]
    again = _once([_mend(sentences[place][1], first[place]) for place in faulty], search)
    for place, typos in zip(faulty, again, strict=True):
        known = list(first[place])
        first[place] += [typo for typo in typos if not any(_overlap(typo, other) for other in known)]
    return [
        Typo(typo.start + begin, typo.end + begin, typo.wrong, typo.right, typo.probability)
        for (begin, _), typos in zip(sentences, first, strict=True)
        for typo in sorted(typos, key=lambda typo: typo.start)
    ]


def _mend(sentence: str, typos: list[Typo]) -> str:
    chars = list(sentence)
    for typo in typos:
        chars[typo.start : typo.end] = typo.right
    return "".join(chars)


def _overlap(a: Typo, b: Typo) -> bool:
    return a.start < b.end and b.start < a.end


def _once(sentences: list[str], search: StretchSearch) -> list[list[Typo]]:
    """The likely typos of each sentence as it stands."""
    places = [
        (number, begin, coded)
        for number, sentence in enumerate(sentences)
        for begin, _, coded in runs(sentence, search.models)
    ]
    typos: list[list[Typo]] = [[] for _ in sentences]
    results = search.likely([coded for _, _, coded in places])
    for (number, begin, _), changes in zip(places, results, strict=True):
        for change in changes:
            start, end = begin + change.first, begin + change.last + 1
            wrong = sentences[number][start:end]
            typos[number].append(Typo(start, end, wrong, change.meant, change.probability))
    return typos


@until_let_go
@lru_cache(maxsize=4)
def _search(models: Models, judge: Trees, quick: bool) -> StretchSearch:
    return StretchSearch(models, judge, PROPOSED, quick=quick)
