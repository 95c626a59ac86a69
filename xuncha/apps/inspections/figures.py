"""Figures of a round from the ledger; the rate is the one function every document uses.

Who sees the whole province reads what was added up region by region; everybody else's few rows are counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet, Sum

from xuncha.apps.casework.access import Right, may
from xuncha.apps.inspections.models import Round, VerdictEntry
from xuncha.apps.inspections.own_figures import own_figures
from xuncha.apps.inspections.tallies import AGES, OUTCOMES, ProblemTally, RegionTally, count_marked
from xuncha.documents.notice_data import DEPARTMENTS, Tally
from xuncha.documents.rounding import Rounding
from xuncha.standards.standard import load_standard

#: Regions counted anew while somebody waits for a page; of more a worker does it within a minute.
_WHILE_WAITING = 12
Key = tuple[Any, ...]
_NAMED = ("kind", "code", "title", "tier", "rank")


def rounding_of(round_: Round) -> Rounding:
    """How the standard of the round prints a rate."""
    rates = load_standard(round_.standard).rates
    return Rounding(rates.rounding, rates.decimals)


class Figures:
    """Figures of one or more rounds as far as one person sees them.

    ``behind``: so much changed that they are being counted anew, and show what was counted before.
    """

    def __init__(self, user: Any, rounds: Sequence[Round]) -> None:
        self._whole, self.behind = may(user, Right.SEE_ALL), False
        keys = [one.pk for one in rounds]
        if self._whole:
            self.behind = not count_marked(rounds, _WHILE_WAITING)
            self._regions: QuerySet[Any] = RegionTally.objects.filter(round__in=keys).order_by()
            self._problems: QuerySet[Any] = ProblemTally.objects.filter(round__in=keys).order_by()
        else:
            self._own = own_figures(user, rounds)

    def by(self, *fields: str, departments: bool = False) -> dict[Key, Tally]:
        """Verdicts counted by the values of ``fields`` (round_id, kind, region_name, sponsor_name), sorted.

        ``sponsor_name`` is known of departments of the province alone.
        """
        counted: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        for row in self._summed(fields) if self._whole else self._own.verdicts:
            if not departments or row.get("region_name", DEPARTMENTS) == DEPARTMENTS:
                numbers = {name: row[f"n_{name}"] for name in OUTCOMES.values()}
                counted[tuple(row[field] for field in fields)].update(numbers)
        return {
            key: Tally(sum(n.values()), n["passed"], n["failed"], n["unknown"])
            for key, n in sorted(counted.items())
        }

    def _summed(self, fields: tuple[str, ...]) -> Iterable[dict[str, Any]]:
        sums = {f"n_{name}": Sum(name) for name in OUTCOMES.values()}
        return self._regions.values(*dict.fromkeys((*fields, "region_name"))).annotate(**sums)

    def problems(self, *fields: str) -> list[dict[str, Any]]:
        """Code, title, tier, established and doubtful targets of everything that stands, sites first; ``fields`` as in
        :meth:`by`."""
        if self._whole:
            rows = self._problems.values(*_NAMED, *fields)
            summed = rows.annotate(n_targets=Sum("targets"), n_doubtful=Sum("doubtful"))
            found = [row | {"targets": row["n_targets"], "doubtful": row["n_doubtful"]} for row in summed]
        else:
            found = self._own.problems
        named = ("title", "tier", *fields)  # the database may answer equal ones in any order
        return sorted(
            found,
            key=lambda row: (row["rank"], row["code"], row["kind"] != "site", *(row[name] for name in named)),
        )

    def ages(self) -> dict[str, int]:
        """Columns of sites by the age of their newest item."""
        if not self._whole:
            return dict(self._own.ages)
        summed = self._regions.filter(kind="site").aggregate(**{f"n_{name}": Sum(name) for name in AGES})
        return {name: summed[f"n_{name}"] or 0 for name in AGES}

    def waiting(self) -> int:
        """Findings that wait for somebody; outside the office there are none to be seen."""
        return (self._regions.aggregate(n=Sum("waiting"))["n"] or 0) if self._whole else 0

    def under_review(self) -> int:
        """Targets that are left out of these figures until their review ends; inside the office none is."""
        return 0 if self._whole else self._own.under_review


def latest(rounds: QuerySet[Any]) -> Round | None:
    """The finished round of the latest timepoint that has verdicts."""
    for one in rounds.filter(state=Round.State.FINISHED)[:50]:
        if VerdictEntry.objects.filter(round=one).order_by().exists():
            return one
    return None
