"""Trains the trees that accept or refuse a correction, and packs them for ``xuncha.text.wording.trees``."""

from __future__ import annotations

import random

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from wording_model.corpus import Pair
from xuncha.text.wording.features import Models, corrections
from xuncha.text.wording.search import runs

#: Rarer characters are not put in by mistake.
_LEAST_FREQUENT = -5.2
#: Sets of trees.
SETS = 2


def rows(pairs: list[Pair], models: Models) -> tuple[np.ndarray, np.ndarray]:
    """Figures of every correction proposed for the written side, and whether it is the right one."""
    figures, labels = [], []
    for pair in pairs:
        for begin, _, coded in runs(pair.written, models):
            found = corrections(coded, models)
            if not found.meant:
                continue
            figures.append(found.figures)
            for first, last, meant in zip(
                found.first.tolist(), found.last.tolist(), found.meant, strict=True
            ):
                labels.append(pair.right[begin + first : begin + last + 1] == meant)
    return np.concatenate(figures), np.array(labels, bool)


def spoiled(sentence: str, models: Models, chance: random.Random) -> Pair:
    """The sentence with one to three characters taken for others, by sound or by shape."""
    numbers = models.confusion.numbers(sentence)
    places = [place for place, number in enumerate(numbers.tolist()) if number < models.confusion.unknown]
    written = list(sentence)
    for place in chance.sample(places, min(len(places), chance.choice((1, 1, 1, 2, 2, 3)))):
        number = int(numbers[place])
        if chance.random() < 0.72:
            options = models.confusion.sounding_like(number)
            exact = models.confusion.sound(np.full(len(options), number), options) == 3
            options = options[exact] if exact.any() and chance.random() < 0.9 else options
        else:
            near, likeness = models.confusion.lookalikes(number)
            options = near[np.argsort(-likeness)[:20]]
        word = models.words.alone(options)
        usual = options[(word >= 0) & (models.words.single[word] > _LEAST_FREQUENT) & (options != number)]
        if len(usual):
            written[place] = models.confusion.chars[int(chance.choice(usual.tolist()))]
    return Pair("".join(written), sentence)


def fit(figures: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> list[HistGradientBoostingClassifier]:
    """Trained sets of trees that differ in the figures each split may look at; their mean is steadier than one."""
    return [
        HistGradientBoostingClassifier(
            max_iter=220, learning_rate=0.07, max_leaf_nodes=15, min_samples_leaf=30, l2_regularization=2.0,
            max_features=0.4, random_state=seed,
        ).fit(figures, labels, sample_weight=weights)
        for seed in range(SETS)
    ]  # fmt: skip


def pack(sets: list[HistGradientBoostingClassifier]) -> dict[str, np.ndarray]:
    """The arrays of ``judge.npz``: the trees of all sets, each with its share of the sum."""
    trees = [tree.nodes for model in sets for (tree,) in model._predictors]
    starts = np.cumsum([0, *(len(nodes) for nodes in trees)])[:-1]
    table = np.concatenate(
        [_rows_of(nodes, start, len(sets)) for nodes, start in zip(trees, starts, strict=True)]
    )
    base = np.mean([model._baseline_prediction.ravel()[0] for model in sets])
    return {
        "roots": starts.astype(np.int32), "column": table[:, 0].astype(np.int16), "limit": table[:, 1],
        "low": table[:, 2].astype(np.int32), "high": table[:, 3].astype(np.int32), "value": table[:, 4],
        "base": np.array([base], np.float64), "depth": np.array([max(nodes["depth"].max() for nodes in trees)], np.int32),
    }  # fmt: skip


def _rows_of(nodes: np.ndarray, start: int, sets: int) -> np.ndarray:
    own = np.arange(len(nodes)) + start
    leaf = nodes["is_leaf"].astype(bool)
    return np.column_stack(
        [
            np.where(leaf, 0, nodes["feature_idx"]), np.where(leaf, 0, nodes["num_threshold"]),
            np.where(leaf, own, nodes["left"] + start), np.where(leaf, own, nodes["right"] + start),
            np.where(leaf, nodes["value"] / sets, 0),
        ]
    )  # fmt: skip
