"""Who is told of a warning: the owner of the target, and those who supervise the owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from xuncha.apps.casework.access import Role
from xuncha.apps.directory.models import Unit
from xuncha.apps.reminders.models import OutlookEntry


class Recipients:
    """People by the units they answer for, read once."""

    def __init__(self) -> None:
        self._owners: defaultdict[int, list[Any]] = defaultdict(list)
        self._supervisors: defaultdict[str, list[Any]] = defaultdict(list)
        people = get_user_model().objects.filter(is_active=True, unit__isnull=False).select_related("unit")
        for person in people:
            if person.role == Role.OWNER:
                self._owners[person.unit_id].append(person)
            elif person.role == Role.SUPERVISOR:
                self._supervisors[person.unit.path].append(person)
        self._paths = dict(Unit.objects.values_list("pk", "path")) if self._supervisors else {}

    def of(self, row: OutlookEntry) -> list[Any]:
        """Everybody who is told of this one; the same rows they may see on the page."""
        found = list(self._owners.get(row.sponsor_id, ()))
        for path in self._above(filter(None, (row.sponsor_id, row.supervisor_id))):
            found += self._supervisors[path]
        return list(dict.fromkeys(found))

    def _above(self, units: Iterable[int]) -> list[str]:
        paths = [self._paths.get(unit, "") for unit in units]
        return [own for own in self._supervisors if any(path.startswith(own) for path in paths)]
