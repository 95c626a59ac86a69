"""The sentences a model is built from, and the part of them set aside to measure it."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

#: Tenths set aside. Statutes go by their place in the file, where the articles of one law stand together.
_ASIDE = {"odw": (0, 1), "law": (0,), "statute": (3, 8)}


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence as written and as it should be; both are the same where nothing is wrong."""

    written: str
    right: str


def tenth(sentence: str) -> int:
    """Which of ten parts a sentence belongs to; the same on every machine."""
    return hashlib.sha256(sentence.encode()).digest()[0] * 10 // 256


def learned_from(phrase: str) -> bool:
    """Whether slips in a protected phrase may be learned from; the other half of the phrases measures."""
    return hashlib.sha256(("phrase" + phrase).encode()).digest()[0] % 2 == 0


def fold(sentence: str, folds: int) -> int:
    """Which of ``folds`` parts a training sentence belongs to; independent of ``tenth``."""
    return hashlib.sha256(sentence.encode()).digest()[1] % folds


def split_pairs(kind: str, every: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Pairs to train on, and pairs kept from all training."""
    aside = [pair for pair in every if tenth(pair.right) in _ASIDE[kind]]
    return [pair for pair in every if tenth(pair.right) not in _ASIDE[kind]], aside


def split_statutes(every: list[str]) -> tuple[list[str], list[str]]:
    """Sentences to train on, and sentences kept from all training; whole stretches of the file."""
    places = [place * 10 // len(every) in _ASIDE["statute"] for place in range(len(every))]
    return (
        [sentence for sentence, aside in zip(every, places, strict=True) if not aside],
        [sentence for sentence, aside in zip(every, places, strict=True) if aside],
    )


def pairs(path: Path) -> list[Pair]:
    """Rows of a two-column file; rows whose sides differ in length are left out."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Pair(row[-2], row[-1]) for row in rows if len(row) >= 2 and len(row[-2]) == len(row[-1])]


def statutes(path: Path) -> list[str]:
    """The sentences of a gzip file, one a line, each once."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(dict.fromkeys(line.strip() for line in file if line.strip()))


def word_list(path: Path) -> list[str]:
    """First column of a list, one entry a line, each once."""
    text = path.read_text(encoding="utf-8-sig")
    return list(dict.fromkeys(line.split("\t")[0].strip() for line in text.splitlines() if line.strip()))
