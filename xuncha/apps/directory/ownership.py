"""归属: who answers for a row, as one key, so that a million rows are found by an index alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from xuncha.apps.casework.access import Right, may


class Ownership(models.Model):
    """A sponsor and a supervisor that occur together. Units may move in the tree; the pair stays."""

    sponsor = models.ForeignKey("directory.Unit", models.CASCADE, null=True, related_name="+")
    supervisor = models.ForeignKey("directory.Unit", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sponsor", "supervisor"], nulls_distinct=False, name="ownership_once"
            ),
        ]


class HeldRow(models.Model):
    """A row with ``sponsor`` and ``supervisor`` that also carries the key of the two."""

    ownership = models.ForeignKey(Ownership, models.PROTECT, null=True, related_name="+", db_index=False)
    sponsor_id: int | None
    supervisor_id: int | None

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the key."""
        if self.ownership_id is None:
            give_ownership([self])
        super().save(*args, **kwargs)


def give_ownership(rows: Iterable[Any]) -> None:
    """Set the key of rows about to be written; pairs met for the first time are made."""
    rows = [row for row in rows if row.sponsor_id or row.supervisor_id]
    pairs = {(row.sponsor_id, row.supervisor_id) for row in rows}
    known = _known(pairs)
    if missing := [Ownership(sponsor_id=a, supervisor_id=b) for a, b in pairs if (a, b) not in known]:
        Ownership.objects.bulk_create(missing, ignore_conflicts=True)
        known = _known(pairs)
    for row in rows:
        row.ownership_id = known[row.sponsor_id, row.supervisor_id]


def hold_again(rows: Any) -> list[Any]:
    """Rows that were given to other units, with the key of those; saved."""
    found = list(rows)
    give_ownership(found)
    for row in found:
        row.save(update_fields=["ownership"])
    return found


def _known(pairs: set[tuple[int | None, int | None]]) -> dict[tuple[int | None, int | None], int]:
    sponsors = sorted({sponsor for sponsor, _ in pairs if sponsor is not None})
    found: dict[tuple[int | None, int | None], int] = {}
    asked = [Q(sponsor__in=sponsors[start : start + 500]) for start in range(0, len(sponsors), 500)]
    if any(sponsor is None for sponsor, _ in pairs):
        asked.append(Q(sponsor=None))
    for some in asked:
        rows = Ownership.objects.filter(some).order_by().values_list("sponsor_id", "supervisor_id", "pk")
        found.update(((sponsor, supervisor), pk) for sponsor, supervisor, pk in rows)
    return found


def held_by(user: Any) -> Q:
    """The condition under which a row with ``ownership`` is one the user may see: as ``owned_by`` says it."""
    if may(user, Right.SEE_ALL):
        return Q()
    if getattr(user, "unit", None) is None:
        return Q(pk__in=[])
    return Q(ownership__in=among(held_keys(user)))


def held_keys(user: Any) -> list[int]:
    """Keys of everything the unit of the user answers for; read once for each user object."""
    from xuncha.apps.directory.models import owned_by

    known: dict[str, list[int]] = user.unit.__dict__.setdefault("_held", {})
    if user.role not in known:
        rows = Ownership.objects.filter(owned_by(user)).order_by()
        known[user.role] = list(rows.values_list("pk", flat=True))
    return known[user.role]


def among(keys: list[int]) -> Any:
    """The keys as one value of the query where the database knows lists: a thousand of them cost as much as one."""
    return RawSQL("SELECT unnest(%s::bigint[])", (keys,)) if connection.vendor == "postgresql" else keys
