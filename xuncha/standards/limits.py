"""The limits that apply to a rule under a standard."""

from __future__ import annotations

from typing import Any

from xuncha.indicators.kernel import Target, rules_of
from xuncha.standards.standard import Standard


def limits_of(code: str, standard: Standard) -> dict[str, Any]:
    """The limits of a website rule: its own, and over them those of the standard."""
    return {**rules_of(Target.SITE)[code].limits, **standard.weights[code].limits}
