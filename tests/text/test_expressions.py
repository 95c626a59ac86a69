"""Expressions that are compiled late: the same answers, and none of them wrong."""

from __future__ import annotations

import copy
import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import xuncha.gather
import xuncha.text
from xuncha.text.expressions import LateExpression, expression


def late(value: object) -> Iterator[LateExpression]:
    if isinstance(value, LateExpression):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from late(part)


def late_expressions() -> list[tuple[str, LateExpression]]:
    """Every one that a module of ours keeps, with the module's name."""
    found = []
    for package in (xuncha.text, xuncha.gather):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            held = vars(importlib.import_module(module.name)).values()
            found += [(module.name, one) for value in held for one in late(value)]
    return found


def test_every_expression_of_ours_can_be_compiled() -> None:
    kept = late_expressions()
    assert len(kept) > 50
    for module, one in kept:
        assert one.pattern, module


def test_it_answers_as_what_it_stands_for() -> None:
    ours, theirs = expression(r"(\d+)年", re.I), re.compile(r"(\d+)年", re.I)
    text = "2024年和2025年"
    assert ours.findall(text) == theirs.findall(text)
    assert ours.sub("-", text) == theirs.sub("-", text)
    assert [found.span() for found in ours.finditer(text)] == [
        found.span() for found in theirs.finditer(text)
    ]
    assert ours.match("年") is ours.fullmatch("2024") is None
    assert (ours.pattern, ours.flags, ours.groups) == (theirs.pattern, theirs.flags, theirs.groups)
    assert expression(rb"<!--").search(b"a<!--") is not None


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    theirs = re.compile
    monkeypatch.setattr(re, "compile", lambda *asked: compiled.append(asked) or theirs(*asked))
    late = expression("年", re.I)
    assert compiled == []
    assert late.search("2024年")
    assert late.search("2025年")
    assert not late.match("月")
    assert compiled == [("年", re.I)]


def test_a_wrong_one_says_so_when_it_is_used() -> None:
    with pytest.raises(re.error):
        expression("(").search("")


def test_it_can_be_copied_unused() -> None:
    assert copy.copy(expression("年")).search("2024年")
