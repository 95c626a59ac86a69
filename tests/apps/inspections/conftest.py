"""A finding to be decided about."""

from __future__ import annotations

from typing import Any

import pytest
from small_province import BLANK


@pytest.fixture
def veto(round_: Any) -> Any:
    """The columns that stand blank: a veto that nobody has reviewed yet."""
    return round_.findings.get(target=BLANK, code="W403")
