"""Figures of a round from the ledger; the rate is the one function every document uses.

Who sees the whole province reads what was added up region by region; everybody else's few rows are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet, Sum

from xuncha.apps.casework.access import Right, may
from xuncha.apps.directory.ownership import held_by
from xuncha.apps.inspections.ledger import RANKS
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.settling import TAKEN_OUT
from xuncha.apps.inspections.tallies import (
    AGES,
    HIT,
    OUTCOMES,
    ProblemTally,
    RegionTally,
    count_marked,
)
from xuncha.documents.notice_data import DEPARTMENTS, Tally
from xuncha.documents.rounding import Rounding
from xuncha.standards.standard import load_standard

Key = tuple[Any, ...]
_NAMED = ("kind", "code", "title", "tier", "rank")


def rounding_of(round_: Round) -> Rounding:
    """How the standard of the round prints a rate."""
    rates = load_standard(round_.standard).rates
    return Rounding(rates.rounding, rates.decimals)


class Figures:
    """Figures of one or more rounds as far as one person sees them."""

    def __init__(self, user: Any, rounds: Sequence[Round]) -> None:
        self._rounds = list(rounds)
        self._whole = may(user, Right.SEE_ALL)
        keys = [one.pk for one in self._rounds]
        if self._whole:
            count_marked(self._rounds)
            self._regions: QuerySet[Any] = RegionTally.objects.filter(round__in=keys).order_by()
            self._problems: QuerySet[Any] = ProblemTally.objects.filter(round__in=keys).order_by()
        else:
            self._verdicts: QuerySet[Any] = VerdictEntry.objects.visible_to(user).filter(round__in=keys)
            self._cases = FindingCase.objects.filter(held_by(user), round__in=keys)

    def by(self, *fields: str, departments: bool = False) -> dict[Key, Tally]:
        """Verdicts counted by the values of ``fields`` (round_id, kind, region_name, sponsor_name), sorted."""
        if self._whole:
            rows = self._regions.filter(region_name=DEPARTMENTS) if departments else self._regions
            summed = rows.values(*fields).annotate(**{f"n_{name}": Sum(name) for name in OUTCOMES.values()})
            found = {
                tuple(row[field] for field in fields): {
                    outcome: row[f"n_{name}"] for outcome, name in OUTCOMES.items()
                }
                for row in summed
            }
        else:
            rows = self._verdicts.filter(region_name=DEPARTMENTS) if departments else self._verdicts
            found = _counted(rows, fields)
        return {
            key: Tally(sum(n.values()), n.get("pass", 0), n.get("fail", 0), n.get("unknown", 0))
            for key, n in sorted(found.items())
        }

    def problems(self, *fields: str) -> list[dict[str, Any]]:
        """Code, title, tier, established and doubtful targets of everything that stands; ``fields`` as in :meth:`by`."""
        if self._whole:
            rows = self._problems.values(*_NAMED, *fields)
            found = list(rows.annotate(n_targets=Sum("targets"), n_doubtful=Sum("doubtful")))
            found = [row | {"targets": row["n_targets"], "doubtful": row["n_doubtful"]} for row in found]
        else:
            found = list(_standing(self._verdicts, self._cases, self._rounds, fields))
        return sorted(found, key=lambda row: (row["rank"], row["code"], *(row[name] for name in fields)))

    def ages(self) -> dict[str, int]:
        """Columns of sites by the age of their newest item."""
        rows = self._regions if self._whole else self._verdicts.order_by()
        summed = rows.filter(kind="site").aggregate(**{f"n_{name}": Sum(name) for name in AGES})
        return {name: summed[f"n_{name}"] or 0 for name in AGES}

    def waiting(self) -> int:
        """Findings that wait for somebody."""
        if self._whole:
            return self._regions.aggregate(n=Sum("waiting"))["n"] or 0
        return 0  # what nobody has decided about does not leave the office


def _counted(rows: QuerySet[Any], fields: Iterable[str]) -> dict[Key, dict[str, int]]:
    found: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    for row in rows.order_by().values(*fields, "outcome").annotate(n=Count("pk")):
        found[tuple(row[field] for field in fields)][row["outcome"]] = row["n"]
    return found


def _standing(
    verdicts: QuerySet[Any], cases: QuerySet[Any], rounds: Sequence[Round], fields: tuple[str, ...]
) -> Iterable[dict[str, Any]]:
    """Counted in the database over narrow rows; titles and tiers come from the standards."""
    every, hits = Count("verdict", distinct=True), Count("verdict", distinct=True, filter=HIT)
    standing = cases.filter(verdict__in=verdicts.order_by().values("pk")).exclude(state__in=TAKEN_OUT)
    named = dict.fromkeys((*fields, "round_id", "kind", "code"))
    weights = {one.pk: load_standard(one.standard).weights for one in rounds}
    found: dict[Key, dict[str, Any]] = {}
    for row in standing.order_by().values(*named).annotate(every=every, hits=hits):
        weight = weights[row["round_id"]].get(row["code"])
        tier, title = (weight.tier.value, weight.title) if weight else ("note", row["code"])
        said = {"kind": row["kind"], "code": row["code"], "title": title, "tier": tier}
        said |= {"rank": RANKS.get(tier, 3), **{name: row[name] for name in fields}}
        tally = found.setdefault(tuple(said.values()), said | {"targets": 0, "doubtful": 0})
        tally["targets"] += row["hits"]
        tally["doubtful"] += row["every"] - row["hits"]
    return found.values()


def latest(rounds: QuerySet[Any]) -> Round | None:
    """The finished round of the latest timepoint that has verdicts."""
    for one in rounds.filter(state=Round.State.FINISHED)[:50]:
        if VerdictEntry.objects.filter(round=one).order_by().exists():
            return one
    return None
