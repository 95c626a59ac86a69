"""Every figure of a depth is a bound."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from small_sites import plan_of

from xuncha.gather.plan import Depth


def test_every_bound_is_positive() -> None:
    assert all(getattr(Depth(), field.name) > 0 for field in fields(Depth))


def test_a_plan_cannot_be_changed_under_way() -> None:
    with pytest.raises(FrozenInstanceError):
        plan_of().crawl = False  # type: ignore[misc]
