"""Every figure of a depth is a bound."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from small_sites import plan_of

from xuncha.gather.plan import Depth


def test_every_bound_is_positive() -> None:
    bounds = [getattr(Depth(), field.name) for field in fields(Depth) if field.type != "bool"]
    assert all(bound > 0 for bound in bounds)


def test_a_plan_cannot_be_changed_under_way() -> None:
    with pytest.raises(FrozenInstanceError):
        plan_of().crawl = False  # type: ignore[misc]
