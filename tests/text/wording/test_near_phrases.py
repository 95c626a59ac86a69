"""Near phrases: the quick look at two characters loses none of them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from xuncha.text.wording.near_phrases import PhraseSearch
from xuncha.text.wording.phrase_table import SHORTEST, Phrase, PhraseTable

_PHRASES = ("甲乙丙丁", "乙丙甲甲丁", "丁丙乙")
_LETTERS = "甲乙丙丁戊"
_SEARCH = PhraseSearch(PhraseTable(tuple(Phrase(one, True) for one in _PHRASES), frozenset(_PHRASES)))


def _one_slip_from(phrase: str) -> set[str]:
    """Every text that a single slip makes of a phrase and is looked for: a name of three characters that lacks one, or
    has one twice, is a word."""
    places = range(len(phrase))
    other = {phrase[:i] + char + phrase[i + 1 :] for i in places for char in _LETTERS}
    missing = {phrase[:i] + phrase[i + 1 :] for i in places}
    doubled = {phrase[:i] + phrase[i] + phrase[i:] for i in places}
    swapped = {phrase[:i] + phrase[i + 1] + phrase[i] + phrase[i + 2 :] for i in places[:-1]}
    found = other | swapped if len(phrase) < SHORTEST else other | missing | doubled | swapped
    return found - set(_PHRASES)


_WRITTEN = {phrase: _one_slip_from(phrase) for phrase in _PHRASES}


def _standing(text: str) -> set[tuple[int, int, str]]:
    """Where one of these stands, found by looking at every stretch of the text."""
    stretches = [(i, j) for i in range(len(text)) for j in range(i + 1, min(i + 7, len(text) + 1))]
    return {(i, j, phrase) for i, j in stretches for phrase, slips in _WRITTEN.items() if text[i:j] in slips}


@given(st.text(_LETTERS, max_size=14))
@example("甲乙丁丙")
@example("戊乙丙丁")
@example("甲丙丁")
def test_every_stretch_one_slip_from_a_phrase_is_found(text: str) -> None:
    covered = {(i, i + len(one)) for one in _PHRASES for i in range(len(text)) if text.startswith(one, i)}
    found = {(near.start, near.end, near.phrase.text) for near in _SEARCH.find(text)}
    spotless = {
        (i, j, phrase) for i, j, phrase in _standing(text) if not any(a < j and i < b for a, b in covered)
    }
    assert spotless <= found <= _standing(text)
