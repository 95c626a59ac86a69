"""Figures of a round straight from the ledger's rows; the rate is the one function every document uses."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, QuerySet, Sum

from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.settling import TAKEN_OUT
from xuncha.documents.notice_data import Tally
from xuncha.documents.rounding import Rounding
from xuncha.standards.standard import load_standard

_AGES = ("fresh", "ageing", "stale", "undated")


def rounding_of(round_: Round) -> Rounding:
    """How the standard of the round prints a rate."""
    rates = load_standard(round_.standard).rates
    return Rounding(rates.rounding, rates.decimals)


def tallies(rows: QuerySet[Any], *fields: str) -> dict[tuple[str, ...], Tally]:
    """Verdicts counted by the values of ``fields``, in the order of the lists."""
    counted: defaultdict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    grouped = rows.order_by().values(*fields, "outcome").annotate(n=Count("pk"))
    for row in grouped:
        counted[tuple(row[field] for field in fields)][row["outcome"]] = row["n"]
    return {
        key: Tally(sum(n.values()), n.get("pass", 0), n.get("fail", 0), n.get("unknown", 0))
        for key, n in sorted(counted.items())
    }


def tally(rows: QuerySet[Any]) -> Tally:
    """All verdicts counted."""
    return tallies(rows).get((), Tally())


def problem_counts(round_: Round, verdicts: QuerySet[Any]) -> list[dict[str, Any]]:
    """Code, title, tier, established and doubtful targets, for every code that was found and still stands."""
    cases = FindingCase.objects.filter(round=round_, verdict__in=verdicts).exclude(state__in=TAKEN_OUT)
    confirmed = cases.filter(state=FindingCase.State.CONFIRMED)
    hits = cases.filter(outcome="hit").exclude(state=FindingCase.State.VISIT) | confirmed
    counted = (
        hits.order_by()
        .values("code", "title", "tier", "rank", "kind")
        .annotate(n=Count("verdict", distinct=True))
    )
    found = {(row["kind"], row["code"]): {**row, "targets": row["n"], "doubtful": 0} for row in counted}
    with_hit = set(hits.order_by().values_list("kind", "code", "verdict_id").distinct())
    doubtful = cases.order_by().values_list("kind", "code", "verdict_id", "title", "tier", "rank").distinct()
    for kind, code, verdict, title, tier, rank in doubtful:
        if (kind, code, verdict) in with_hit:
            continue
        empty = {
            "kind": kind,
            "code": code,
            "title": title,
            "tier": tier,
            "rank": rank,
            "targets": 0,
            "doubtful": 0,
        }
        found.setdefault((kind, code), empty)["doubtful"] += 1
    return sorted(found.values(), key=lambda row: (row["rank"], row["code"]))


def ages(verdicts: QuerySet[Any]) -> dict[str, int]:
    """Columns of sites by the age of their newest item."""
    summed = verdicts.filter(kind="site").order_by().aggregate(**{name: Sum(name) for name in _AGES})
    return {name: summed[name] or 0 for name in _AGES}


def latest(rounds: QuerySet[Any]) -> Round | None:
    """The finished round of the latest timepoint that has verdicts."""
    with_verdicts = VerdictEntry.objects.order_by().values("round")
    return rounds.filter(state=Round.State.FINISHED, pk__in=with_verdicts).first()
