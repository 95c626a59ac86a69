"""Who is told of a warning: the owner of the target, and those who supervise the owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model

from xuncha.apps.casework.access import Role
from xuncha.apps.directory.models import Unit
from xuncha.apps.reminders.models import OutlookEntry

#: So many units are asked for by their keys; of more everybody is read.
_FEW = 400


class Recipients:
    """People by the units they answer for, read once; of ``units`` alone where they are few."""

    def __init__(self, units: Collection[int] | None = None) -> None:
        self._owners: defaultdict[int, list[Any]] = defaultdict(list)
        self._supervisors: defaultdict[str, list[Any]] = defaultdict(list)
        people = get_user_model().objects.filter(is_active=True, unit__isnull=False).select_related("unit")
        tree = Unit.objects.all()
        if units is not None and len(units) <= _FEW:
            tree = tree.filter(pk__in=units)
            above = {
                int(key) for path in tree.values_list("path", flat=True) for key in path.split("/") if key
            }
            people = people.filter(unit__in=above | set(units))
        for person in people:
            if person.role == Role.OWNER:
                self._owners[person.unit_id].append(person)
            elif person.role == Role.SUPERVISOR:
                self._supervisors[person.unit.path].append(person)
        self._paths = dict(tree.values_list("pk", "path")) if self._supervisors else {}

    def owners(self, unit: int | None) -> list[Any]:
        """The people of an owner unit."""
        return list(self._owners.get(unit, ())) if unit is not None else []

    def above(self, units: Iterable[int | None]) -> list[Any]:
        """Those who supervise one of the units."""
        found = (person for path in self._above(filter(None, units)) for person in self._supervisors[path])
        return list(dict.fromkeys(found))

    def of(self, row: OutlookEntry) -> list[Any]:
        """Everybody who is told of this one; the same rows they may see on the page."""
        units = (row.sponsor_id, row.supervisor_id)
        return list(dict.fromkeys([*self.owners(row.sponsor_id), *self.above(units)]))

    def _above(self, units: Iterable[int]) -> list[str]:
        paths = [self._paths.get(unit, "") for unit in units]
        return [own for own in self._supervisors if any(path.startswith(own) for path in paths)]
