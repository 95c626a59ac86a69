"""Sketches find the pairs that an exact comparison would find."""

from __future__ import annotations

import random

import pytest

from xuncha.text.articles.shingles import candidates, overlap, shingles


def test_overlap_is_exact() -> None:
    one, other = shingles("甲乙丙丁戊己"), shingles("丙丁戊己庚辛")

    assert overlap(one, one) == (1.0, 1.0)
    assert overlap(one, other) == pytest.approx((1 / 5, 1 / 3))
    assert overlap(one, shingles("子丑寅卯")) == (0.0, 0.0)


def test_repeated_runs_count_once() -> None:
    assert len(shingles("甲乙丙丁甲乙丙丁")) == 4


def test_short_texts_are_one_run() -> None:
    assert len(shingles("甲")) == len(shingles("")) == 1
    assert overlap(shingles("甲"), shingles("乙")) == (0.0, 0.0)


def test_all_pairs_above_the_limit_are_candidates() -> None:
    dice = random.Random(7)
    texts = []
    for _ in range(60):
        letters = [chr(dice.randrange(0x4E00, 0x9FA0)) for _ in range(600)]
        texts.append("".join(letters))
        for place in dice.sample(range(600), 12):
            letters[place] = "某"
        texts.append("".join(letters))
    found = set(candidates([shingles(text) for text in texts]))

    assert found == {(n, n + 1) for n in range(0, 120, 2)}


def test_fewer_than_two_texts_have_no_pairs() -> None:
    assert list(candidates([])) == []
    assert list(candidates([shingles("甲乙丙丁")])) == []
