"""What a round comes to, region by region: added up once and kept, so that the province is seen at once.

A tally is never changed by a difference. When the verdict of a target changes its region is marked, and the
region is counted anew from the ledger before anybody reads the figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Case, Count, F, Q, Sum, Value, When

from xuncha.apps.inspections.results import NOT_SEEN
from xuncha.apps.inspections.settling import CONFIRMED, OPEN, TAKEN_OUT, VISIT
from xuncha.documents.notice_data import DEPARTMENTS
from xuncha.standards.standard import load_standard

OUTCOMES = {"pass": "passed", "fail": "failed", "unknown": "unknown"}
AGES = ("fresh", "ageing", "stale", "undated")
#: Order of the queue by tier.
RANKS = {"veto": 0, "deduct": 1, "note": 2}
#: A finding that stands: found by the machine and not doubted by a person, or confirmed.
HIT = Q(outcome="hit") & ~Q(state=VISIT) | Q(state=CONFIRMED)


class RegionTally(models.Model):
    """Verdicts of one region in one round; those of departments of the province each by itself."""

    round = models.ForeignKey("inspections.Round", models.CASCADE, related_name="+")
    region_name = models.CharField(max_length=100)
    #: Empty but for departments of the province.
    sponsor_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10)
    passed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    #: Findings that wait for somebody.
    waiting = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    ageing = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    undated = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "region_name", "sponsor_name", "kind"], name="region_tallied_once"
            ),
        ]


class ProblemTally(models.Model):
    """Targets of one region in one round with one problem: established, or only suspected."""

    round = models.ForeignKey("inspections.Round", models.CASCADE, related_name="+")
    region_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    tier = models.CharField(max_length=10)
    rank = models.PositiveSmallIntegerField()
    targets = models.PositiveIntegerField()
    doubtful = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "region_name", "kind", "code"], name="problem_tallied_once"
            ),
        ]


class StaleTally(models.Model):
    """A region of a round whose ledger changed since it was counted."""

    round = models.ForeignKey("inspections.Round", models.CASCADE, related_name="+")
    region_name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "region_name"], name="stale_once"),
        ]


class LedgerVersion(models.Model):
    """Grows with every change of the ledger of a round."""

    round = models.OneToOneField("inspections.Round", models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveIntegerField(default=0)


class UnitFigures(models.Model):
    """What a round comes to for one unit outside the office, good for one version of its ledger."""

    round = models.ForeignKey("inspections.Round", models.CASCADE, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    #: Version of the ledger, and digest of what the unit answers for: units may move in the tree.
    good_for = models.CharField(max_length=100)
    content = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit", "role"], name="unit_figures_once"),
        ]


def mark(round_pk: int, regions: Iterable[str]) -> None:
    """The ledger of these regions changes with the open transaction."""
    if not LedgerVersion.objects.filter(round=round_pk).update(number=F("number") + 1):
        LedgerVersion.objects.bulk_create([LedgerVersion(round_id=round_pk, number=1)], ignore_conflicts=True)
    rows = [StaleTally(round_id=round_pk, region_name=name) for name in sorted(set(regions))]
    StaleTally.objects.bulk_create(rows, ignore_conflicts=True)


def count_marked(rounds: Iterable[Any], most: int | None = None) -> bool:
    """Count anew what changed in these rounds since it was counted; False where something was left.

    A round in which more than ``most`` regions changed is left to a worker: counting all of it takes seconds.
    """
    marked = StaleTally.objects.filter(round__in=[one.pk for one in rounds]).order_by()
    regions = Counter(marked.values_list("round", flat=True))
    for pk, number in sorted(regions.items()):
        if most is None or number <= most:
            _count_round(pk)
    return most is None or all(number <= most for number in regions.values())


def count_whatever_is_marked() -> None:
    """Count anew what changed in any round since it was counted."""
    for pk in sorted(set(StaleTally.objects.order_by().values_list("round", flat=True))):
        _count_round(pk)


def _count_round(pk: int) -> None:
    from xuncha.apps.inspections.models import Round

    with transaction.atomic():
        # Decisions hold the same row: none is half done while the regions are counted.
        if Round.objects.select_for_update().filter(pk=pk).first() is None:
            return
        marked = StaleTally.objects.filter(round=pk)
        regions = list(marked.values_list("region_name", flat=True))
        for model in (RegionTally, ProblemTally):
            model._default_manager.filter(round=pk, region_name__in=regions).delete()
        RegionTally.objects.bulk_create(_regions(pk, regions))
        ProblemTally.objects.bulk_create(_problems(pk, regions))
        marked.filter(region_name__in=regions).delete()


def _regions(pk: int, regions: list[str]) -> Iterable[RegionTally]:
    from xuncha.apps.inspections.models import FindingCase, VerdictEntry

    sponsor = Case(When(region_name=DEPARTMENTS, then="sponsor_name"), default=Value(""))
    rows = VerdictEntry.objects.filter(round=pk, region_name__in=regions).order_by()
    found: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    grouped = rows.values("region_name", "kind", "outcome", own=sponsor)
    for row in grouped.annotate(n=Count("pk"), **{f"sum_{age}": Sum(age) for age in AGES}):
        counted = found[row["region_name"], row["own"], row["kind"]]
        counted[OUTCOMES[row["outcome"]]] += row["n"]
        counted.update({age: row[f"sum_{age}"] or 0 for age in AGES})
    left = FindingCase.objects.filter(round=pk, state__in=OPEN, verdict__region_name__in=regions)
    own = Case(When(verdict__region_name=DEPARTMENTS, then="verdict__sponsor_name"), default=Value(""))
    for row in left.order_by().values("verdict__region_name", "kind", own=own).annotate(n=Count("pk")):
        found[row["verdict__region_name"], row["own"], row["kind"]]["waiting"] += row["n"]
    for (region, name, kind), counted in found.items():
        yield RegionTally(round_id=pk, region_name=region, sponsor_name=name, kind=kind, **counted)


def _problems(pk: int, regions: list[str]) -> Iterable[ProblemTally]:
    from xuncha.apps.inspections.models import FindingCase, Round

    weights = load_standard(Round.objects.get(pk=pk).standard).weights
    cases = FindingCase.objects.filter(round=pk, verdict__region_name__in=regions)
    for region, kind, code, every, hits in standing(cases, "verdict__region_name"):
        weight = weights.get(code)
        tier, title = (weight.tier.value, weight.title) if weight else ("note", code)
        said = {"kind": kind, "code": code, "title": title, "tier": tier, "rank": RANKS.get(tier, 3)}
        yield ProblemTally(round_id=pk, region_name=region, targets=hits, doubtful=every - hits, **said)


def standing(cases: Any, *fields: str) -> Any:
    """``fields``, kind, code, targets of which something stands, and those of them where it is established. What nobody
    could look at is no suspicion."""
    every, hits = Count("verdict", distinct=True), Count("verdict", distinct=True, filter=HIT)
    seen = cases.exclude(state__in=TAKEN_OUT).exclude(machine_state__in=NOT_SEEN)
    rows = seen.order_by().values_list(*fields, "kind", "code")
    return rows.annotate(every=every, hits=hits)
