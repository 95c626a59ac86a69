"""Warnings after every round: worked out and sent by the worker that comes first, once."""

from __future__ import annotations

from xuncha.apps.reminders.foreseeing import foresee, latest_round
from xuncha.apps.reminders.telling import said, tell

#: How far ahead people are warned, in days; as ``xuncha remind`` does unless told otherwise.
DAYS = 7


def remind_after(key: str) -> str:
    """Foresee and tell by the round with this number; what was done, in Chinese.

    The latest round alone foretells anything: one that finishes late, for an earlier timepoint, does not.

    Raises:
        FactsError: the facts of the round are missing or damaged.
    """
    round_ = latest_round()
    if round_ is None or str(round_.pk) != key:
        return "有更近的检查，不据此推算预警"
    foreseen = foresee(round_)
    told = tell(round_, DAYS)
    return "；".join((f"推算 {foreseen} 项", said(told).rstrip("。"), *told.troubles))
