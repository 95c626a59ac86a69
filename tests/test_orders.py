"""Every order a query asks for is whole: rows that compare equal come as each database likes.

What asks for no order at all is turned round in SQLite by ``web_settings``; what asks for a part of one is not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import xuncha

_PRODUCT = Path(xuncha.__file__).parent

#: Orders without the key that are whole all the same, and why.
_WHOLE = {
    "'number'": "the key of an act",
    "'-number'": "the key of an act",
    "'username'": "no two people have one",
    "'-at'": "the instants alone are read",
    "'round_id', 'place'": "work to be claimed: the index gives it, nobody sees it",
    "'-round__asof', '-round_id'": "of one target: a round has one verdict of it",
    "'verdict__place', 'verdict_id'": "a verdict has one score",
    "'kind', Bytewise('key')": "of one round: it has one verdict of a target",
    "'-n', Bytewise('reason')": "counted by the reason",
    "*names": "of just these columns, each pair once",
}
#: Orders by a column that may be empty, of rows where it is not, and why.
_FILLED = {
    "'breach_on', 'pk'": "asked for by the day",
    "'lacking', 'pk'": "counts and availability always have it",
    "'-closed_at', '-pk'": "what is published was closed",
}
#: Orders of a model that are whole, though no constraint says so.
_BY_NATURE = {
    "Unit": "its path ends with its key",
    "RoundTarget": "each place of a round is given once",
    "ScoreForm": "read of one round, which gives each number once",
}
#: Columns whose name is also that of one that may be empty.
_ALWAYS_THERE = {"round__asof"}


@cache
def _orders() -> list[tuple[str, str, frozenset[str], frozenset[str]]]:
    """(where, arguments, names ordered by, those among them without a word about empty ones)."""
    found = []
    for path in sorted(_PRODUCT.rglob("*.py")):
        if "migrations" in path.parts or "order_by(" not in (text := path.read_text(encoding="utf-8")):
            continue
        tree = ast.parse(text)
        given: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    given.setdefault(ast.unparse(target), []).append(node.value)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args:
                if call.func.attr != "order_by":
                    continue
                parts = list(_with_what_they_name(call.args, given))
                said = {word for part in parts for word in _words(part)}
                told = {word for part in parts for word in _words(part, but_told=True)}
                words = ", ".join(ast.unparse(one) for one in call.args)
                where = f"{path.relative_to(_PRODUCT)}:{call.lineno}"
                found.append((where, words, frozenset(said), frozenset(told)))
    return found


def _with_what_they_name(parts: list[ast.expr], given: dict[str, list[ast.expr]]) -> Iterator[ast.expr]:
    """The expressions, and what the names in them stand for in the same file."""
    seen: set[str] = set()
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        yield part
        for name in {one.id for one in ast.walk(part) if isinstance(one, ast.Name)} & given.keys() - seen:
            seen.add(name)
            waiting += given[name]


def _words(part: ast.expr, *, but_told: bool = False) -> Iterator[str]:
    """The texts in an expression; ``but_told``: without those that say where empty ones stand."""
    if but_told and "nulls_" in ast.unparse(part) and isinstance(part, ast.Call):
        return
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        yield part.value.lstrip("-")
    for below in ast.iter_child_nodes(part):
        if isinstance(below, ast.expr | ast.comprehension):
            yield from _words(below, but_told=but_told)  # type: ignore[arg-type]


def _own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("xuncha.")]


def test_every_order_asked_for_ends_with_the_key() -> None:
    orders = _orders()
    assert len(orders) > 60
    in_part = {
        f"{where}: {words}" for where, words, said, _ in orders if "pk" not in said and words not in _WHOLE
    }
    assert not in_part
    assert not _WHOLE.keys() - {words for _, words, _, _ in orders}


def test_every_order_by_what_may_be_empty_says_where_that_stands() -> None:
    """SQLite puts empty ones first, PostgreSQL last."""
    fields = [one for model in _own_models() for one in model._meta.concrete_fields if one.null]
    empty = {name for one in fields if not one.is_relation for name in (one.name, one.attname)}
    orders = _orders()
    unsaid = {
        f"{where}: {words}"
        for where, words, _, told in orders
        if words not in _FILLED and empty & {name.rpartition("__")[2] for name in told - _ALWAYS_THERE}
    }
    assert not unsaid
    assert not _FILLED.keys() - {words for _, words, _, _ in orders}


@pytest.mark.parametrize("model", _own_models(), ids=lambda model: model.__name__)
def test_the_order_of_a_model_is_whole(model: type[models.Model]) -> None:
    names = {str(name).lstrip("-") for name in model._meta.ordering}
    if not names or "pk" in names or model.__name__ in _BY_NATURE:
        return
    unique = {one.name for one in model._meta.concrete_fields if one.unique}
    sets = [set(one.fields) for one in model._meta.total_unique_constraints]
    assert names & unique or any(one <= names for one in sets)
