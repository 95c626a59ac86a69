"""The tables of the wording rules are let go when nobody will ask for them again, all of them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from weakref import ref

import xuncha.text.articles as articles
import xuncha.text.wording as wording
from xuncha.text import remembered
from xuncha.text.remembered import let_go
from xuncha.text.wording.phrases import shipped_phrase_check
from xuncha.text.wording.search import shipped_models
from xuncha.text.wording.typos import find_typos

WRONG = "各地要认真贯彻落实党中央、国务院的决策布署，确保各项工作取得实效。"


def test_nothing_holds_the_tables_any_more() -> None:
    let_go()  # a process may have said of those it held before that they last
    before = find_typos(WRONG), shipped_phrase_check().find(WRONG)
    held = [ref(shipped_models().words), ref(shipped_models().confusion), ref(shipped_phrase_check())]
    let_go()
    assert [one() for one in held] == [None, None, None]
    assert (find_typos(WRONG), shipped_phrase_check().find(WRONG)) == before


def _remembers(function: Any) -> bool:
    """True for what is defined in these packages; what they import from others is small."""
    return hasattr(function, "cache_clear") and function.__module__.startswith(
        (wording.__name__, articles.__name__)
    )


def test_whatever_remembers_there_can_forget() -> None:
    names = [
        f"{package.__name__}.{module.name}"
        for package in (wording, articles)
        for module in iter_modules(package.__path__)
    ]
    functions = [function for name in names for function in vars(import_module(name)).values()]
    remembering = [function for function in functions if _remembers(function)]
    known = remembered._remembering
    assert len(remembering) > 10
    assert [f"{one.__module__}.{one.__name__}" for one in remembering if one not in known] == []
