"""Findings from before of what nobody could look at are given the number of their cause."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import migrations

from xuncha.apps.inspections.causes import cause_number

_BATCH = 2000


def number(apps: Any, schema_editor: Any) -> None:
    case = apps.get_model("inspections", "FindingCase")
    unseen = case.objects.filter(machine_state__in=("blocked", "not_assessed")).order_by("pk")
    last = 0
    while rows := list(unseen.filter(pk__gt=last).values_list("pk", "detail", "machine_state")[:_BATCH]):
        by_cause: defaultdict[int | None, list[int]] = defaultdict(list)
        for pk, detail, state in rows:
            by_cause[cause_number(detail, state)].append(pk)
        by_cause.pop(None, None)
        for cause, keys in by_cause.items():
            case.objects.filter(pk__in=keys).update(cause=cause)
        last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("inspections", "0013_cause_of_what_was_not_seen")]
    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
