"""The score sheet of a result as it lies there: with the form that was kept, else as shipped."""

from __future__ import annotations

from pathlib import Path

from xuncha.apps.inspections.facts_store import Registry
from xuncha.apps.inspections.scores import kept_form, portals_named
from xuncha.standards.score_sheet import ScoreSheet, read_score_sheet
from xuncha.standards.standard import Standard


def kept_sheet(result: Path, registry: Registry, standard: Standard) -> ScoreSheet | None:
    """The sheet by which the portals of the result are scored, None where the standard has no table.

    Raises:
        ScoreInputError: the form cannot be used.
    """
    if not standard.score_table:
        return None
    return read_score_sheet(standard.score_table, kept_form(result), portals_named(registry))
