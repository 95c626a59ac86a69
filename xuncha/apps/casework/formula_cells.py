"""Cells a spreadsheet would take for a formula: guarded by an apostrophe on the way out, freed of it on the way in.

A cell that begins with apostrophes of its own before what looks like a formula gets one more, so that whatever
went out comes back as it was.
"""

from __future__ import annotations

from typing import Any

from xuncha.documents.inert_text import looks_like_formula

_GUARD = "'"
_WHITE = ("\t", "\r", "\n")


def _is_risky(text: str) -> bool:
    return looks_like_formula(text) or text.startswith(_WHITE)


def inert_cell(value: Any) -> Any:
    """A value for CSV, which a spreadsheet takes as it stands."""
    return f"{_GUARD}{value}" if isinstance(value, str) and _is_risky(value.lstrip(_GUARD)) else value


def inert_in_workbook(value: str) -> str:
    """A value for a workbook, where text is no formula: guarded only where :func:`as_it_was` would take for a guard
    what is none."""
    return inert_cell(value) if value.startswith(_GUARD) else value  # type: ignore[no-any-return]


def as_it_was(text: str) -> str:
    """A cell as it was before it was guarded."""
    if text.startswith(_GUARD) and _is_risky(text.lstrip(_GUARD)):
        return text[1:]
    return text
