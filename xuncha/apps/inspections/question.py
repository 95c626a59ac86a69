"""What the facts of a run are asked: by which standard, for which codes, at which timepoint, with which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from xuncha.facts.words import WordEntry
from xuncha.standards.standard import Standard, Tier

#: Faults that a person judges by how the page looks, beside the vetoes that need a person's word. Misspellings
#: and repeated articles are judged by their words.
_LOOKED_AT = ("N102", "N104", "N105", "N106", "N107")


@dataclass(frozen=True, slots=True)
class Question:
    """What the facts will be asked: by which standard, for which codes, at which timepoint, with which words."""

    standard: Standard
    scope: tuple[str, ...]
    asof: datetime
    office_words: tuple[WordEntry, ...] = ()

    @property
    def vetoes(self) -> tuple[str, ...]:
        """The codes whose hits are vetoes by themselves, without a person's word."""
        return tuple(code for code in self._machine_vetoes() if not self._waits(code))

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The codes whose findings a person decides by looking at the page."""
        noted = (code for code in self.scope if code in _LOOKED_AT)
        return (*(code for code in self._machine_vetoes() if self._waits(code)), *noted)

    def _machine_vetoes(self) -> Iterator[str]:
        weights = ((code, self.standard.weights[code]) for code in self.scope)
        return (code for code, weight in weights if weight.tier is Tier.VETO and not weight.by_person)

    def _waits(self, code: str) -> bool:
        return self.standard.weights[code].needs_confirmation
