"""What judging leaves behind: a verdict for every target and the findings that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from xuncha.facts.seen import Evidence
from xuncha.indicators.kernel import State

TargetKind = Literal["site", "account"]
VerdictOutcome = Literal["pass", "fail", "unknown"]
FindingOutcome = Literal["hit", "doubt"]
Tier = Literal["veto", "deduct", "bonus", "note"]
#: States of what nobody could look at.
NOT_SEEN = frozenset({State.NOT_ASSESSED.value, State.BLOCKED.value})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row of ``verdicts.csv``.

    ``veto`` are the codes that made the target fail, ``other`` the rest of the codes that hit; ``platform``
    is empty for a site; ``pages`` should have been read, ``reached`` were; ``note`` says in Chinese why
    the outcome is unknown, or what else a reader must know. ``causes`` counts the pages not reached by how
    their requests ended (a ``FetchStatus``); ``states`` gives every judged code its ``State``, and
    ``not_assessed`` to those in scope without a rule. ``low_score`` says by which score a portal failed. ``robots`` counts the site's
    hosts by what was made of their robots.txt (a ``RobotsRule``).
    """

    kind: TargetKind
    id: str
    name: str
    region: str
    sponsor: str
    platform: str
    outcome: VerdictOutcome
    veto: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    pages: int = 0
    reached: int = 0
    note: str = ""
    causes: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[str, str], ...] = ()
    low_score: str = ""
    robots: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of ``findings.jsonl``: a fault that was established (``hit``) or suspected (``doubt``).

    ``target`` is the id of its verdict; ``title`` the indicator's title, ``detail`` what was found here;
    ``observed`` the figures that were compared with the limits; ``advice`` how to put it right;
    ``fingerprint`` is the same in every run for the same fault; ``state`` says why a doubt is one.
    """

    target: str
    kind: TargetKind
    code: str
    tier: Tier
    outcome: FindingOutcome
    title: str
    detail: str
    urls: tuple[str, ...] = ()
    quote: str = ""
    observed: Mapping[str, Any] = field(default_factory=dict, hash=False)
    evidence: tuple[Evidence, ...] = ()
    advice: str = ""
    fingerprint: str = ""
    state: str = State.VIOLATION.value

    @property
    def was_seen(self) -> bool:
        """False where nobody could look: that is neither a fault nor a suspicion."""
        return self.state not in NOT_SEEN
