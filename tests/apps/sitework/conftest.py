"""A loaded round in which manual checks can be arranged."""

from __future__ import annotations

from pathlib import Path

import pytest

from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import Round


@pytest.fixture
def round_(db: None, result: Path) -> Round:
    made = load_result(result, "二季度检查")
    made.indicators = []  # what a machine cannot settle is in scope, too
    made.save()
    return made
