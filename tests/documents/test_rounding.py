"""Percentages: exact ties, and no hundred that was not earned."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha.documents.notice_data import Tally
from xuncha.documents.rounding import Rounding, percentage


@pytest.mark.parametrize(
    ("passed", "failed", "rate"),
    [
        (509, 1, "99.80"),
        (2702, 3, "99.89"),
        (7, 1, "87.50"),
        (1, 15, "6.25"),
        (1, 31, "3.13"),  # 3.125: up
        (3, 61, "4.69"),  # 4.6875
        (1, 19999, "0.01"),  # 0.005: up
        (1, 20000, "0.00"),  # just under
        (0, 4, "0.00"),
        (4, 0, "100.00"),
        (24999, 1, "99.99"),  # 99.996 is not all of them
        (199999, 1, "99.99"),
    ],
)
def test_half_up_to_two_decimals(passed: int, failed: int, rate: str) -> None:
    assert Tally(passed + failed, passed, failed).pass_rate() == rate


def test_unknown_targets_stay_out_of_the_rate() -> None:
    assert Tally(110, 9, 1, 100).pass_rate() == "90.00"


def test_nothing_judged_has_no_rate() -> None:
    assert Tally(5, 0, 0, 5).pass_rate() is None


@pytest.mark.parametrize(
    ("rounding", "rate"),
    [
        (Rounding("truncate", 2), "99.45"),
        (Rounding("half_up", 1), "99.5"),
        (Rounding("truncate", 1), "99.4"),
        (Rounding("half_up", 0), "99"),
    ],
)
def test_standards_may_round_otherwise(rounding: Rounding, rate: str) -> None:
    assert percentage(99459, 100000, rounding) == rate


def test_no_decimals_never_round_up_to_a_hundred() -> None:
    assert percentage(999, 1000, Rounding("half_up", 0)) == "99"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_agrees_with_decimal_arithmetic(passed: int, failed: int) -> None:
    rate = Tally(passed + failed, passed, failed).pass_rate()
    if passed + failed == 0:
        assert rate is None
        return
    exact = Decimal(passed * 100) / Decimal(passed + failed)
    expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(str(rate)) == (Decimal("99.99") if failed and expected == 100 else expected)
    assert (rate == "100.00") == (failed == 0)
