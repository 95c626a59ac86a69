"""Trains the character model and the trees from a folder of published sentences.

Usage::

    python -m wording_model.train FOLDER OUT     (with scripts/ and the repository root on PYTHONPATH)

FOLDER holds ``odw.train.tsv``, ``law.train.tsv``, ``law.test.tsv``, ``clean_statute_sentences.txt.gz`` and the lists
``ecspell_公文写作.txt`` and ``ecspell_政策法规标题.txt``. The figures the trees learn from come from character models
that never saw the sentence at hand, so that they learn how far such a model can be trusted. What ``corpus`` sets aside
and the sentences of ``law.test.tsv`` reach neither model.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np

from wording_model import characters, corpus, judge
from wording_model.corpus import Pair
from xuncha.text.wording.char_model import CharModel
from xuncha.text.wording.features import Models
from xuncha.text.wording.search import untrained_models

SEED = 20250625
FOLDS = 4
#: Weights of the sentence kinds: real pairs of official writing count most, made ones least.
_WEIGHTS = {"odw": 6.0, "law": 3.0, "made": 1.0}


def main(folder: Path, out: Path) -> None:
    """Reads the folder and writes ``characters.npz`` and ``judge.npz``."""
    tables = untrained_models()
    test = {pair.right for pair in corpus.pairs(folder / "law.test.tsv")}
    real = {
        kind: [
            pair
            for pair in corpus.split_pairs(kind, corpus.pairs(folder / f"{kind}.train.tsv"))[0]
            if pair.right not in test
        ]
        for kind in ("odw", "law")
    }
    statutes = corpus.split_statutes(corpus.statutes(folder / "clean_statute_sentences.txt.gz"))[0]
    lists = corpus.word_list(folder / "ecspell_公文写作.txt") + corpus.word_list(
        folder / "ecspell_政策法规标题.txt"
    )
    whole = _sentences(real, statutes)
    shipped = characters.train([*whole, *lists], tables.codes)
    np.savez_compressed(out / "characters.npz", **shipped)
    figures, labels, weights = _rows(real, statutes, lists, tables)
    np.savez_compressed(out / "judge.npz", **judge.pack(judge.fit(figures, labels, weights)))
    print(f"{len(whole)} sentences, {len(labels)} corrections weighed, {int(labels.sum())} of them right")


def _sentences(real: dict[str, list[Pair]], statutes: list[str]) -> list[str]:
    return [*sorted({pair.right for pairs in real.values() for pair in pairs}), *statutes]


def _part(sentences: list[Pair], part: int) -> list[Pair]:
    return [pair for pair in sentences if corpus.fold(pair.right, FOLDS) == part]


def _rows(
    real: dict[str, list[Pair]], statutes: list[str], lists: list[str], tables: Models
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = random.Random(SEED)
    figures, labels, weights = [], [], []
    for part in range(FOLDS):
        # Statutes are parted by stretches, so that no article of the same law helps.
        block = [statutes[place] for place in range(len(statutes)) if place * FOLDS // len(statutes) == part]
        inside = {kind: _part(pairs, part) for kind, pairs in real.items()}
        left_out = {*block, *(pair.right for pairs in inside.values() for pair in pairs)}
        rest = [sentence for sentence in _sentences(real, statutes) if sentence not in left_out]
        models = Models(
            tables.confusion,
            tables.words,
            CharModel(characters.train([*rest, *lists], tables.codes)),
            tables.codes,
        )
        inside["made"] = [made for sentence in sorted(left_out) for made in _made(sentence, tables, chance)]
        for kind, pairs in inside.items():
            figure, label = judge.rows(pairs, models)
            figures.append(figure)
            labels.append(label)
            weights.append(np.full(len(label), _WEIGHTS[kind]))
        print(f"part {part + 1} of {FOLDS}: {sum(map(len, inside.values()))} sentences", flush=True)
    return np.concatenate(figures), np.concatenate(labels), np.concatenate(weights)


def _made(sentence: str, tables: Models, chance: random.Random) -> list[Pair]:
    """The sentence as it is, and once spoiled."""
    return [Pair(sentence, sentence), judge.spoiled(sentence, tables, chance)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
