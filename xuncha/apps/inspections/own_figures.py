"""Figures of rounds for one unit outside the office: counted once for each version of the ledger, and kept."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Sum, Value, When

from xuncha.apps.directory.ownership import held_by, held_keys
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.tallies import AGES, OUTCOMES, RANKS, LedgerVersion, UnitFigures, standing
from xuncha.documents.notice_data import DEPARTMENTS
from xuncha.standards.standard import load_standard

#: Another one where the same ledger comes to other figures than before: what was kept is then counted anew.
_COUNTED_AS = "confirmed, those under review told"


@dataclass(slots=True)
class OwnFigures:
    """Rows as :class:`Figures` adds them up; ``n_passed`` and the like count verdicts."""

    verdicts: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    ages: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(AGES, 0)))
    #: Targets whose result is still under review, and which are in none of the other figures.
    under_review: int = 0


def own_figures(user: Any, rounds: Sequence[Round]) -> OwnFigures:
    """What the rounds come to for the unit of the user; nothing for somebody without one."""
    total = OwnFigures()
    if getattr(user, "unit", None) is None:
        return total
    held = hashlib.sha256(repr(sorted(held_keys(user))).encode()).hexdigest()[:32]
    keys = [one.pk for one in rounds]
    versions = dict(LedgerVersion.objects.filter(round__in=keys).values_list("pk", "number"))
    kept = {
        one.round_id: one
        for one in UnitFigures.objects.filter(round__in=keys, unit=user.unit, role=user.role)
    }
    for round_ in rounds:
        good_for = f"{_COUNTED_AS} {versions.get(round_.pk, 0)} {held}"
        known = kept.get(round_.pk)
        content = known.content if known and known.good_for == good_for else _keep(user, round_, good_for)
        _add(total, content, round_)
    return total


def _keep(user: Any, round_: Round, good_for: str) -> dict[str, Any]:
    content = _count(user, round_)
    given = {"good_for": good_for, "content": content}
    UnitFigures.objects.update_or_create(round=round_, unit=user.unit, role=user.role, defaults=given)
    return content


def _count(user: Any, round_: Round) -> dict[str, Any]:
    verdicts = VerdictEntry.objects.visible_to(user).filter(round=round_).order_by()
    department = Case(When(region_name=DEPARTMENTS, then="sponsor_name"), default=Value(""))
    rows: defaultdict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    ages: Counter[str] = Counter()
    grouped = verdicts.values("kind", "region_name", "outcome", own=department)
    for row in grouped.annotate(n=Count("pk"), **{f"sum_{age}": Sum(age) for age in AGES}):
        rows[row["kind"], row["region_name"], row["own"]][OUTCOMES[row["outcome"]]] = row["n"]
        if row["kind"] == "site":
            ages.update({age: row[f"sum_{age}"] or 0 for age in AGES})
    # As in the lists: what no person has confirmed is told to nobody outside the office, and so not counted for them.
    cases = FindingCase.objects.visible_to(user).filter(round=round_)
    return {
        "verdicts": [[*key, *(n.get(name, 0) for name in OUTCOMES.values())] for key, n in rows.items()],
        "ages": dict(ages),
        "problems": [list(row) for row in standing(cases)],
        "under_review": VerdictEntry.objects.filter(held_by(user), round=round_, is_settled=False).count(),
    }


def _add(total: OwnFigures, content: dict[str, Any], round_: Round) -> None:
    weights = load_standard(round_.standard).weights
    names = ("kind", "region_name", "sponsor_name", *(f"n_{name}" for name in OUTCOMES.values()))
    total.verdicts += [dict(zip(names, row, strict=True), round_id=round_.pk) for row in content["verdicts"]]
    total.ages.update(content["ages"])
    total.under_review += content["under_review"]
    for kind, code, every, hits in content["problems"]:
        weight = weights.get(code)
        tier, title = (weight.tier.value, weight.title) if weight else ("note", code)
        said = {"kind": kind, "code": code, "title": title, "tier": tier, "rank": RANKS.get(tier, 3)}
        total.problems.append(said | {"round_id": round_.pk, "targets": hits, "doubtful": every - hits})
