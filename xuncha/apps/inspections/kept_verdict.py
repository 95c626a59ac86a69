"""What judging said of a target, as a row of the ledger keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from xuncha.apps.casework.models import IllegalMoveError
from xuncha.apps.inspections.results import Verdict
from xuncha.told import ToldError

#: Fields without which a kept verdict is none; the rest came later, and older rows lack them.
_NEEDED = ("kind", "id", "name", "region", "sponsor", "platform", "outcome", "veto", "other")
_KNOWN = frozenset(one.name for one in fields(Verdict))
_CODES, _PAIRS = ("veto", "other"), ("causes", "states", "robots")


class DamagedVerdictError(IllegalMoveError, ToldError):
    """What judging said is not kept whole, and nothing can be settled by it; the message says so, in Chinese."""


def kept_verdict(said: Mapping[str, Any], of: str) -> Verdict:
    """The verdict that was kept; ``of`` names its target. Raises DamagedVerdictError."""
    try:
        missing, unknown = [name for name in _NEEDED if name not in said], sorted(said.keys() - _KNOWN)
        if missing or unknown:
            raise ValueError(
                "、".join([f"缺 {name}" for name in missing] + [f"不认识 {name}" for name in unknown])
            )
        codes = {name: tuple(said[name]) for name in _CODES}
        pairs = {name: tuple((key, value) for key, value in said.get(name, ())) for name in _PAIRS}
    except (ValueError, TypeError, AttributeError) as damage:
        raise DamagedVerdictError(
            f"“{of}”的机器判定记录已损坏（{damage}），不能据此改动结论，请重新检查或重新载入"
        ) from None
    return Verdict(**{**said, **codes, **pairs})
